import { writeSync } from 'fs';

const SIZES = ['full', 'short'] as const;

/** `PROOF_SIZE=short` is what a continuous integration has time for; the figures are of `full`. */
const proofSize = ((): (typeof SIZES)[number] => {
	const wanted = process.env.PROOF_SIZE ?? 'full';
	const size = SIZES.find((known) => known === wanted);
	if (size === undefined) throw new RangeError(`PROOF_SIZE is "${wanted}"; use full or short`);
	return size;
})();

export const DEFAULT_SEED = 1;

/** A run is repeated with the seed that it printed: `PROOF_SEED=7 npm run test:faults`. */
export const proofSeed = ((): number => {
	const seed = Number(process.env.PROOF_SEED ?? DEFAULT_SEED);
	if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError('PROOF_SEED is not a number');
	return seed;
})();

/** The one of two counts that fits the size of this run. */
export function bySize<T>(counts: { full: T; short: T }): T {
	return counts[proofSize];
}

/** One line on standard output, past jest's own reporting: what was counted, and how to repeat it. */
export function printCounts(proof: string, counts: Record<string, number | string>): void {
	const parts = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
	writeSync(1, `${proof} (${proofSize}, seed ${proofSeed}): ${parts.join(', ')}\n`);
}

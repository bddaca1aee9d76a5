import { setTimeout as delay } from 'timers/promises';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

/** Bytes in use, and not only not collected yet, less those before. */
export interface Weight {
	/** When the work is done, its outcome included. */
	keptBytes: number;
	/** The most of all looks during the work and after it. */
	mostBytes: number;
}

/** Milliseconds between two looks; each stops the work for a collection. */
const LOOK_MS = 1_000;
/** What a closed connection holds is let go a little later. */
const SETTLE_MS = 200;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A full collection, at once. */
export function collectGarbage(): void {
	collect();
}

/** Buffers, which are not on the heap itself, count as well. */
function liveBytes(): number {
	collect();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/**
 * Weighs what is alive while `work` is under way and afterwards, garbage left aside. `work` may ask
 * for a look of its own, at a moment that counts.
 *
 * @param onLook is told what is alive at each look during the work, less before
 */
export async function weigh<T>(
	work: (look: () => void) => Promise<T>,
	onLook?: (bytes: number) => void,
): Promise<{ outcome: T } & Weight> {
	// Else the engine forgets the code of functions that rest, which looks like less than nothing.
	setFlagsFromString('--no-flush-bytecode');
	await delay(SETTLE_MS);
	const before = liveBytes();
	let mostBytes = 0;
	const look = () => {
		const bytes = liveBytes() - before;
		mostBytes = Math.max(mostBytes, bytes);
		return bytes;
	};
	const timer = setInterval(() => {
		const bytes = look();
		onLook?.(bytes);
	}, LOOK_MS);
	try {
		const outcome = await work(look);
		await delay(SETTLE_MS);
		const keptBytes = look();
		return { outcome, keptBytes, mostBytes };
	} finally {
		clearInterval(timer);
	}
}

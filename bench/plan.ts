/** What is measured, and how often. */
export interface Plan {
	name: 'full' | 'quick';
	sizes: number[];
	delays: number[];
	protocols: Protocol[];
	/** Small sizes are repeated, and the median counts. */
	roundsOf(size: number): number;
	/** Items of the memory case. */
	memoryItems: number;
	pushes: PushPlan;
	loads: number;
}

export type Protocol = 'http' | 'https';

export interface PushPlan {
	rounds: number;
	/** Pushes a round. */
	count: number;
	/** At the same time. */
	width: number;
}

function roundsOf(size: number): number {
	if (size >= 10_000) return 1;
	return size >= 1_000 ? 5 : 7;
}

export const FULL: Plan = {
	name: 'full',
	sizes: [1, 100, 1_000, 10_000],
	delays: [0, 50, 200],
	protocols: ['http', 'https'],
	roundsOf,
	memoryItems: 100_000,
	pushes: { rounds: 5, count: 1_000, width: 16 },
	loads: 31,
};

export const QUICK: Plan = {
	name: 'quick',
	sizes: [1, 100, 1_000],
	delays: [0, 50],
	protocols: ['http'],
	roundsOf: () => 3,
	memoryItems: 10_000,
	pushes: { rounds: 3, count: 300, width: 16 },
	loads: 11,
};

/** What is measured, and how often. */
export interface Plan {
	name: 'full' | 'quick';
	sizes: number[];
	delays: number[];
	protocols: Protocol[];
	/** Small sizes are repeated, and the median counts. */
	roundsOf(size: number): number;
	buys: BuyPlan;
	/** Items of the memory case. */
	memory: { small: number; large: number };
	realN8n: RealN8nPlan;
	pushes: PushPlan;
	loads: number;
}

export type Protocol = 'http' | 'https';

/** The main job: as many buys as customers. */
export interface BuyPlan {
	orders: number[];
	delays: number[];
	rounds: number;
	/** With answers lost the choice is seeded, so that more rounds lose the same. */
	roundsWithLoss: number;
}

/** The same in a real n8n. */
export interface RealN8nPlan {
	items: number;
	delays: number[];
	rounds: number;
}

export interface PushPlan {
	rounds: number;
	/** Pushes a round. */
	count: number;
	/** At the same time. */
	width: number;
}

function roundsOf(size: number): number {
	return size >= 10_000 ? 1 : 3;
}

export const FULL: Plan = {
	name: 'full',
	sizes: [1, 100, 1_000, 10_000],
	delays: [0, 50, 200],
	protocols: ['http', 'https'],
	roundsOf,
	buys: { orders: [1, 30, 100, 1_000], delays: [0, 50, 200], rounds: 5, roundsWithLoss: 1 },
	memory: { small: 20_000, large: 100_000 },
	realN8n: { items: 1_000, delays: [0, 50, 200], rounds: 3 },
	pushes: { rounds: 3, count: 200, width: 16 },
	loads: 31,
};

export const QUICK: Plan = {
	name: 'quick',
	sizes: [1, 100, 1_000],
	delays: [50],
	protocols: ['http'],
	roundsOf: () => 2,
	buys: { orders: [1, 30, 1_000], delays: [50], rounds: 2, roundsWithLoss: 1 },
	memory: { small: 2_000, large: 10_000 },
	realN8n: { items: 1_000, delays: [50], rounds: 1 },
	pushes: { rounds: 1, count: 100, width: 16 },
	loads: 11,
};

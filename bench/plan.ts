/** What is measured, and how often. */
export interface Plan {
	name: 'full' | 'quick';
	reads: ReadPlan[];
	buys: BuyPlan;
	/** Items of the memory case. */
	memory: { small: number; large: number };
	realN8n: RealN8nPlan;
	pushes: PushPlan;
	loads: number;
}

export type Protocol = 'http' | 'https';

/** Each size at each delay, in processes of their own. */
export interface ReadPlan {
	protocol: Protocol;
	delays: number[];
	sizes: number[];
	/** The median of them counts. */
	roundsOf(size: number): number;
}

/** The main job: as many buys as customers. */
export interface BuyPlan {
	orders: number[];
	delays: number[];
	/** The median of them counts. */
	roundsOf(size: number): number;
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

/** What is over at once is repeated more often: chance weighs more there. */
function roundsOf(size: number): number {
	if (size >= 10_000) return 1;
	return size >= 1_000 ? 3 : 5;
}

const SIZES = [1, 100, 1_000];

/**
 * About 35 minutes on two cores. https and 10,000 items are measured where they tell something that
 * the rest does not: what a handshake for each request adds, and what happens without a limit.
 */
export const FULL: Plan = {
	name: 'full',
	reads: [
		{ protocol: 'http', delays: [0, 50, 200], sizes: SIZES, roundsOf },
		{ protocol: 'https', delays: [50], sizes: SIZES, roundsOf },
		{ protocol: 'http', delays: [0], sizes: [10_000], roundsOf },
	],
	buys: { orders: [1, 30, 100, 1_000], delays: [0, 50, 200], roundsOf, roundsWithLoss: 1 },
	memory: { small: 10_000, large: 50_000 },
	realN8n: { items: 1_000, delays: [0, 50, 200], rounds: 3 },
	pushes: { rounds: 3, count: 150, width: 16 },
	loads: 21,
};

const twice = (): number => 2;

export const QUICK: Plan = {
	name: 'quick',
	reads: [{ protocol: 'http', delays: [50], sizes: SIZES, roundsOf: twice }],
	buys: { orders: [1, 30, 1_000], delays: [50], roundsOf: twice, roundsWithLoss: 1 },
	memory: { small: 2_000, large: 10_000 },
	realN8n: { items: 1_000, delays: [50], rounds: 1 },
	pushes: { rounds: 1, count: 100, width: 16 },
	loads: 11,
};

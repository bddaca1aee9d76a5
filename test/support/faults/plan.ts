import type { RandomStream } from '../../../sandbox/random';
import { CUSTOMERS, type Kind, type Settings, type Wish } from './wish';

/** A step of a user's workflow, how it is set, and how its user behaves. */
export interface Plan extends Settings {
	wishes: Wish[];
	ownIds: boolean;
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Retry On Fail with this many tries in all; 1 is without. */
	tries: number;
	/** Two executions at the same time, as after a double click. */
	twice: boolean;
	/** Whether a failed execution is retried in n8n; else the workflow is started anew. */
	retriesExecution: boolean;
}

const KINDS: readonly Kind[] = [
	...Array.from({ length: 10 }, () => 'buy' as const),
	...Array.from({ length: 7 }, () => 'sell' as const),
	...Array.from({ length: 2 }, () => 'delivery' as const),
	'cash',
];
const MOST_CASH = 12;

/** Draws plans until they hold this many buys and sells; deliveries and cash movements come on top. */
export function drawPlans(random: RandomStream, buysAndSells: number): Plan[] {
	const plans: Plan[] = [];
	const next: Record<Kind, number> = { buy: 0, sell: 0, delivery: 0, cash: -1 };
	for (let drawn = 0; drawn < buysAndSells;) {
		const kind = random.pick(KINDS);
		if (kind === 'cash' && next.cash >= MOST_CASH) continue;
		const ownIds = random.chance(0.7);
		const by =
			kind === 'buy' || kind === 'sell' ? random.pick(['grams', 'total'] as const) : 'grams';
		const wishes = Array.from({ length: random.pick([1, 1, 2, 4, 6]) }, (): Wish => {
			const number = ++next[kind];
			const externalId = ownIds ? `${kind}-${number}` : '';
			return { kind, by, number, externalId, customer: random.pick(CUSTOMERS) };
		}).filter(({ number }) => kind !== 'cash' || number <= MOST_CASH);
		if (kind === 'buy' || kind === 'sell') drawn += wishes.length;
		const duplicateGuard = kind === 'cash' || random.chance(0.92);
		plans.push({
			wishes,
			ownIds,
			duplicateGuard,
			account: random.pick(['customer', 'partner']),
			customerDetails: random.pick(['lookup', 'given']),
			onError: random.pick([
				'stopWorkflow',
				'stopWorkflow',
				'continueRegularOutput',
				'continueErrorOutput',
			]),
			tries: random.pick([1, 1, 2, 3]),
			parallelItems: random.chance(0.6) ? undefined : random.pick([1, 3]),
			twice: ownIds && wishes.length === 1 && random.chance(0.2),
			retriesExecution: random.chance(0.5),
		});
	}
	return plans;
}

/** How many of the orders share a run with orders of other accounts, side by side as is the default. */
export function ordersInLanes(plans: readonly Plan[]): number {
	return plans
		.filter(({ account, parallelItems }) => account === 'customer' && parallelItems === undefined)
		.filter(({ wishes }) => new Set(wishes.map(({ customer }) => customer)).size > 1)
		.reduce((sum, { wishes }) => sum + wishes.length, 0);
}

import {
	FAULT_KINDS,
	type FaultKind,
	type FaultMatch,
	type FaultRule,
} from '../../../sandbox/faults';
import { RandomStream } from '../../../sandbox/random';
import { drawPlans, type Plan } from './plan';

/** Requests that faults are to strike. */
export interface Target {
	operations: readonly string[];
	match: FaultMatch;
	/** How many of them a plan sends at least, since all that it wants is placed in the end. */
	atLeast(plan: Plan): number;
}

const trades = ({ wishes: [wish] }: Plan): boolean => wish?.kind === 'buy' || wish?.kind === 'sell';

export const ORDERS: Target = {
	operations: ['buyDigital', 'sellDigital'],
	match: { pathPrefix: '/partner/order/digital/' },
	atLeast: (plan) => (trades(plan) ? plan.wishes.length : 0),
};
/** One a plan: its orders may share a price. */
export const PRICES: Target = {
	operations: ['priceFix'],
	match: { operationId: 'priceFix' },
	atLeast: (plan) => (trades(plan) ? 1 : 0),
};
/** One a plan, before it orders for the first time. */
export const LOOKUPS: Target = {
	operations: ['getOrderAlternative'],
	match: { operationId: 'getOrderAlternative' },
	atLeast: (plan) => (trades(plan) && plan.duplicateGuard ? 1 : 0),
};
/** They cannot be looked up: a lost answer leaves one unknown, for certain. */
export const CASH: Target = {
	operations: ['updateCustomerCashBalance'],
	match: { operationId: 'updateCustomerCashBalance' },
	atLeast: ({ wishes }) => (wishes[0]?.kind === 'cash' ? wishes.length : 0),
};
export const TARGETS: readonly Target[] = [ORDERS, PRICES, LOOKUPS];

/**
 * How many requests are certain. Whoever has no IDs of their own and lets the workflow go on after
 * an error never comes back to it: such a plan may end before it has sent anything.
 */
export function certainRequests(plans: readonly Plan[], { atLeast }: Target): number {
	return plans
		.filter(({ ownIds, onError }) => ownIds || onError === 'stopWorkflow')
		.reduce((sum, plan) => sum + atLeast(plan), 0);
}

/**
 * Single faults, one of each kind, that are met whatever else happens: each strikes one of the
 * requests that are certain, in a drawn order and at drawn places.
 *
 * @throws Error when fewer requests are certain than there are kinds
 */
export function certainFaults(
	random: RandomStream,
	kinds: readonly FaultKind[],
	target: Target,
	plans: readonly Plan[],
): FaultRule[] {
	const certain = certainRequests(plans, target);
	if (certain < kinds.length) {
		throw new Error(`${certain} requests cannot meet ${kinds.length} kinds of faults`);
	}
	// Early, so that they strike while everything else fails, too.
	const within = Math.max(kinds.length, Math.ceil(certain / 2));
	const places = drawn(
		random,
		Array.from({ length: within }, (_, place) => place),
	)
		.slice(0, kinds.length)
		.sort((a, b) => a - b);
	// A rule does not see the requests that the rules before it strike.
	return drawn(random, kinds).map((kind, index) => ({
		kind,
		match: target.match,
		skip: (places[index] ?? 0) - index,
	}));
}

/** The list in a drawn order. */
function drawn<T>(random: RandomStream, list: readonly T[]): T[] {
	const rest = [...list];
	return list.map(() => rest.splice(random.int(0, rest.length - 1), 1)[0] as T);
}

/** What a run is made of: its plans, and the faults that it meets for certain. */
export interface Drawn {
	/** Where the plans came from, for what is drawn while they are carried out. */
	random: RandomStream;
	plans: Plan[];
	faults: FaultRule[];
}

export const SHOP_SIZES = { full: { shops: 24, orders: 45 }, short: { shops: 5, orders: 40 } };

/** One of several shops, which share the kinds of faults among them: each target meets every kind. */
export function drawShop(
	seed: number,
	number: number,
	{ shops, orders }: (typeof SHOP_SIZES)['full'],
): Drawn {
	const random = new RandomStream(seed, `shop ${number}`);
	const plans = drawPlans(random, orders);
	const own = FAULT_KINDS.filter((_kind, index) => index % shops === number);
	const ofFaults = new RandomStream(seed, `faults of shop ${number}`);
	const faults = TARGETS.flatMap((target) => certainFaults(ofFaults, own, target, plans));
	return { random, plans, faults: [...faults, ...lostCash(plans)] };
}

const MOST_LOST_CASH = 4;

/** Lost answers to the first movements of cash, so that some outcomes stay unknown in every run. */
function lostCash(plans: readonly Plan[]): FaultRule[] {
	const times = Math.min(MOST_LOST_CASH, certainRequests(plans, CASH));
	return times > 0 ? [{ kind: 'resetAfter', match: CASH.match, times }] : [];
}

export const RETRY_SIZES = { full: 100, short: 20 };

/** The run with Retry On Fail: every kind of fault strikes the orders themselves. */
export function drawRetryOnFail(seed: number, buysAndSells: number): Drawn {
	const random = new RandomStream(seed, 'retry on fail');
	const plans = drawPlans(random, buysAndSells).map((plan): Plan => ({
		...plan,
		tries: random.int(2, 4),
		// n8n repeats a step only when it fails as a whole.
		onError: 'stopWorkflow',
	}));
	const ofFaults = new RandomStream(seed, 'faults with retry on fail');
	return { random, plans, faults: certainFaults(ofFaults, FAULT_KINDS, ORDERS, plans) };
}

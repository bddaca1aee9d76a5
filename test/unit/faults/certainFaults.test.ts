/** That a proof meets every kind of fault is settled when it is drawn, not by luck while it runs. */
import { FAULT_KINDS, Faults, type FaultKind } from '../../../sandbox/faults';
import { RandomStream } from '../../../sandbox/random';
import {
	CASH,
	ORDERS,
	RETRY_SIZES,
	SHOP_SIZES,
	TARGETS,
	certainFaults,
	certainRequests,
	drawRetryOnFail,
	drawShop,
	type Drawn,
	type Target,
} from '../../support/faults/certainFaults';
import { drawPlans } from '../../support/faults/plan';
import { DEFAULT_SEED } from '../../support/proof';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
const SIZES = ['full', 'short'] as const;

/** What one request of the target looks like to the sandbox. */
const requestOf = ({ operations: [operationId = ''], match }: Target) => ({
	method: 'POST',
	operationId,
	path: match.pathPrefix ?? '/partner',
});

/** The kinds that a run meets which sends no more than what is certain. */
function kindsMetAtLeast({ plans, faults }: Drawn, target: Target): FaultKind[] {
	const queue = new Faults();
	for (const rule of faults) queue.add(rule);
	return Array.from({ length: certainRequests(plans, target) }, () =>
		queue.take(requestOf(target), false),
	).flatMap((fault) => fault?.kind ?? []);
}

describe.each(SIZES)('Every seed of a %s run meets every kind of fault', (size) => {
	it('on buys and sells with Retry On Fail', () => {
		for (const seed of SEEDS) {
			const met = kindsMetAtLeast(drawRetryOnFail(seed, RETRY_SIZES[size]), ORDERS);
			expect([seed, met.sort()]).toEqual([seed, [...FAULT_KINDS].sort()]);
		}
	});

	it('in-process, on buys and sells, on prices and on lookups', () => {
		const sizes = SHOP_SIZES[size];
		for (const seed of SEEDS) {
			const shops = Array.from({ length: sizes.shops }, (_, number) =>
				drawShop(seed, number, sizes),
			);
			for (const target of TARGETS) {
				const met = shops.flatMap((shop) => kindsMetAtLeast(shop, target));
				expect([seed, met.sort()]).toEqual([seed, [...FAULT_KINDS].sort()]);
			}
		}
	});
});

describe('Enough answers to movements of cash are lost to leave outcomes unknown', () => {
	const counts = (seed: number, sizes: (typeof SHOP_SIZES)['full']) => {
		const shops = Array.from({ length: sizes.shops }, (_, number) => drawShop(seed, number, sizes));
		const wishes = shops.flatMap(({ plans }) => plans.flatMap((plan) => plan.wishes)).length;
		return { lost: shops.flatMap((shop) => kindsMetAtLeast(shop, CASH)).length, wishes };
	};

	it('in a full run, with every seed', () => {
		for (const seed of SEEDS) {
			const { lost, wishes } = counts(seed, SHOP_SIZES.full);
			expect([seed, lost > wishes / 100]).toEqual([seed, true]);
		}
	});

	it('in a short run, with the seed that it has by default', () => {
		expect(counts(DEFAULT_SEED, SHOP_SIZES.short).lost).toBeGreaterThan(0);
	});
});

describe('Faults that are certain', () => {
	const plans = drawPlans(new RandomStream(1, 'plans'), 40);
	const draw = (seed: number) =>
		certainFaults(new RandomStream(seed, 'faults'), FAULT_KINDS, ORDERS, plans);

	it('strike other requests, in another order, with another seed', () => {
		expect(draw(1)).toEqual(draw(1));
		expect(draw(1)).not.toEqual(draw(2));
	});

	it('are not promised where too few requests are certain', () => {
		const few = plans.slice(0, 3);
		expect(() => certainFaults(new RandomStream(1, 'faults'), FAULT_KINDS, ORDERS, few)).toThrow(
			/requests cannot meet 20 kinds/,
		);
	});

	it('do not count on a plan that ends without a second run after its first error', () => {
		const [plan] = plans.filter(({ wishes }) => wishes[0]?.kind === 'buy');
		const gone = { ...plan!, ownIds: false, onError: 'continueRegularOutput' as const };
		expect(certainRequests([gone], ORDERS)).toBe(0);
		expect(certainRequests([{ ...gone, ownIds: true }], ORDERS)).toBe(plan!.wishes.length);
	});
});

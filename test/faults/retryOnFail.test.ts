import { setTimeout as delay } from 'node:timers/promises';
import { FAULT_KINDS } from '../../sandbox/faults';
import { ORDERS, RETRY_SIZES, drawRetryOnFail } from '../support/faults/certainFaults';
import { closingCounts, kindsMet, verdictCounts } from '../support/faults/closing';
import { PersistentCustomer } from '../support/faults/customer';
import { inTurns } from '../support/faults/inTurns';
import { Judge } from '../support/faults/judge';
import { ordersInLanes, type Plan } from '../support/faults/plan';
import { RealEngine, type RealRun } from '../support/faults/realEngine';
import { fundWishes, keyOf, placementsOf } from '../support/faults/wish';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { bySize, printCounts, proofSeed } from '../support/proof';

const BUYS_AND_SELLS = bySize(RETRY_SIZES);
const TIMEOUT_MS = 30 * 60_000;
/** Executions that n8n runs at the same time. */
const WIDTH = 6;

/** Real time, scaled down. */
const TIMES = { timeoutSeconds: 1, settleSeconds: 3 };
const HANG_MS = 1_300;
const LOOKUP_DELAY_MS = 600;
const FAULT_RATE = 0.3;
const STORM_RUNS = 3;
const CALM_RUNS = 3;

let world: TestN8n;
let judge: Judge;
let plans: Plan[];
let customers: Array<PersistentCustomer<RealRun>>;

async function eachCustomer(runs: number): Promise<void> {
	await inTurns(customers, WIDTH, async (customer) => await customer.tryFor(runs));
}

beforeAll(async () => {
	world = await startTestN8n({
		sandbox: {
			seed: proofSeed,
			journalSize: 100_000,
			digest: { nonceMaxUses: 25 },
			behaviour: { lookupDelayMs: LOOKUP_DELAY_MS },
		},
	});
	const { sandbox, client, credential } = world;
	fundWishes(sandbox);
	const drawn = drawRetryOnFail(proofSeed, BUYS_AND_SELLS);
	plans = drawn.plans;
	const wishes = new Map(plans.flatMap((plan) => plan.wishes).map((wish) => [keyOf(wish), wish]));
	judge = new Judge((key) => placementsOf(sandbox, wishes.get(key)!));
	const engine = new RealEngine({ client, credential, times: TIMES });
	customers = plans.map((plan) => new PersistentCustomer(engine, judge, plan));
	for (const rule of drawn.faults) sandbox.faults.add({ ...rule, delayMs: HANG_MS });
	sandbox.faults.setPlan({
		seed: proofSeed,
		rate: FAULT_RATE,
		kinds: [...FAULT_KINDS],
		delayMs: HANG_MS,
		retryAfterSeconds: 1,
	});
	await eachCustomer(STORM_RUNS);
	sandbox.faults.setPlan(null);
	await delay(HANG_MS);
	await eachCustomer(CALM_RUNS);
	await delay(HANG_MS);
	judge.close();
}, TIMEOUT_MS);

afterAll(async () => await world?.close(), 60_000);

describe('A real n8n with Retry On Fail, while everything fails', () => {
	it('moves no money twice, and never reports what is not so', () => {
		const requests = world.sandbox.requests();
		const count = (...kinds: string[]) =>
			plans.flatMap(({ wishes }) => wishes).filter(({ kind }) => kinds.includes(kind)).length;
		printCounts('faults with Retry On Fail in n8n', {
			'buys and sells': count('buy', 'sell'),
			'deliveries and cash movements': count('delivery', 'cash'),
			'of different customers side by side': ordersInLanes(plans),
			requests: requests.length,
			faults: requests.filter(({ fault }) => fault !== null).length,
			...closingCounts([judge]),
		});
		expect(judge.findings).toEqual([]);
	});

	it('left nothing open that could be run again, cash movements aside', () => {
		expect(customers.filter(({ mayGoOn }) => mayGoOn)).toHaveLength(0);
	});

	it('met every kind of fault on the orders themselves', () => {
		const met = kindsMet(world.sandbox.requests(), ORDERS.operations);
		expect(FAULT_KINDS.filter((kind) => !met.has(kind))).toEqual([]);
	});

	it('ended well in every way: placed, found as existing, recovered', () => {
		const counts = verdictCounts([judge]);
		printCounts('reports of single executions', counts);
		for (const verdict of ['placed', 'existing', 'recovered'] as const) {
			expect([verdict, counts[verdict] > 0]).toEqual([verdict, true]);
		}
	});
});

import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../sandbox';
import { FAULT_KINDS } from '../../sandbox/faults';
import { buildIfNeeded } from '../../harness/build';
import { stderrProgress } from '../../harness/progress';
import { SHOP_SIZES, TARGETS, drawShop } from '../support/faults/certainFaults';
import { closingCounts, kindsMet, verdictCounts } from '../support/faults/closing';
import { PersistentCustomer } from '../support/faults/customer';
import { InProcessEngine } from '../support/faults/inProcessEngine';
import { inTurns } from '../support/faults/inTurns';
import { Judge } from '../support/faults/judge';
import { ordersInLanes, type Plan } from '../support/faults/plan';
import { fundWishes, keyOf, placementsOf } from '../support/faults/wish';
import { startWorker, type RunResult, type Worker } from '../support/inProcess';
import { bySize, printCounts, proofSeed } from '../support/proof';

/** Each shop is an account of its own: a busy API holds up only those who share it. */
const SIZES = bySize(SHOP_SIZES);
/** Open at the same time: more would make this process slow, and slowness looks like a fault. */
const WIDTH = 6;
const TIMEOUT_MS = 15 * 60_000;

/** Real time, scaled down: a step waits 1 s for an answer, a hang lasts longer. */
const TIMES = { timeoutSeconds: 1, settleSeconds: 6 };
const HANG_MS = 1_300;
const LOOKUP_DELAY_MS = 300;
const LAG_MS = 6_000;
const FAULT_RATE = 0.3;
const STORM_RUNS = 5;
const CALM_RUNS = 3;

interface Shop {
	sandbox: Sandbox;
	judge: Judge;
	plans: Plan[];
	customers: Array<PersistentCustomer<RunResult>>;
}

const shops: Shop[] = [];

async function openShop(number: number, workers: readonly Worker[]): Promise<Shop> {
	const { random, plans, faults } = drawShop(proofSeed, number, SIZES);
	const sandbox = await startSandbox({
		seed: number,
		journalSize: 100_000,
		// A nonce goes stale in mid-run now and then without any fault, too.
		digest: { nonceMaxUses: 25 },
		behaviour: {
			lookupDelayMs: LOOKUP_DELAY_MS,
			reusablePriceTokens: true,
			rejectDuplicateExternalId: false,
		},
	});
	fundWishes(sandbox);
	// Chance may leave out a kind where it matters: these are met in any case.
	for (const rule of faults) sandbox.faults.add({ ...rule, delayMs: HANG_MS });
	const wishes = new Map(plans.flatMap((plan) => plan.wishes).map((wish) => [keyOf(wish), wish]));
	const judge = new Judge((key) => placementsOf(sandbox, wishes.get(key)!));
	const engine = new InProcessEngine({ sandbox, random, workers, times: TIMES, lagMs: LAG_MS });
	const customers = plans.map((plan) => new PersistentCustomer(engine, judge, plan));
	return { sandbox, judge, plans, customers };
}

async function serve({ sandbox, customers, judge }: Shop, number: number): Promise<void> {
	sandbox.faults.setPlan({
		seed: proofSeed + number,
		rate: FAULT_RATE,
		kinds: [...FAULT_KINDS],
		delayMs: HANG_MS,
		retryAfterSeconds: 1,
	});
	await Promise.all(customers.map(async (customer) => await customer.tryFor(STORM_RUNS)));
	sandbox.faults.setPlan(null);
	await delay(HANG_MS);
	await Promise.all(customers.map(async (customer) => await customer.tryFor(CALM_RUNS)));
	await delay(HANG_MS);
	judge.close();
}

const judges = () => shops.map(({ judge }) => judge);
const wanted = () => shops.flatMap(({ plans }) => plans.flatMap((plan) => plan.wishes));
const wantedOf = (...kinds: string[]) => wanted().filter(({ kind }) => kinds.includes(kind)).length;
const requests = () => shops.flatMap(({ sandbox }) => sandbox.requests());

beforeAll(async () => {
	await buildIfNeeded(stderrProgress);
	const workers = [startWorker(), startWorker()];
	for (let number = 0; number < SIZES.shops; number++) shops.push(await openShop(number, workers));
	await inTurns(shops, WIDTH, serve);
}, TIMEOUT_MS);

afterAll(async () => {
	await Promise.all(shops.map(async ({ sandbox }) => await sandbox.close()));
});

describe('Buying and selling while everything fails', () => {
	it('moves no money twice, and never reports what is not so', () => {
		printCounts('faults in-process', {
			'buys and sells': wantedOf('buy', 'sell'),
			deliveries: wantedOf('delivery'),
			'cash movements': wantedOf('cash'),
			'of different customers side by side': ordersInLanes(shops.flatMap(({ plans }) => plans)),
			requests: requests().length,
			faults: requests().filter(({ fault }) => fault !== null).length,
			...closingCounts(judges()),
		});
		expect(judges().flatMap(({ findings }) => findings)).toEqual([]);
	});

	it('left nothing open that could be run again, cash movements aside', () => {
		const open = shops.flatMap(({ customers }) => customers.filter(({ mayGoOn }) => mayGoOn));
		expect(open).toHaveLength(0);
	});

	it.each(TARGETS.map(({ operations }) => [operations.join(' and '), operations] as const))(
		'met every kind of fault on %s',
		(_name, operations: readonly string[]) => {
			const met = kindsMet(requests(), operations);
			expect(FAULT_KINDS.filter((kind) => !met.has(kind))).toEqual([]);
		},
	);

	it('ended in every way that a step can end, each often enough to mean something', () => {
		const counts = verdictCounts(judges());
		printCounts('reports of single runs', counts);
		// A short run is too small for shares: there, each has to happen.
		const enough = bySize({ full: wanted().length / 100, short: 0 });
		for (const [verdict, count] of Object.entries(counts)) {
			expect([verdict, count > enough]).toEqual([verdict, true]);
		}
	});
});

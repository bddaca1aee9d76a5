import { setTimeout as delay } from 'node:timers/promises';
import type { FaultKind } from '../../sandbox/faults';
import { RandomStream } from '../../sandbox/random';
import { closingCounts } from '../support/faults/closing';
import { Judge } from '../support/faults/judge';
import type { Plan } from '../support/faults/plan';
import { RealEngine, type RealRun } from '../support/faults/realEngine';
import { isPlaced, reportsOf, type Report } from '../support/faults/verdict';
import { CUSTOMERS, fundWishes, keyOf, placementsOf, type Wish } from '../support/faults/wish';
import { eventually } from '../../harness/eventually';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { bySize, printCounts, proofSeed } from '../support/proof';

const KILLS = bySize({ full: 10, short: 3 });
const TIMEOUT_MS = 40 * 60_000;

/** Orders show in the lookup only long after the restart, so that looking once is not enough. */
const LOOKUP_DELAY_MS = 6_000;
const TIMES = { timeoutSeconds: 60, settleSeconds: 20 };

/** What the request meets that n8n does not live to see answered. */
const MOMENTS: readonly FaultKind[] = [
	// Ordered, the answer held back.
	'hangAfter',
	// Ordered only when n8n is dead already.
	'latency',
	// Never ordered.
	'hangBefore',
	// Ordered, the connection broken: n8n dies while it looks for the order.
	'resetAfter',
];
const HELD_MS = 10 * 60_000;
const LATE_MS = 15_000;

/** How a user goes on after the crash. */
const WAYS = ['retry', 'retry with the current workflow', 'new execution'] as const;
type Way = (typeof WAYS)[number];

/** One execution that is under way when n8n dies. */
interface Victim {
	plan: Plan;
	wish: Wish;
	way: Way;
}

let world: TestN8n;
let judge: Judge;
let engine: RealEngine;
const victims: Victim[] = [];
const reports = new Map<Victim, Report>();
const wishes = new Map<string, Wish>();
const totals = { 'under way when killed': 0, 'of these ordered at Minted': 0 };

/** One for each moment with an ID of its own and one without, buys and sells in turns. */
function drawVictims(random: RandomStream, round: number): Victim[] {
	return MOMENTS.flatMap((_moment, index) =>
		[true, false].map((ownIds): Victim => {
			const kind = random.pick(['buy', 'sell'] as const);
			const number = wishes.size + 1;
			const externalId = ownIds ? `killed-${number}` : '';
			const by = random.pick(['grams', 'total'] as const);
			const customer = random.pick(CUSTOMERS);
			const wish: Wish = { kind, number, by, externalId, customer };
			wishes.set(keyOf(wish), wish);
			const plan: Plan = {
				wishes: [wish],
				ownIds,
				account: random.pick(['customer', 'partner']),
				customerDetails: 'given',
				duplicateGuard: true,
				onError: 'stopWorkflow',
				tries: random.pick([1, 3]),
				parallelItems: undefined,
				twice: false,
				retriesExecution: true,
			};
			// Without an ID of its own a new execution is a new order.
			const ways = ownIds ? WAYS : WAYS.slice(0, 2);
			return { plan, wish, way: ways[(round + index) % ways.length] as Way };
		}),
	);
}

/**
 * Lets n8n send orders into their faults, and kills it while it waits for the answers of some and is
 * on its way to others: its limiter does not send all while so many hang.
 */
async function killUnder(round: Victim[], number: number): Promise<string[]> {
	const { sandbox, n8n } = world;
	const match = { pathPrefix: '/partner/order/digital' };
	// Which order meets which is left to chance: n8n sends them side by side.
	const first = number % MOMENTS.length;
	const kinds = [...MOMENTS.slice(first), ...MOMENTS, ...MOMENTS.slice(0, first)];
	for (const kind of kinds) {
		sandbox.faults.add({ kind, match, delayMs: kind === 'latency' ? LATE_MS : HELD_MS });
	}
	// No order shows before the user goes on.
	sandbox.clock.freeze();
	for (const { wish } of round) judge.begin(keyOf(wish));
	await Promise.all(round.map(async ({ plan }) => await engine.prepare(plan)));
	const late = delay(LATE_MS);
	const executions = await Promise.all(round.map(async ({ plan }) => await engine.start(plan)));
	await eventually(
		async () => sandbox.faults.pending().length,
		(left) => left <= round.length - MOMENTS.length,
		60_000,
	);
	await n8n.kill();
	sandbox.faults.clear();
	for (const { wish } of round) judge.end(keyOf(wish), { verdict: 'silent' });
	await n8n.restart();
	await late;
	return executions;
}

async function goOn({ plan, way }: Victim, killed: RealRun): Promise<RealRun> {
	if (way === 'new execution') return await engine.execute(plan);
	return await engine.execute(plan, killed, way === 'retry with the current workflow');
}

async function goOnAfterwards(round: Victim[], executions: string[]): Promise<void> {
	const { sandbox } = world;
	const dead = await Promise.all(executions.map(async (id) => await engine.result(id)));
	// On a slow machine one may have ended before the kill, in whatever way: that is no victim.
	const isOver = (index: number) => dead[index]?.status !== 'crashed';
	const alive = round.filter((_victim, index) => !isOver(index));
	totals['under way when killed'] += alive.length;
	victims.push(...alive);
	totals['of these ordered at Minted'] += alive.filter(
		({ wish }) => placementsOf(sandbox, wish).length > 0,
	).length;
	const run = async (victim: Victim, index: number) => {
		const key = keyOf(victim.wish);
		judge.begin(key);
		const [report] = reportsOf(await goOn(victim, dead[index] as RealRun), 1);
		judge.end(key, report as Report);
		reports.set(victim, report as Report);
	};
	sandbox.clock.resume();
	await Promise.all(
		round.map(async (victim, index) => {
			if (victim.way !== 'new execution' && !isOver(index)) await run(victim, index);
		}),
	);
	// Nobody remembers the attempt: a new execution is safe once Minted's lookup shows the order.
	sandbox.clock.advance(LOOKUP_DELAY_MS);
	await Promise.all(
		round.map(async (victim, index) => {
			if (victim.way === 'new execution' && !isOver(index)) await run(victim, index);
		}),
	);
}

beforeAll(async () => {
	world = await startTestN8n({
		sandbox: {
			seed: proofSeed,
			journalSize: 100_000,
			behaviour: { lookupDelayMs: LOOKUP_DELAY_MS },
		},
	});
	const { sandbox, client, credential } = world;
	fundWishes(sandbox);
	judge = new Judge((key) => placementsOf(sandbox, wishes.get(key)!));
	engine = new RealEngine({ client, credential, times: TIMES, published: true });
	const random = new RandomStream(proofSeed, 'killed');
	for (let round = 0; round < KILLS; round++) {
		const drawn = drawVictims(random, round);
		await goOnAfterwards(drawn, await killUnder(drawn, round));
	}
	judge.close();
}, TIMEOUT_MS);

afterAll(async () => await world?.close(), 60_000);

const withId = () => victims.filter(({ plan }) => plan.ownIds);
const withoutId = () => victims.filter(({ plan }) => !plan.ownIds);
const reportOf = (victim: Victim) => reports.get(victim) as Report;
const timesPlaced = ({ wish }: Victim) => placementsOf(world.sandbox, wish).length;

describe('n8n killed between an order and its answer, and the execution run again', () => {
	it('has placed nothing twice, and reported nothing that is not so', () => {
		const unaccounted = withId().filter(
			(one) => timesPlaced(one) !== 1 || !isPlaced(reportOf(one)),
		);
		const refused = withoutId().filter((one) => reportOf(one).verdict === 'refused');
		printCounts('faults with n8n killed', {
			kills: KILLS,
			...totals,
			...closingCounts([judge]),
			unaccounted: unaccounted.length,
			'refused for want of an ID': refused.length,
		});
		expect(judge.findings).toEqual([]);
		expect(unaccounted).toEqual([]);
	});

	it.each(WAYS)('gave every order with an ID of its own exactly once (%s)', (way) => {
		const those = withId().filter((victim) => victim.way === way);
		expect(those.length).toBeGreaterThan(0);
		for (const victim of those) {
			expect(reportOf(victim)).toMatchObject({ guid: expect.any(String) });
			expect(timesPlaced(victim)).toBe(1);
		}
	});

	it('refused to guess where the order had no ID of its own, and sent nothing', () => {
		expect(withoutId().length).toBeGreaterThan(0);
		for (const victim of withoutId()) {
			expect(reportOf(victim)).toEqual({
				verdict: 'refused',
				message: 'This is a retry of an earlier execution, and the order has no External Order ID',
			});
			expect(timesPlaced(victim)).toBeLessThanOrEqual(1);
		}
	});

	it('killed n8n with orders placed, and with orders that were not', () => {
		expect(totals['of these ordered at Minted']).toBeGreaterThanOrEqual(KILLS);
		expect(totals['under way when killed']).toBeGreaterThan(totals['of these ordered at Minted']);
	});
});

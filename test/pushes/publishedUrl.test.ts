import type { INodeParameters } from 'n8n-workflow';
import { setTimeout as delay } from 'node:timers/promises';

import { RandomStream } from '../../sandbox/random';
import { pushUrlOf, whenListening } from '../../harness/n8n/published';
import { Partner } from '../contract/sandbox/support/client';
import { eventually } from '../../harness/eventually';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { bySize, printCounts, proofSeed } from '../support/proof';
import { drawPlan, type Job, type Kind, type Plan } from '../support/pushes/plan';
import { startReceiver, type Emission, type Receiver } from '../support/pushes/receiver';
import { Sender } from '../support/pushes/sender';
import { countingWorkflow } from '../support/pushes/workflow';

const PUSHES = bySize({ full: 10_000, short: 1_000 });
const LANES = 24;
/** The API is cut off until so many pushes were told to come again. */
const REFUSED_IN_OUTAGE = 20;
const QUIET_MS = 5_000;
const SECRET = 'Push-secret-5c1d';
/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const RUN_TIMEOUT_MS = 40 * 60_000;

/** What the API does now and then while pushes are verified. */
const TROUBLE = {
	seed: proofSeed,
	rate: 0.04,
	kinds: ['500Before', 'htmlBefore', 'resetBefore', '503Before', 'truncatedJsonAfter'] as const,
	match: { operationId: 'getOrderAlternative' },
};
const startTrouble = ({ sandbox }: TestN8n) =>
	sandbox.faults.setPlan({ ...TROUBLE, kinds: [...TROUBLE.kinds] });

let world: TestN8n;
let receiver: Receiver;
let plan: Plan;
const workflowIds: string[] = [];
const sender = new Sender(LANES);

async function placeOrders(count: number): Promise<void> {
	const partner = new Partner(world.sandbox);
	const token = await partner.priceToken();
	for (let number = 1; number <= count; number++) {
		await partner.buy({
			price_token: token,
			external_id: `PUSH-${number}`,
			items: [{ sku: 'GAU', amount: (1 + (number % 50)) / 100 }],
		});
	}
}

async function publish(name: string, parameters: INodeParameters): Promise<string> {
	const { client, credential, n8n } = world;
	const workflow = countingWorkflow(name, receiver.url, parameters, credential);
	const { id } = await client.createWorkflow(workflow);
	workflowIds.push(id);
	const url = pushUrlOf(n8n.url, await client.publishWorkflow(id));
	await whenListening(url);
	return url;
}

/** Cuts the API off in mid-run, and lets it come back once pushes were told to come again. */
async function cutOff(): Promise<void> {
	const { faults } = world.sandbox;
	const before = sender.count(503);
	faults.add({ kind: 'resetBefore', beforeAuth: true, times: Number.POSITIVE_INFINITY });
	await eventually(
		async () => sender.count(503) - before,
		(refused) => refused >= REFUSED_IN_OUTAGE,
		RUN_TIMEOUT_MS,
	);
	faults.clear();
	startTrouble(world);
}

async function run(job: Job): Promise<void> {
	for (const { move, pushes } of job) {
		if (move) world.sandbox.moveOrder(move.guid, move.status);
		await Promise.all(
			pushes.map(async (push) =>
				push.refusal ? await sender.forge(push, push.refusal) : await sender.deliver(push),
			),
		);
	}
}

/** Runs all jobs, so many at a time; the outage begins with the second third of them. */
async function runAll(jobs: readonly Job[]): Promise<void> {
	let next = 0;
	let outage: Promise<void> | undefined;
	const lane = async () => {
		for (let job = jobs[next++]; job; job = jobs[next++]) {
			if (next > jobs.length / 3) outage ??= cutOff();
			await run(job);
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));
	await outage;
}

/** What is emitted too much comes late: nothing has come for a while when this is over. */
async function quiet(): Promise<void> {
	let before = -1;
	while (byApi().length + bySecret().length !== before) {
		before = byApi().length + bySecret().length;
		await delay(QUIET_MS);
	}
}

beforeAll(async () => {
	world = await startTestN8n({
		sandbox: { seed: proofSeed, behaviour: { stepMs: null } },
		credential: { webhookSecret: SECRET },
		// A sandbox of its own for the expressions of each execution costs more than all the rest.
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
	});
	receiver = await startReceiver();
	const orders = Math.ceil(PUSHES / 10);
	await placeOrders(orders);
	const all = world.sandbox.orders();
	plan = drawPlan(new RandomStream(proofSeed, 'pushes'), {
		count: PUSHES,
		byApi: { url: await publish('api', {}), orders: all.slice(0, orders / 2) },
		bySecret: {
			url: await publish('secret', { verification: 'secret' }),
			orders: all.slice(orders / 2),
			secret: SECRET,
		},
	});
}, START_TIMEOUT_MS);

afterAll(async () => {
	sender.close();
	await world?.close();
	await receiver?.close();
});

const byApi = () => receiver.emissions('api');
const bySecret = () => receiver.emissions('secret');
const keysOf = (emissions: readonly Emission[]) => emissions.map(({ dedupKey }) => dedupKey);
const missing = (wanted: Set<string>, emissions: readonly Emission[]) => {
	const emitted = new Set(keysOf(emissions));
	return [...wanted].filter((key) => !emitted.has(key));
};
const twice = (emissions: readonly Emission[]) =>
	keysOf(emissions).filter((key, index, keys) => keys.indexOf(key) !== index);
const answersOf = (kind: Kind) => Object.keys(sender.answers[kind] ?? {}).sort();

describe(`Of ${PUSHES} pushes at the published URLs`, () => {
	beforeAll(async () => {
		startTrouble(world);
		await runAll(plan.jobs);
		const wanted = plan.genuine.byApi.size + plan.genuine.bySecret.size;
		await eventually(
			async () => byApi().length + bySecret().length,
			(emitted) => emitted >= wanted,
			RUN_TIMEOUT_MS,
		).catch(() => undefined);
		await quiet();
	}, RUN_TIMEOUT_MS);

	afterAll(() => {
		const forged = byApi().filter(({ dedupKey }) => !plan.genuine.byApi.has(dedupKey));
		const unknown = bySecret().filter(({ dedupKey }) => !plan.genuine.bySecret.has(dedupKey));
		printCounts('pushes', {
			sent: PUSHES,
			'orders and statuses': plan.genuine.byApi.size + plan.genuine.bySecret.size,
			emitted: byApi().length + bySecret().length,
			lost:
				missing(plan.genuine.byApi, byApi()).length +
				missing(plan.genuine.bySecret, bySecret()).length,
			'emitted twice': twice(byApi()).length + twice(bySecret()).length,
			'forged or malformed and emitted': forged.length + unknown.length,
			'told to come again (503)': sender.count(503),
		});
		for (const [kind, counts] of Object.entries(sender.answers)) {
			printCounts(`answers to pushes, ${kind}`, counts);
		}
	});

	it('every order and status that Minted pushed is emitted', () => {
		expect(missing(plan.genuine.byApi, byApi())).toEqual([]);
		expect(missing(plan.genuine.bySecret, bySecret())).toEqual([]);
	});

	it('none is emitted twice', () => {
		expect(twice(byApi())).toEqual([]);
		expect(twice(bySecret())).toEqual([]);
	});

	it('nothing else is emitted: no forged push, no malformed one', () => {
		expect(keysOf(byApi()).filter((key) => !plan.genuine.byApi.has(key))).toEqual([]);
		expect(keysOf(bySecret()).filter((key) => !plan.genuine.bySecret.has(key))).toEqual([]);
	});

	it('what is emitted is the order as Minted has it, whatever the push claims', () => {
		const orders = new Map(world.sandbox.orders().map((order) => [order.guid, order]));
		const wrong = byApi().filter(({ guid, status, total, dedupKey }) => {
			const order = orders.get(guid);
			return dedupKey !== `${guid}:${status}` || order?.total.toNumber() !== total;
		});
		expect(wrong).toEqual([]);
	});

	it('each is answered as its kind is: taken, refused, or told to come again', () => {
		for (const kind of ['genuine', 'repeated', 'out of order', 'false claim'] as const) {
			expect([kind, answersOf(kind)]).toEqual([kind, ['200', '503']]);
		}
		expect(sender.surprises).toEqual([]);
	});

	it('no execution failed', async () => {
		for (const id of workflowIds) {
			const runs = await world.client.listExecutions(id);
			expect(runs.filter(({ status }) => status === 'error' || status === 'crashed')).toEqual([]);
		}
	});
});

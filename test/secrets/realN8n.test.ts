import axios from 'axios';

import { FAULT_KINDS, type FaultKind } from '../../sandbox/faults';
import { createSandboxCredential } from '../../harness/connected';
import { pushUrlOf, webhookUrl, whenListening } from '../../harness/n8n/published';
import {
	type StoredCredential,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../harness/workflows';
import { eventually } from '../../harness/eventually';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { bySize, printCounts, proofSeed } from '../support/proof';
import { startEcho } from '../support/secrets/echo';
import {
	PLANTED,
	PLANTED_ENV,
	PLANTED_SECRETS,
	SECRET_OPERATIONS,
	type SecretOperation,
} from '../support/secrets/plants';
import { SecretSearch, type Finding, type Secret } from '../support/secrets/search';
import { startWiretap, type Wiretap } from '../support/secrets/wiretap';
import {
	errorHandler,
	pushWorkflow,
	secretWorkflow,
	START,
	type SecretWorkflow,
} from '../support/secrets/workflows';

/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
jest.setTimeout(30 * 60_000);

/** No secret, and part of every order: what finds it finds what n8n keeps. */
const CANARY = 'CANARY-93d0e7';
const HANG_MS = 700;
const EVENTUALLY_MS = 3 * 60_000;
/** So long that the crash comes while the order is under way. */
const CRASH_HANG_MS = 60_000;
const KINDS = bySize<readonly FaultKind[]>({
	full: FAULT_KINDS,
	short: ['resetAfter', '500After', 'hangAfter', 'truncatedJsonAfter', 'rateLimited'],
});
const FAILING = bySize({
	full: ['order.buy', 'delivery.create', 'card.add', 'customer.create', 'customer.update'],
	short: ['order.buy', 'customer.create'],
});
const operationOf = (key: string): SecretOperation => {
	const operation = SECRET_OPERATIONS.find((known) => known.key === key);
	if (operation === undefined) throw new Error(`${key} takes no secret`);
	return operation;
};

let world: TestN8n;
let wiretap: Wiretap;
let echo: Awaited<ReturnType<typeof startEcho>>;
/** Of all workflows whose executions are searched. */
const workflowIds: string[] = [];
const counts = { runs: 0, failed: 0, pushes: 0 };

beforeAll(async () => {
	echo = await startEcho();
	world = await startTestN8n({
		sandbox: { seed: proofSeed, digest: { password: PLANTED.password } },
		env: {
			...PLANTED_ENV,
			...{ N8N_LOG_LEVEL: 'debug', N8N_LOG_OUTPUT: 'console,file' },
		},
	});
	wiretap = await startWiretap(world.sandbox.url);
	world.sandbox.setBalance('MTD-DEMO-1', 'GAU', 10_000);
}, START_TIMEOUT_MS);

afterAll(async () => {
	await wiretap?.close();
	await world?.close();
	await echo?.close();
});

async function credential(changes: Record<string, unknown> = {}): Promise<StoredCredential> {
	return await createSandboxCredential(world.client, world.sandbox, {
		baseUrl: wiretap.url,
		webhookSecret: PLANTED.webhookSecret,
		...changes,
	});
}

async function store(workflow: WorkflowFile): Promise<string> {
	const { id } = await world.client.createWorkflow(workflow);
	workflowIds.push(id);
	return id;
}

async function create(options: Omit<SecretWorkflow, 'canary'>): Promise<string> {
	return await store(secretWorkflow({ ...options, canary: CANARY }));
}

async function run(workflowId: string): Promise<void> {
	const { status, data } = await world.client.runToEnd(workflowId, START);
	counts.runs++;
	if (status !== 'success' || JSON.stringify(data).includes('"error":')) counts.failed++;
}

async function runWithFault(workflowId: string, key: string, kind: FaultKind): Promise<void> {
	const match = { operationId: operationOf(key).endpoint };
	world.sandbox.faults.add({ kind, match, times: 20, delayMs: HANG_MS });
	await run(workflowId);
	world.sandbox.faults.clear();
}

const post = async (url: string, body: string, headers: Record<string, string> = {}) =>
	await axios.post(url, body, {
		headers: { 'content-type': 'application/json', ...headers },
		validateStatus: () => true,
		proxy: false,
	});

/** Publishes and waits until n8n answers at the address. */
async function listen(workflowId: string, urlOf: (workflow: StoredWorkflow) => string) {
	const url = urlOf(await world.client.publishWorkflow(workflowId));
	await whenListening(url);
	return url;
}

async function failInEveryWay(): Promise<void> {
	const planted = await credential();
	for (const key of FAILING) {
		const workflowId = await create({ operation: operationOf(key), credential: planted });
		for (const kind of KINDS) await runWithFault(workflowId, key, kind);
	}
	const operation = operationOf('order.buy');
	for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
		const workflowId = await create({ operation, credential: planted, onError });
		for (const kind of ['hangAfter', '500After'] as const) {
			await runWithFault(workflowId, operation.key, kind);
		}
	}
	const wrong = await credential({ password: PLANTED.wrongPassword });
	const echoing = await credential({ baseUrl: echo.url });
	const nowhere = await credential({ baseUrl: 'http://127.0.0.1:9' });
	for (const account of [wrong, echoing, nowhere]) {
		await run(await create({ operation, credential: account }));
	}
	for (const parameters of [
		{ additionalBody: '{not JSON' },
		{ additionalBody: '{"no_such_field_of_minted":{"deep":[1]}}' },
		{ limits: { maxUnitPrice: 0.01 } },
	]) {
		await run(await create({ operation, credential: planted, parameters }));
	}
}

/** n8n runs an error workflow for executions in production only. */
async function failInProduction(): Promise<void> {
	const errorWorkflow = await store(errorHandler());
	await world.client.publishWorkflow(errorWorkflow);
	const operation = operationOf('order.buy');
	const path = 'fails-in-production';
	const failing = await create({ operation, credential: await credential(), errorWorkflow, path });
	world.sandbox.faults.add({ kind: '500After', times: 1_000 });
	await listen(failing, () => webhookUrl(world.n8n.url, path));
	await eventually(
		async () => await world.client.listExecutions(errorWorkflow),
		([first]) => first?.status === 'success',
		EVENTUALLY_MS,
	);
	world.sandbox.faults.clear();
}

async function pushWithSecrets(): Promise<void> {
	const body = JSON.stringify({ guid: CANARY, type: 'Buy', status_name: 'Completed', total: 1 });
	for (const place of ['header', 'query'] as const) {
		const workflowId = await store(pushWorkflow(`pushed-${place}`, place, await credential()));
		const url = await listen(workflowId, (workflow) => pushUrlOf(world.n8n.url, workflow));
		for (const secret of [PLANTED.webhookSecret, `${PLANTED.webhookSecret}-not`]) {
			for (const sent of [body, '{}', '<x/>', `{"guid":"${'x'.repeat(1 << 20)}"}`]) {
				if (place === 'header') await post(url, sent, { 'x-partner-key': secret });
				else await post(`${url}?x-partner-key=${encodeURIComponent(secret)}`, sent);
				counts.pushes++;
			}
		}
		await eventually(
			async () => await world.client.listExecutions(workflowId),
			(runs) => runs.length > 0 && runs.every(({ status }) => status === 'success'),
			EVENTUALLY_MS,
		);
	}
}

/** Ends n8n while an order is on its way, and starts it again. */
async function crash(): Promise<void> {
	const { n8n, client, sandbox } = world;
	const operation = operationOf('order.buy');
	const options = { timeoutSeconds: 600 };
	const workflowId = await create({ operation, credential: await credential(), options });
	const match = { operationId: operation.endpoint };
	sandbox.faults.add({ kind: 'hangAfter', match, times: 1, delayMs: CRASH_HANG_MS });
	const before = sandbox.counters().byOperation.buyDigital ?? 0;
	await client.runWorkflow(workflowId, START);
	await eventually(
		async () => sandbox.counters().byOperation.buyDigital ?? 0,
		(buys) => buys > before,
		EVENTUALLY_MS,
	);
	await n8n.kill();
	await n8n.restart();
	await eventually(
		async () => await client.listExecutions(workflowId),
		([first]) => first?.status === 'crashed',
		EVENTUALLY_MS,
	);
}

/** All files of n8n, all that it printed, and all executions as its REST API gives them. */
async function searchEverything(secrets: readonly Secret[]) {
	const { n8n, client } = world;
	const search = new SecretSearch(secrets);
	const findings: Finding[] = await search.folder(n8n.userFolder);
	let executions = 0;
	for (const workflowId of workflowIds) {
		for (const { id } of await client.listExecutions(workflowId)) {
			findings.push(...search.value(`execution ${id}`, await client.getExecution(id)));
			executions++;
		}
	}
	return { findings, searched: search.searched, executions };
}

describe('After every kind of failure, and a crash, n8n', () => {
	let result: Awaited<ReturnType<typeof searchEverything>>;

	beforeAll(async () => {
		await failInEveryWay();
		await failInProduction();
		await pushWithSecrets();
		await crash();
		result = await searchEverything([...PLANTED_SECRETS, ...wiretap.answers()]);
		printCounts('secrets in n8n', {
			...counts,
			executions: result.executions,
			'answers to nonces looked for': wiretap.answers().length,
			'files and executions searched': result.searched.places,
			'bytes searched': result.searched.bytes,
			found: result.findings.length,
		});
	});

	it('was given every one of them', () => {
		const sent = wiretap.sent();
		for (const name of ['card', 'cvv', 'identity'] as const) expect(sent).toContain(PLANTED[name]);
		expect(wiretap.answers().length).toBeGreaterThan(counts.runs);
		expect(counts.failed).toBeGreaterThan(counts.runs / 2);
	});

	it('has none of them in its database, logs, other files or executions', () => {
		expect(result.findings).toEqual([]);
	});

	it('does have what is no secret there, so that the search would have found them', async () => {
		const { findings } = await searchEverything([{ name: 'canary', value: CANARY }]);
		const places = findings.map(({ where }) => where);
		for (const place of [/database\.sqlite$/, /^execution \d+$/]) {
			expect(places).toContainEqual(expect.stringMatching(place));
		}
		const debug = await searchEverything([{ name: 'debug', value: '| debug |' }]);
		expect(debug.findings.map(({ where }) => where)).toContainEqual(
			expect.stringMatching(/n8n\.log$/),
		);
	});

	it('keeps an identity number that Minted returns only with a result that includes it', async () => {
		const search = async () =>
			await searchEverything([{ name: 'identity number', value: PLANTED.identity }]);
		const account = await credential();
		await run(await create({ operation: operationOf('customer.upsertKyc'), credential: account }));
		expect((await search()).findings).toEqual([]);

		const operation = {
			key: 'customer.getKyc',
			endpoint: 'getCustomerWalletKyc',
			choices: {},
			carries: [],
		};
		const options = { includeIdentityNumbers: true };
		await run(await create({ operation, credential: account, options }));
		const places = [...new Set((await search()).findings.map(({ where }) => where))];
		expect(places.length).toBeGreaterThan(0);
		for (const place of places) {
			expect(place).toMatch(/database\.sqlite(-wal)?$|^execution \d+$/);
		}
	});
});

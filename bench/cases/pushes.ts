import autocannon from 'autocannon';
import axios from 'axios';
import { randomBytes, randomUUID } from 'crypto';
import type { INode, INodeParameters } from 'n8n-workflow';
import { setTimeout as delay } from 'timers/promises';

import type { N8nClient, StoredCredential, WorkflowFile } from '../../harness/n8n/client';
import type { N8nServer } from '../../harness/n8n/server';
import { PACKAGE_NAME } from '../../harness/n8n/packageInstall';
import { CREDENTIAL_TYPE, pushUrlOf } from '../../harness/playground';
import type { PushPlan } from '../plan';
import { PUSH_SETTINGS, type PushResult, type PushSetting, type ReceiverName } from '../results';
import { ACCOUNT } from '../server/guards';
import { orderEnvelope } from '../server/order';
import { median } from '../statistics';
import { withN8n, type RunningN8n } from './n8n';
import type { Workbench } from '../workbench';

const SECRET_HEADER = 'x-webhook-secret';
const WARM_UP_PUSHES = 200;
const PUBLISHING_LIMIT_MS = 60_000;
const POLL_MS = 200;

interface Receiver {
	name: ReceiverName;
	url: string;
	workflowId: string;
	headers: Record<string, string>;
}

interface Round {
	perSecond: number;
	failed: number;
}

const credentialsOf = ({ id, name, type }: StoredCredential) => ({
	credentials: { [type]: { id, name } },
});

/** A trigger, and the same workflow after it for all of them. */
function workflowFile(
	name: string,
	trigger: Omit<INode, 'id' | 'name' | 'position'>,
): WorkflowFile {
	return {
		name,
		nodes: [
			{ ...trigger, id: 'trigger', name: 'Trigger', position: [0, 0] },
			{
				id: 'next',
				name: 'Next',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [240, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	};
}

function webhookWorkflow(path: string, headerAuth?: StoredCredential): WorkflowFile {
	return workflowFile('Webhook', {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: randomUUID(),
		// As the Minted Connect Trigger answers: at once, and without a body.
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode: 'onReceived',
			authentication: headerAuth ? 'headerAuth' : 'none',
			options: { noResponseBody: true },
		},
		...(headerAuth && credentialsOf(headerAuth)),
	});
}

function triggerWorkflow(parameters: INodeParameters, credential: StoredCredential): WorkflowFile {
	return workflowFile('Trigger', {
		type: `${PACKAGE_NAME}.mintedConnectTrigger`,
		typeVersion: 1.1,
		webhookId: randomUUID(),
		parameters,
		...credentialsOf(credential),
	});
}

async function openReceivers(
	n8n: N8nServer,
	client: N8nClient,
	apiUrl: string,
): Promise<Receiver[]> {
	const secret = randomBytes(12).toString('hex');
	const credential = await client.createCredential(CREDENTIAL_TYPE, 'Bench', {
		environment: 'custom',
		baseUrl: apiUrl,
		...ACCOUNT,
		webhookSecret: secret,
	});
	const headerAuth = await client.createCredential('httpHeaderAuth', 'Bench', {
		name: SECRET_HEADER,
		value: secret,
	});
	const [path, signedPath] = [randomUUID(), randomUUID()];
	const webhook = await client.createWorkflow(webhookWorkflow(path));
	const withAuth = await client.createWorkflow(webhookWorkflow(signedPath, headerAuth));
	const bySecret = await client.createWorkflow(
		triggerWorkflow({ verification: 'secret', fieldName: SECRET_HEADER }, credential),
	);
	const byApi = await client.createWorkflow(triggerWorkflow({ verification: 'api' }, credential));
	for (const { id } of [webhook, withAuth, bySecret, byApi]) await client.publishWorkflow(id);
	const headers = { 'content-type': 'application/json' };
	const withSecret = { ...headers, [SECRET_HEADER]: secret };
	return [
		{ name: 'webhook', url: `${n8n.url}/webhook/${path}`, workflowId: webhook.id, headers },
		{
			name: 'headerAuth',
			url: `${n8n.url}/webhook/${signedPath}`,
			workflowId: withAuth.id,
			headers: withSecret,
		},
		{
			name: 'secret',
			url: pushUrlOf(n8n.url, bySecret),
			workflowId: bySecret.id,
			headers: withSecret,
		},
		{ name: 'api', url: pushUrlOf(n8n.url, byApi), workflowId: byApi.id, headers },
	];
}

/** Sends `count` pushes, each of another order, `width` at a time. */
async function push({ url, headers }: Receiver, count: number, width: number): Promise<Round> {
	const start = performance.now();
	let last = start;
	const requests = [
		{
			method: 'POST' as const,
			headers,
			setupRequest: (request: autocannon.Request) => ({
				...request,
				body: orderEnvelope({ guid: randomUUID() }),
			}),
		},
	];
	const { non2xx, errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
		const instance = autocannon(
			{ url, amount: count, connections: width, requests },
			(error: Error | null, result) => (error === null ? resolve(result) : reject(error)),
		);
		// It ends itself with its next tick, up to a second later.
		instance.on('response', () => (last = performance.now()));
	});
	return { perSecond: (1_000 * count) / (last - start), failed: non2xx + errors + timeouts };
}

/** n8n registers the URL of a published workflow some seconds after it was told to. */
async function untilPublished({ url, headers }: Receiver): Promise<void> {
	const deadline = Date.now() + PUBLISHING_LIMIT_MS;
	for (;;) {
		const { status } = await axios.post(url, orderEnvelope({ guid: randomUUID() }), {
			headers,
			validateStatus: () => true,
			proxy: false,
		});
		if (status === 200) return;
		if (Date.now() > deadline) throw new Error(`${url} still answers ${status}`);
		await delay(POLL_MS);
	}
}

/** n8n answers before it has executed; what is still to be executed must not slow the next round. */
async function untilIdle(client: N8nClient, { workflowId }: Receiver): Promise<void> {
	for (;;) {
		const executions = await client.listExecutions(workflowId);
		if (executions.every(({ status }) => status === 'success' || status === 'error')) return;
		await delay(POLL_MS);
	}
}

function resultOf(name: ReceiverName, rounds: Map<ReceiverName, Round[]>): PushResult {
	const own = rounds.get(name) ?? [];
	const ratioTo = (other: ReceiverName) =>
		median(
			own.map(({ perSecond }, round) => perSecond / (rounds.get(other)?.[round]?.perSecond ?? 0)),
		);
	return {
		name,
		perSecond: median(own.map(({ perSecond }) => perSecond)),
		ratios: { webhook: ratioTo('webhook'), headerAuth: ratioTo('headerAuth') },
		failed: own.reduce((sum, { failed }) => sum + failed, 0),
	};
}

const SETTINGS: Record<PushSetting, NodeJS.ProcessEnv> = {
	asItComes: {},
	lazyEngine: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
};

/** Pushes to a real n8n: the trigger of this package against n8n's own Webhook node, in turn. */
export async function measurePushes(
	bench: Workbench,
	plan: PushPlan,
): Promise<Record<PushSetting, PushResult[]>> {
	const results: Partial<Record<PushSetting, PushResult[]>> = {};
	for (const setting of PUSH_SETTINGS) {
		results[setting] = await withN8n(
			bench,
			SETTINGS[setting],
			async (running) => await measureIn(running, bench, plan, setting),
		);
	}
	return results as Record<PushSetting, PushResult[]>;
}

async function measureIn(
	{ n8n, client }: RunningN8n,
	{ server, progress }: Workbench,
	plan: PushPlan,
	setting: PushSetting,
): Promise<PushResult[]> {
	const apiUrl = await server.call('open', { guard: 'strict', delayMs: 0 });
	return await progress.step(`Pushes, ${setting}`, async () => {
		const receivers = await openReceivers(n8n, client, apiUrl);
		for (const receiver of receivers) await untilPublished(receiver);
		const rounds = new Map<ReceiverName, Round[]>();
		for (let round = 0; round <= plan.rounds; round++) {
			const isWarmUp = round === 0;
			for (const receiver of receivers) {
				const count = isWarmUp ? WARM_UP_PUSHES : plan.count;
				const result = await push(receiver, count, plan.width);
				await untilIdle(client, receiver);
				if (!isWarmUp) rounds.set(receiver.name, [...(rounds.get(receiver.name) ?? []), result]);
			}
		}
		return [...rounds.keys()].map((name) => resultOf(name, rounds));
	});
}

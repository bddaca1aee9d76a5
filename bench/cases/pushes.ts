import autocannon from 'autocannon';
import { randomBytes, randomUUID } from 'crypto';
import type { INode, INodeParameters } from 'n8n-workflow';

import { eventually } from '../../harness/eventually';
import type { N8nClient } from '../../harness/n8n/client';
import type { OpenN8n } from '../../harness/n8n/open';
import { pushUrlOf, webhookUrl, whenListening } from '../../harness/n8n/published';
import {
	inARow,
	node,
	using,
	webhookTrigger,
	type StoredCredential,
	type WorkflowFile,
} from '../../harness/workflows';
import { CREDENTIAL_TYPE, TRIGGER_NODE } from '../../harness/package';
import type { PushPlan } from '../plan';
import { PUSH_SETTINGS, type PushResult, type PushSetting, type ReceiverName } from '../results';
import { ACCOUNT } from '../server/guards';
import { orderEnvelope } from '../server/order';
import { median } from '../statistics';
import { withN8n } from './n8n';
import type { Workbench } from '../workbench';

const SECRET_HEADER = 'x-webhook-secret';
const WARM_UP_PUSHES = 200;
const IDLE_LIMIT_MS = 10 * 60_000;

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

/** A trigger, and the same workflow after it for all of them. */
const workflowFile = (name: string, trigger: INode): WorkflowFile =>
	inARow(name, [trigger, node('Next', 'n8n-nodes-base.noOp', 1)]);

function webhookWorkflow(path: string, headerAuth?: StoredCredential): WorkflowFile {
	// As the Minted Connect Trigger answers: at once, and without a body.
	const parameters = {
		responseMode: 'onReceived',
		authentication: headerAuth ? 'headerAuth' : 'none',
		options: { noResponseBody: true },
	};
	const credential = headerAuth && using(headerAuth);
	return workflowFile('Webhook', webhookTrigger('Trigger', path, parameters, credential));
}

function triggerWorkflow(parameters: INodeParameters, credential: StoredCredential): WorkflowFile {
	const more = { ...using(credential), webhookId: randomUUID() };
	return workflowFile('Trigger', node('Trigger', TRIGGER_NODE, 1.1, parameters, more));
}

async function openReceivers({ n8n, client }: OpenN8n, apiUrl: string): Promise<Receiver[]> {
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
		{ name: 'webhook', url: webhookUrl(n8n.url, path), workflowId: webhook.id, headers },
		{
			name: 'headerAuth',
			url: webhookUrl(n8n.url, signedPath),
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

/** The first push that is taken is one of the warm-up. */
async function untilPublished({ url, headers }: Receiver): Promise<void> {
	const body = orderEnvelope({ guid: randomUUID() });
	await whenListening(url, { body, headers, isHeard: (status) => status === 200 });
}

/** n8n answers before it has executed; what is still to be executed must not slow the next round. */
async function untilIdle(client: N8nClient, { workflowId }: Receiver): Promise<void> {
	await eventually(
		async () => await client.listExecutions(workflowId),
		(executions) => executions.every(({ status }) => status === 'success' || status === 'error'),
		IDLE_LIMIT_MS,
	);
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
			async (opened) => await measureIn(opened, bench, plan, setting),
		);
	}
	return results as Record<PushSetting, PushResult[]>;
}

async function measureIn(
	opened: OpenN8n,
	{ server, progress }: Workbench,
	plan: PushPlan,
	setting: PushSetting,
): Promise<PushResult[]> {
	const apiUrl = await server.call('open', { guard: 'strict', delayMs: 0 });
	return await progress.step(`Pushes, ${setting}`, async () => {
		const receivers = await openReceivers(opened, apiUrl);
		for (const receiver of receivers) await untilPublished(receiver);
		const rounds = new Map<ReceiverName, Round[]>();
		for (let round = 0; round <= plan.rounds; round++) {
			const isWarmUp = round === 0;
			for (const receiver of receivers) {
				const count = isWarmUp ? WARM_UP_PUSHES : plan.count;
				const result = await push(receiver, count, plan.width);
				await untilIdle(opened.client, receiver);
				if (!isWarmUp) rounds.set(receiver.name, [...(rounds.get(receiver.name) ?? []), result]);
			}
		}
		return [...rounds.keys()].map((name) => resultOf(name, rounds));
	});
}

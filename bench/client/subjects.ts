import { Agent as HttpAgent, get as httpGet } from 'http';
import { Agent as HttpsAgent, get as httpsGet } from 'https';

import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';
import { createHash, randomBytes } from 'crypto';

import type { Stored } from '../../harness/inProcess/credentials';
import type { Engine } from '../../harness/inProcess/engine';
import type { LoadedPackage } from '../../harness/inProcess/package';
import { ACTION_NODE, CREDENTIAL_TYPE } from '../../harness/package';
import type { AdaptiveLimiter } from '../../minted/client/limiter';
import { ACCOUNT, REALM, USER_HASH } from '../server/guards';
import { runStep, type Outcome, type Step } from './step';

/** One way to get the orders with these ids from the API. */
export interface Subject {
	/** What is not measured: for example to ask for a challenge. */
	prepare?(url: string, ids: string[]): Promise<void>;
	/** `onOutput` is called when all orders are there and the step is not over yet. */
	run(url: string, ids: string[], onOutput?: () => void): Promise<Outcome>;
	/** The order's id in one output item. */
	idOf(json: IDataObject): unknown;
}

/** As many requests at the same time as this node has at most. */
export const WIDTH = 256;

const idInEnvelope = (json: IDataObject): unknown => (json.data as IDataObject).external_id;

/** This package's credential for an API at this address. */
export const mintedCredential = (minted: LoadedPackage, url: string): Stored => ({
	type: minted.credentialTypes[CREDENTIAL_TYPE],
	values: { environment: 'custom', baseUrl: url, ...ACCOUNT },
});

/** n8n's own for the same account. */
export const digestCredential = (): Stored => ({
	values: { user: ACCOUNT.username, password: ACCOUNT.password },
});

export const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/** The version that a user gets who adds the node today. */
export function loadHttpRequest(engine: Engine): Record<string, INodeType> {
	const file = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';
	const { HttpRequest } = engine.load(file) as { HttpRequest: new () => IVersionedNodeType };
	return { [HTTP_REQUEST]: new HttpRequest().getNodeType() };
}

/** A node that runs as one step of a workflow. */
function subjectOf(engine: Engine, step: (url: string) => Step, idOf: Subject['idOf']): Subject {
	return {
		run: async (url, ids, onOutput) => await runStep(engine, step(url), ids, onOutput),
		idOf,
	};
}

/** This package's node: Order > Get by External Order ID, everything else at its default. */
export function mintedConnect(engine: Engine, minted: LoadedPackage): Subject {
	const parameters = {
		resource: 'order',
		operation: 'get',
		orderIdType: 'external_id',
		orderId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	};
	return subjectOf(
		engine,
		(url) => ({
			...{ nodeType: ACTION_NODE, nodeTypes: minted.nodeTypes, parameters },
			credentials: { [CREDENTIAL_TYPE]: mintedCredential(minted, url) },
		}),
		(json) => json.external_id,
	);
}

/** n8n's HTTP Request node with its own Digest credential, everything else at its default. */
export function httpRequest(engine: Engine): Subject {
	const nodeTypes = loadHttpRequest(engine);
	return subjectOf(
		engine,
		(url) => ({
			...{ nodeType: HTTP_REQUEST, nodeTypes },
			parameters: {
				url: `=${url}/partner/order/{{ $json.id }}`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpDigestAuth',
				options: {},
			},
			credentials: { httpDigestAuth: digestCredential() },
		}),
		idInEnvelope,
	);
}

/**
 * n8n's helper and nothing else: what any node costs that asks for one URL an item, with as many
 * requests at the same time as this package's node has.
 */
export function n8nHelper(engine: Engine, createLimiter: () => AdaptiveLimiter): Subject {
	const node = {
		description: {
			name: 'helper',
			version: 1,
			inputs: ['main'],
			outputs: ['main'],
			properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const limiter = createLimiter();
			const items = await eachInTurn(this.getInputData().length, async (item) => {
				const options: IHttpRequestOptions = { url: this.getNodeParameter('url', item) as string };
				const json = await limiter.run(
					async () => (await this.helpers.httpRequest(options)) as IDataObject,
					() => ({ refused: false }),
				);
				return { json, pairedItem: { item } };
			});
			return [items];
		},
	} as unknown as INodeType;
	return subjectOf(
		engine,
		(url) => ({
			...{ nodeType: 'bench.helper', nodeTypes: { 'bench.helper': node } },
			parameters: { url: `=${url}/partner/order/{{ $json.id }}` },
		}),
		idInEnvelope,
	);
}

/** Node's own client with kept connections and Authorization values made beforehand; no n8n. */
export function plainNode(): Subject {
	const authorizations: string[] = [];
	return {
		async prepare(url, ids) {
			const agent = url.startsWith('https:') ? new HttpsAgent() : new HttpAgent();
			const { challenge } = await get(new URL('/partner/order/0', url), agent);
			authorizations.splice(0);
			for (const id of ids)
				authorizations.push(authorizationFor(challenge, `/partner/order/${id}`));
		},
		async run(url, ids, onOutput) {
			const options = { keepAlive: true, maxSockets: WIDTH };
			const agent = url.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
			const json = await eachInTurn(ids.length, async (index) => {
				const answer = await get(
					new URL(`/partner/order/${ids[index]}`, url),
					agent,
					authorizations[index],
				);
				return JSON.parse(answer.body) as IDataObject;
			});
			agent.destroy();
			onOutput?.();
			return { json };
		},
		idOf: idInEnvelope,
	};
}

/**
 * A node that puts out what this package's node puts out, without asking anyone. Each item is read
 * from text, because values that come from somewhere are shared by no two items.
 */
export const PRODUCER = {
	description: {
		displayName: 'Producer',
		name: 'producer',
		group: [],
		version: 1,
		description: 'Puts out orders',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			this.getInputData().map(({ json }, item) => ({
				json: JSON.parse(orderRow(json.id)) as IDataObject,
				pairedItem: { item },
			})),
		];
	},
} satisfies INodeType;

function orderRow(id: unknown): string {
	return JSON.stringify({
		guid: '5f0f4d4e-3c1e-4a55-9a55-0b6b6a1d2c3f',
		order_code: 'BENCH001',
		external_id: id,
		type: 'Buy',
		status_name: 'Completed',
		sku: 'GAU',
		amount: 1,
		price: 3012.45,
		total: 3012.45,
		currency_code: 'TRY',
		order_at: '2026-11-02T12:00:00+03:00',
		customer_external_id: 'CUSTOMER-1',
	});
}

/** What n8n itself needs for the same items. */
export function producer(engine: Engine): Subject {
	const nodeTypes = { 'bench.producer': PRODUCER };
	return subjectOf(
		engine,
		() => ({ nodeType: 'bench.producer', nodeTypes, parameters: {} }),
		(json) => json.external_id,
	);
}

/** Works on 0 to `count` - 1, at most {@link WIDTH} at a time; results in that order. */
async function eachInTurn<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
	const results: T[] = [];
	let next = 0;
	const worker = async () => {
		while (next < count) {
			const index = next++;
			results[index] = await work(index);
		}
	};
	await Promise.all(Array.from({ length: Math.min(WIDTH, count) }, worker));
	return results;
}

async function get(
	url: URL,
	agent: HttpAgent,
	authorization?: string,
): Promise<{ body: string; challenge: string }> {
	const send = url.protocol === 'https:' ? httpsGet : httpGet;
	return await new Promise((resolve, reject) => {
		send(
			url,
			{ agent, headers: authorization === undefined ? {} : { authorization } },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () =>
					resolve({
						body: Buffer.concat(chunks).toString(),
						challenge: response.headers['www-authenticate'] ?? '',
					}),
				);
			},
		).on('error', reject);
	});
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function authorizationFor(challenge: string, uri: string): string {
	const nonce = /nonce="([^"]*)"/.exec(challenge)?.[1] ?? '';
	const cnonce = randomBytes(8).toString('hex');
	const response = md5(`${USER_HASH}:${nonce}:00000001:${cnonce}:auth:${md5(`GET:${uri}`)}`);
	return `Digest username="${ACCOUNT.username}", realm="${REALM}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"`;
}

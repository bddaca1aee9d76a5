import './boot';
import { PollContext, WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { MintedConnectPollingTrigger } from '../../../nodes/MintedConnectPollingTrigger/MintedConnectPollingTrigger.node';
import { MintedConnectTrigger } from '../../../nodes/MintedConnectTrigger/MintedConnectTrigger.node';
import type { Sandbox } from '../../../sandbox';
import { createAdditionalData } from './additionalData';
import {
	CREDENTIAL,
	sandboxCredential,
	StoredCredential,
	type CredentialValues,
} from './credentials';
import { createNodeTypes, PACKAGE } from './nodeTypes';

const TYPES: Record<string, INodeType> = {
	[`${PACKAGE}.mintedConnectTrigger`]: new MintedConnectTrigger(),
	[`${PACKAGE}.mintedConnectPollingTrigger`]: new MintedConnectPollingTrigger(),
};

export interface TriggerOptions {
	sandbox: Sandbox;
	parameters?: INodeParameters;
	credential?: CredentialValues;
}

let prepared = 0;

function prepare(name: string, { sandbox, parameters = {}, credential }: TriggerOptions) {
	const node: INode = {
		id: `id of ${name}`,
		name: 'Trigger',
		type: `${PACKAGE}.${name}`,
		typeVersion: 1.1,
		position: [0, 0],
		parameters,
		credentials: { mintedConnectApi: CREDENTIAL },
	};
	const workflow = new Workflow({
		id: `workflow ${++prepared}`,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: createNodeTypes(TYPES),
	});
	const stored = new StoredCredential({ ...sandboxCredential(sandbox), ...credential });
	return { node, workflow, stored };
}

export interface PushRequest {
	/** Sent as JSON unless it is text or bytes. */
	body?: unknown;
	headers?: Record<string, string>;
	query?: IDataObject;
	ip?: string;
	mode?: WorkflowExecuteMode;
	/** What n8n answers once it has tried to record the execution; 200 at once by default. */
	record?: () => Promise<number>;
}

export interface PushAnswer {
	/** The items the workflow starts with; undefined when it does not start. */
	started?: IDataObject[];
	/** What the sender sees; 200 where the node leaves the answer to n8n. */
	status: number;
	message?: string;
	headers: Record<string, string>;
}

/** Sends pushes to one trigger node, in n8n's own context for webhooks. */
export function createReceiver(options: TriggerOptions): {
	push(request: PushRequest): Promise<PushAnswer>;
} {
	const { node, workflow, stored } = prepare('mintedConnectTrigger', options);
	return {
		async push({ body, headers = {}, query = {}, ip = '127.0.0.1', mode = 'webhook', record }) {
			const answer: PushAnswer = { status: 200, headers: {} };
			const response = {
				writableEnded: false,
				get statusCode() {
					return answer.status;
				},
				status: (status: number) => Object.assign(answer, { status }) && response,
				set: (more: Record<string, string>) => Object.assign(answer.headers, more) && response,
				json(body: { message: string }) {
					response.writableEnded = true;
					return Object.assign(answer, body) && response;
				},
			};
			const request = {
				rawBody: bytesOf(body),
				headers: { 'content-type': 'application/json', ...headers },
				query,
				ip,
				method: 'POST',
			};
			const additionalData = createAdditionalData(stored, {
				httpRequest: request,
				httpResponse: response,
			});
			const webhook = { webhookDescription: { name: 'default' } } as IWebhookData;
			const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], null);
			const { workflowData } = await new MintedConnectTrigger().webhook.call(context);
			if (workflowData !== undefined && record !== undefined) answer.status = await record();
			response.writableEnded = true;
			return { ...answer, started: workflowData?.[0]?.map(({ json }) => json) };
		},
	};
}

function bytesOf(body: unknown): Buffer | undefined {
	if (body === undefined || Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Polls with one trigger node, whose static data stays between the polls as in a published workflow. */
export function createPoller(options: TriggerOptions): {
	poll(mode?: WorkflowExecuteMode): Promise<IDataObject[]>;
	/** What n8n would store with the workflow. */
	memory(): IDataObject;
} {
	const { node, workflow, stored } = prepare('mintedConnectPollingTrigger', options);
	return {
		async poll(mode = 'trigger') {
			const additionalData = createAdditionalData(stored);
			const context = new PollContext(workflow, node, additionalData, mode, 'activate');
			const outputs = await new MintedConnectPollingTrigger().poll.call(context);
			return (outputs?.[0] ?? []).map(({ json }) => json);
		},
		memory: () => workflow.getStaticData('node', node),
	};
}

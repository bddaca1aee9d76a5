import type { IDataObject, IWebhookData, WorkflowExecuteMode } from 'n8n-workflow';

import { additionalDataOf } from './additionalData';
import type { Engine } from './engine';
import { prepareNode, type SingleNode } from './single';

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

export interface Receiver {
	push(request: PushRequest): Promise<PushAnswer>;
}

/** Sends pushes to one webhook trigger, in n8n's own context for webhooks. */
export function createReceiver(engine: Engine, options: SingleNode): Receiver {
	const { type, node, workflow, credentials } = prepareNode(engine, options);
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
			const additionalData = additionalDataOf(engine, credentials, {
				httpRequest: request as never,
				httpResponse: response as never,
			});
			const webhook = { webhookDescription: { name: 'default' } } as IWebhookData;
			const { WebhookContext } = engine.core;
			const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], null);
			const { workflowData } = (await type.webhook?.call(context)) ?? {};
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

export interface Poller {
	poll(mode?: WorkflowExecuteMode): Promise<IDataObject[]>;
	/** What n8n would store with the workflow. */
	memory(): IDataObject;
}

/** Polls with one trigger node, whose static data stays between the polls as in a published workflow. */
export function createPoller(engine: Engine, options: SingleNode): Poller {
	const { type, node, workflow, credentials } = prepareNode(engine, options);
	return {
		async poll(mode = 'trigger') {
			const additionalData = additionalDataOf(engine, credentials);
			const { PollContext } = engine.core;
			const context = new PollContext(workflow, node, additionalData, mode, 'activate');
			const outputs = await type.poll?.call(context);
			return (outputs?.[0] ?? []).map(({ json }) => json);
		},
		memory: () => workflow.getStaticData('node', node),
	};
}

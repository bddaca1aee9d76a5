import type { INode, INodeParameters, OnError } from 'n8n-workflow';

import { findOperation } from '../../../nodes/MintedConnect/registry';
import type { StoredCredential, WorkflowFile } from '../../../harness/n8n/client';
import { PACKAGE_NAME } from '../../../harness/n8n/packageInstall';
import { fillIn, SAMPLES } from '../operations/parameters';
import type { SecretOperation } from './plants';

export const START = 'Start';

/** A hang outlasts the step's timeout; nothing is waited for longer than a test needs to. */
const SECONDS: INodeParameters = { timeoutSeconds: 0.5, retrySeconds: 0.2, settleSeconds: 0.3 };

export interface SecretWorkflow {
	operation: SecretOperation;
	credential: StoredCredential;
	/** Part of every id in it, which is no secret. */
	canary: string;
	onError?: OnError;
	parameters?: INodeParameters;
	options?: INodeParameters;
	/** The workflow that n8n runs when this one fails; it does so for production runs only. */
	errorWorkflow?: string;
	/** Runs when a request comes at this path, instead of by hand. */
	path?: string;
}

/** One operation that is given planted secrets by `$env`. */
export function secretWorkflow(options: SecretWorkflow): WorkflowFile {
	const { operation, credential, canary, onError, errorWorkflow, path } = options;
	const [resource = '', value = ''] = operation.key.split('.');
	const found = findOperation(resource, value);
	if (found === undefined) throw new Error(`There is no operation ${operation.key}`);
	const samples = { ...SAMPLES, newCustomerId: canary };
	const filled = fillIn(found, operation.choices, { samples });
	const externalId =
		'externalId' in filled ? { externalId: `={{ "${canary}-" + $execution.id }}` } : {};
	const node: INode = {
		id: 'node',
		name: operation.key,
		type: `${PACKAGE_NAME}.mintedConnect`,
		typeVersion: 1,
		position: [240, 0],
		parameters: {
			...filled,
			...externalId,
			...options.parameters,
			options: { ...(filled.options as INodeParameters), ...SECONDS, ...options.options },
		},
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		...(onError && { onError }),
	};
	return {
		name: `${operation.key}, ${onError ?? 'stopWorkflow'}`,
		nodes: [path === undefined ? manualTrigger() : webhook(path), node],
		connections: { [START]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', saveManualExecutions: true, errorWorkflow },
	};
}

/** Runs when another workflow fails, and gets the whole error. */
export function errorHandler(): WorkflowFile {
	return {
		name: 'When a workflow fails',
		nodes: [
			{
				...{ id: 'error', name: 'On error', type: 'n8n-nodes-base.errorTrigger' },
				...{ typeVersion: 1, position: [0, 0], parameters: {} },
			},
			{
				...{ id: 'keep', name: 'Keep it', type: 'n8n-nodes-base.noOp' },
				...{ typeVersion: 1, position: [240, 0], parameters: {} },
			},
		],
		connections: { 'On error': { main: [[{ node: 'Keep it', type: 'main', index: 0 }]] } },
	};
}

/** Pushes that carry a secret, with all options that could keep something of it. */
export function pushWorkflow(
	path: string,
	secretLocation: 'header' | 'query',
	{ id, name, type }: StoredCredential,
): WorkflowFile {
	return {
		name: `Pushes with a secret in the ${secretLocation}`,
		nodes: [
			{
				...{ id: 'trigger', name: 'Order pushed', typeVersion: 1, position: [0, 0] },
				type: `${PACKAGE_NAME}.mintedConnectTrigger`,
				webhookId: path,
				parameters: {
					...{ verification: 'secret', secretLocation, fieldName: 'x-partner-key' },
					...{ simplify: false, options: { includeHeaders: true } },
				},
				credentials: { [type]: { id, name } },
			},
			{
				...{ id: 'keep', name: 'Keep it', type: 'n8n-nodes-base.noOp' },
				...{ typeVersion: 1, position: [240, 0], parameters: {} },
			},
		],
		connections: { 'Order pushed': { main: [[{ node: 'Keep it', type: 'main', index: 0 }]] } },
	};
}

function manualTrigger(): INode {
	return {
		...{ id: 'start', name: START, type: 'n8n-nodes-base.manualTrigger' },
		...{ typeVersion: 1, position: [0, 0], parameters: {} },
	};
}

function webhook(path: string): INode {
	return {
		...{ id: 'start', name: START, type: 'n8n-nodes-base.webhook', webhookId: path },
		...{ typeVersion: 2, position: [0, 0], parameters: { path, httpMethod: 'POST' } },
	};
}

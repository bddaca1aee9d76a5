import type { INodeParameters, OnError } from 'n8n-workflow';

import {
	inARow,
	manualTrigger,
	node,
	using,
	webhookTrigger,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import { ACTION_NODE, TRIGGER_NODE } from '../../../harness/package';
import { operationsByKey } from '../../../nodes/MintedConnect/registry';
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
	const found = operationsByKey.get(`${resource}.${value}`);
	if (found === undefined) throw new Error(`There is no operation ${operation.key}`);
	const samples = { ...SAMPLES, newCustomerId: canary };
	const filled = fillIn(found, operation.choices, { samples });
	const externalId =
		'externalId' in filled ? { externalId: `={{ "${canary}-" + $execution.id }}` } : {};
	const parameters = {
		...filled,
		...externalId,
		...options.parameters,
		options: { ...(filled.options as INodeParameters), ...SECONDS, ...options.options },
	};
	return inARow(
		`${operation.key}, ${onError ?? 'stopWorkflow'}`,
		[
			path === undefined ? manualTrigger(START) : webhookTrigger(START, path),
			node(operation.key, ACTION_NODE, 1, parameters, {
				...using(credential),
				...(onError && { onError }),
			}),
		],
		{ saveManualExecutions: true, errorWorkflow },
	);
}

const keepIt = () => node('Keep it', 'n8n-nodes-base.noOp', 1);

/** Runs when another workflow fails, and gets the whole error. */
export function errorHandler(): WorkflowFile {
	return inARow('When a workflow fails', [
		node('On error', 'n8n-nodes-base.errorTrigger', 1),
		keepIt(),
	]);
}

/** Pushes that carry a secret, with all options that could keep something of it. */
export function pushWorkflow(
	path: string,
	secretLocation: 'header' | 'query',
	credential: StoredCredential,
): WorkflowFile {
	const parameters = {
		...{ verification: 'secret', secretLocation, fieldName: 'x-partner-key' },
		...{ simplify: false, options: { includeHeaders: true } },
	};
	return inARow(`Pushes with a secret in the ${secretLocation}`, [
		node('Order pushed', TRIGGER_NODE, 1, parameters, { ...using(credential), webhookId: path }),
		keepIt(),
	]);
}

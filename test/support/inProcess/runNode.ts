import './boot';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
	type NodeApiError,
	type NodeOperationError,
	type OnError,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import type { Counters } from '../../../sandbox/journal';
import { createAdditionalData } from './additionalData';
import {
	CREDENTIAL,
	sandboxCredential,
	StoredCredential,
	type CredentialValues,
} from './credentials';
import { ACTION_NODE, createNodeTypes, START_NODE } from './nodeTypes';
import type { Worker } from './worker';

export interface RunOptions {
	sandbox: Sandbox;
	parameters: INodeParameters;
	/** The JSON of each input item; one empty item by default. */
	items?: IDataObject[];
	/** Replaces values of the sandbox's credential. */
	credential?: CredentialValues;
	onError?: OnError;
	/** The setting that older workflows have instead of `onError`. */
	continueOnFail?: boolean;
	/** Retry On Fail with this many tries in all. */
	tries?: number;
	mode?: WorkflowExecuteMode;
	nodeName?: string;
	nodeType?: string;
	workflowId?: string;
	executionId?: string;
	/** An execution that this one repeats, as n8n's "Retry execution" does. */
	retryOf?: RunResult;
	/** Stops the execution as n8n's Stop button does. */
	signal?: AbortSignal;
	/** Further node types by full name. */
	nodeTypes?: Record<string, INodeType>;
	/** The package as another process has loaded it; by default its sources, as this one has. */
	worker?: Worker;
}

export interface RunResult {
	/** The JSON of the first output's items. */
	json: IDataObject[];
	items: INodeExecutionData[];
	/** The second output, which a node has with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[];
	/** What made the execution fail. */
	error?: NodeApiError | NodeOperationError;
	/** What the sandbox counted during this run alone. */
	requests: Counters;
	/** How often n8n wrote the credential. */
	credentialWrites: number;
	/** All that n8n would store of the execution. */
	run: IRun;
}

const START = 'Start';
let executions = 0;

/** Runs one node in a workflow through n8n-core's engine and HTTP stack, against the sandbox. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const { sandbox, nodeName = 'Minted Connect', mode = 'trigger', retryOf } = options;
	const executionId = options.executionId ?? String(++executions);
	const credential = new StoredCredential(
		{ ...sandboxCredential(sandbox), ...options.credential },
		options.worker?.credentialType,
	);
	const workflow = createWorkflow(options, nodeName);
	const additionalData = createAdditionalData(credential, {
		executionId,
		workflowId: workflow.id,
		hooks: hooksFor(workflow, mode, executionId),
	});
	const before = sandbox.counters();
	const execution = retryOf
		? runAgain(additionalData, workflow, retryOf.run)
		: new WorkflowExecute(additionalData, mode).run({
				workflow,
				startNode: workflow.getNode(START) as INode,
				pinData: { [START]: (options.items ?? [{}]).map((json) => ({ json })) },
			});
	options.signal?.addEventListener('abort', () => execution.cancel());
	const run = await execution;
	const outputs = run.data.resultData.runData[nodeName]?.at(-1)?.data?.main ?? [];
	const items = outputs[0] ?? [];
	return {
		json: items.map(({ json }) => json),
		items,
		errorItems: outputs[1] ?? [],
		error: run.data.resultData.error as RunResult['error'],
		requests: difference(before, sandbox.counters()),
		credentialWrites: credential.writes,
		run,
	};
}

/** The failed step is on top of the stored stack, its result is taken away, its context stays. */
function runAgain(
	additionalData: IWorkflowExecuteAdditionalData,
	workflow: Workflow,
	{ data }: IRun,
): ReturnType<WorkflowExecute['processRunExecutionData']> {
	const stored = structuredClone(JSON.parse(JSON.stringify(data))) as IRunExecutionData;
	const { lastNodeExecuted, runData } = stored.resultData;
	delete stored.resultData.error;
	if (lastNodeExecuted !== undefined) runData[lastNodeExecuted]?.pop();
	return new WorkflowExecute(additionalData, 'retry', stored).processRunExecutionData(workflow);
}

function createWorkflow(options: RunOptions, nodeName: string): Workflow {
	const { parameters, onError, continueOnFail, tries, nodeType = ACTION_NODE } = options;
	const node: INode = {
		id: `id of ${nodeName}`,
		name: nodeName,
		type: nodeType,
		typeVersion: 1,
		position: [240, 0],
		parameters,
		credentials: { mintedConnectApi: CREDENTIAL },
		onError,
		continueOnFail,
		...(tries === undefined ? {} : { retryOnFail: true, maxTries: tries, waitBetweenTries: 0 }),
	};
	return new Workflow({
		id: options.workflowId ?? 'workflow',
		name: 'In-process test',
		nodes: [
			{
				id: 'start',
				name: START,
				type: START_NODE,
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			node,
		],
		connections: { [START]: { main: [[{ node: nodeName, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: createNodeTypes({ ...options.worker?.nodeTypes, ...options.nodeTypes }),
		settings: { executionOrder: 'v1' },
	});
}

function hooksFor(
	{ id, name }: Workflow,
	mode: WorkflowExecuteMode,
	executionId: string,
): ExecutionLifecycleHooks {
	const now = new Date();
	return new ExecutionLifecycleHooks(mode, executionId, {
		id,
		name: name ?? '',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
		nodes: [],
		connections: {},
	});
}

/** The counts of `after` less those of `before`, by the same names. */
function difference(before: Counters, after: Counters): Counters {
	const counts = (then: Record<string, number>, now: Record<string, number>) =>
		Object.fromEntries(
			Object.entries(now)
				.map(([name, count]): [string, number] => [name, count - (then[name] ?? 0)])
				.filter(([, count]) => count > 0),
		);
	const { byOperation, byAuthFailure, ...totals } = after;
	return {
		...(Object.fromEntries(
			Object.entries(totals).map(([name, count]) => [
				name,
				count - before[name as keyof typeof totals],
			]),
		) as typeof totals),
		byOperation: counts(before.byOperation, byOperation),
		byAuthFailure: counts(before.byAuthFailure, byAuthFailure),
	};
}

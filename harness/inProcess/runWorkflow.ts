import type { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeType,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalDataOf } from './additionalData';
import type { Credentials } from './credentials';
import type { Engine } from './engine';
import { nodeTypesOf } from './nodeTypes';

export interface ExecutionOptions {
	mode?: WorkflowExecuteMode;
	workflowId?: string;
	executionId?: string;
	/** An execution that this one repeats, as n8n's "Retry execution" does. */
	retryOf?: IRun;
	/** Stops the execution as n8n's Stop button does. */
	signal?: AbortSignal;
}

export interface WorkflowRun extends ExecutionOptions {
	nodes: INode[];
	connections: IConnections;
	/** By full name. */
	nodeTypes: Record<string, INodeType>;
	credentials: Credentials;
	/** The name of the node that it starts with, and the JSON of the items that this puts out. */
	start: string;
	items: IDataObject[];
}

let executions = 0;

/** Runs a workflow through n8n-core's engine and HTTP stack; what comes of it is what n8n would store. */
export async function runWorkflow(engine: Engine, options: WorkflowRun): Promise<IRun> {
	const { start, items, mode = 'trigger', retryOf } = options;
	const executionId = options.executionId ?? String(++executions);
	const workflow = new engine.workflow.Workflow({
		id: options.workflowId ?? 'workflow',
		name: 'In-process',
		nodes: options.nodes,
		connections: options.connections,
		active: false,
		nodeTypes: nodeTypesOf(options.nodeTypes),
		settings: { executionOrder: 'v1' },
	});
	const additionalData = additionalDataOf(engine, options.credentials, {
		executionId,
		workflowId: workflow.id,
		hooks: hooksFor(engine, workflow, mode, executionId),
	});
	const { WorkflowExecute } = engine.core;
	const execution = retryOf
		? runAgain(engine, additionalData, workflow, retryOf)
		: runFrom(new WorkflowExecute(additionalData, mode), {
				workflow,
				startNode: workflow.getNode(start) ?? undefined,
				pinData: { [start]: items.map((json) => ({ json })) },
			});
	options.signal?.addEventListener('abort', () => execution.cancel());
	return await execution;
}

type Start = Pick<Parameters<WorkflowExecute['run']>[0], 'workflow' | 'startNode' | 'pinData'>;
type RunOfN8n1 = (
	workflow: Workflow,
	startNode?: INode,
	destination?: undefined,
	pinData?: Start['pinData'],
) => ReturnType<WorkflowExecute['run']>;

/** n8n 1 takes one after another what n8n 2 takes by name. */
function runFrom(execute: WorkflowExecute, start: Start): ReturnType<WorkflowExecute['run']> {
	if (execute.run.length <= 1) return execute.run(start);
	const run = execute.run.bind(execute) as unknown as RunOfN8n1;
	return run(start.workflow, start.startNode, undefined, start.pinData);
}

/** The failed step is on top of the stored stack, its result is taken away, its context stays. */
function runAgain(
	{ core }: Engine,
	additionalData: IWorkflowExecuteAdditionalData,
	workflow: Workflow,
	{ data }: IRun,
): ReturnType<WorkflowExecute['processRunExecutionData']> {
	const stored = structuredClone(JSON.parse(JSON.stringify(data))) as IRunExecutionData;
	const { lastNodeExecuted, runData } = stored.resultData;
	delete stored.resultData.error;
	if (lastNodeExecuted !== undefined) runData[lastNodeExecuted]?.pop();
	const execute = new core.WorkflowExecute(additionalData, 'retry', stored);
	return execute.processRunExecutionData(workflow);
}

function hooksFor(
	{ core }: Engine,
	{ id, name }: Workflow,
	mode: WorkflowExecuteMode,
	executionId: string,
): ExecutionLifecycleHooks {
	const now = new Date();
	return new core.ExecutionLifecycleHooks(mode, executionId, {
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

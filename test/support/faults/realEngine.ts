import type { IDataObject } from 'n8n-workflow';
import { eventually } from '../../../harness/eventually';
import { outputOf, type Execution, type N8nClient } from '../../../harness/n8n/client';
import { webhookUrl, whenListening } from '../../../harness/n8n/published';
import {
	inARow,
	manualTrigger,
	node,
	using,
	webhookTrigger,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import { ACTION_NODE } from '../../../harness/package';
import type { Engine } from './customer';
import type { Plan } from './plan';
import type { Outcome } from './verdict';
import { itemOf, stepFor, type StepTimes } from './wish';

const TRIGGER = 'Start';
const STEP = 'Move money';
const PAUSE_BETWEEN_TRIES_MS = 500;
const EXECUTION_TIMEOUT_MS = 5 * 60_000;

/** An execution as n8n has stored it. */
export interface RealRun extends Outcome {
	id: string;
	status: Execution['status'];
}

export interface RealEngineOptions {
	client: N8nClient;
	credential: StoredCredential;
	times: StepTimes;
	/**
	 * Start the workflows as published ones, by their webhook: n8n can retry only such an execution
	 * when it did not live to store what the execution came to.
	 */
	published?: boolean;
}

interface Workflow {
	id: string;
	path: string;
}

/** Executions in a real n8n: each plan is a workflow of its own. */
export class RealEngine implements Engine<RealRun> {
	private readonly workflows = new Map<Plan, Promise<Workflow>>();

	constructor(private readonly options: RealEngineOptions) {}

	/** @param loadWorkflow retry with the workflow as it is now, instead of as it was then */
	async execute(plan: Plan, retryOf?: RealRun, loadWorkflow = false): Promise<RealRun> {
		const { client } = this.options;
		const id =
			retryOf === undefined
				? await this.start(plan)
				: await client.retryExecution(retryOf.id, loadWorkflow);
		return await this.result(id);
	}

	/** Starts an execution and leaves it to itself; returns its id. */
	async start(plan: Plan): Promise<string> {
		const { client, published } = this.options;
		const { id, path } = await this.prepare(plan);
		if (!published) return await client.runWorkflow(id, TRIGGER);
		const list = async () => await client.listExecutions(id);
		const before = (await list()).length;
		await whenListening(webhookUrl(client.url, path), { isHeard: (status) => status === 200 });
		const [newest] = await eventually(list, (all) => all.length > before);
		if (newest === undefined) throw new Error(`The webhook ${path} started nothing`);
		return newest.id;
	}

	/** What an execution came to, once it has ended. */
	async result(id: string): Promise<RealRun> {
		return runOf(await this.options.client.waitForExecution(id, EXECUTION_TIMEOUT_MS));
	}

	/** The plan's workflow in n8n, made the first time. */
	async prepare(plan: Plan): Promise<Workflow> {
		const created = this.workflows.get(plan) ?? this.create(plan);
		this.workflows.set(plan, created);
		return await created;
	}

	private async create(plan: Plan): Promise<Workflow> {
		const { client, published = false } = this.options;
		const path = `plan-${this.workflows.size}`;
		const { id } = await client.createWorkflow(workflowFor(plan, path, this.options));
		if (published) await client.publishWorkflow(id);
		return { id, path };
	}
}

function runOf(execution: Execution): RealRun {
	const { error } = execution.data.resultData;
	return {
		id: execution.id,
		status: execution.status,
		items: outputOf(execution, STEP),
		errorItems: outputOf(execution, STEP, 1),
		error: error && {
			message: error.message,
			context: (error as { context?: IDataObject }).context,
		},
	};
}

/** The items come out of the workflow itself, as they would out of a shop's database. */
function workflowFor(
	plan: Plan,
	path: string,
	{ credential, times, published = false }: RealEngineOptions,
): WorkflowFile {
	const { wishes, tries, onError } = plan;
	const rows = JSON.stringify({ rows: wishes.map(itemOf) });
	const retries =
		tries > 1
			? { retryOnFail: true, maxTries: tries, waitBetweenTries: PAUSE_BETWEEN_TRIES_MS }
			: {};
	return inARow(wishes.map(({ kind, number }) => `${kind} ${number}`).join(', '), [
		published ? webhookTrigger(TRIGGER, path) : manualTrigger(TRIGGER),
		node('Orders', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: rows, options: {} }),
		node('Each', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
		node(STEP, ACTION_NODE, 1, stepFor(plan, times), {
			...using(credential),
			onError,
			...retries,
		}),
	]);
}

import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { connect } from '../client';
import { SHARED_PLACES } from '../fields/shared';
import { MOST_PARALLEL, type ItemContext, type Operation } from '../operation';
import { ToolCall } from '../tool/call';
import { runBatches } from './batch';
import { endingError, errorItem, Failure, wordsOf } from './failure';
import { hint, madeIdsHint } from './hints';
import { outputOf, readShape } from './output';
import { ItemParameters } from './parameters';
import { openItem, type Run } from './request';

/** What came of one item: its output, a list only where it is not a single one, or why there is none. */
export type ItemResult = INodeExecutionData | INodeExecutionData[] | Failure;

/** What all ways of running the items share. */
export interface ItemRun {
	count: number;
	/** Nothing more is started after a failure. */
	stopEarly: boolean;
	paramsOf(itemIndex: number): ItemParameters;
}

/** By `resource.value`. */
export type OperationsByKey = ReadonlyMap<string, Operation>;

/** n8n's `execute` for a node that offers these operations. */
export function executeOperations(
	operations: OperationsByKey,
): (this: IExecuteFunctions) => Promise<INodeExecutionData[][]> {
	return async function execute(this: IExecuteFunctions) {
		const resource = this.getNodeParameter('resource', 0);
		const value = this.getNodeParameter('operation', 0);
		const operation = operations.get(`${resource}.${value}`);
		if (operation === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`The operation "${value}" of "${resource}" does not exist in this version of the node`,
				{ description: 'Choose Resource and Operation again, or update the package.' },
			);
		}
		if (!isTool(this)) return [await runItems(this, operation)];
		const tool = new ToolCall(this, operation);
		return [await tool.answer(async () => await runItems(this, operation, tool))];
	};
}

/** n8n's name for the node where an AI agent or an MCP client uses it; nothing else says so always. */
const isTool = (execution: IExecuteFunctions) => execution.getNode().type.endsWith('Tool');

/**
 * Runs one operation for every input item. Output follows the order of the input, each result is
 * paired with its item, and a failed item is an error item or ends the run, as the user chose.
 */
async function runItems(
	execution: IExecuteFunctions,
	operation: Operation,
	tool?: ToolCall,
): Promise<INodeExecutionData[]> {
	const fixedFields = new Map<string, unknown>();
	const places = { ...SHARED_PLACES, ...operation.places };
	const items: ItemRun = {
		count: execution.getInputData().length,
		stopEarly: tool === undefined && !execution.continueOnFail(),
		paramsOf: (itemIndex) => new ItemParameters(execution, itemIndex, fixedFields, places),
	};
	const run = { ...(await openRun(execution, operation)), tool };
	if (tool === undefined) warnOfMadeIds(run, items);
	const done: Array<{ itemIndex: number; externalId: string }> = [];
	const results =
		'batch' in operation
			? await runBatches(run, operation.batch, items)
			: await runSingly(run, items, (itemIndex, externalId) => {
					done.push({ itemIndex, externalId });
				});
	const failed = items.stopEarly && results.find((result) => result instanceof Failure);
	if (failed instanceof Failure) {
		const isOther = (result: ItemResult) => result instanceof Failure && result !== failed;
		throw endingError(run, failed, {
			done,
			failed: results.filter(isOther) as Failure[],
			notStarted: items.count - Object.keys(results).length,
		});
	}
	const failedItem = (failure: Failure): INodeExecutionData => {
		if (tool === undefined) return errorItem(run, failure);
		const { params, item, error } = failure;
		return tool.failure(params.itemIndex, error, wordsOf(run, failure), item?.externalId);
	};
	return results.flatMap((result) => (result instanceof Failure ? failedItem(result) : result));
}

/** A spreadsheet's rows without IDs of their own are the usual way to order everything twice. */
function warnOfMadeIds({ execution, operation }: Run, { count, paramsOf }: ItemRun): void {
	if (!operation.movesMoney || count < 2 || paramsOf(0).raw('externalId') !== '') return;
	const field = operation.fields.find(({ name }) => name === 'externalId');
	if (field !== undefined) hint(execution, madeIdsHint(count, field.displayName));
}

/** What keeps every item from being worked on is an error of the step, whatever the user chose. */
async function openRun(execution: IExecuteFunctions, operation: Operation): Promise<Run> {
	try {
		const connection = await connect(execution);
		const signal = execution.getExecutionCancelSignal();
		return { execution, operation, connection, signal, memory: new Map() };
	} catch (error) {
		const failure = new Failure(error, new ItemParameters(execution, 0));
		throw endingError({ execution, operation }, failure, { done: [], failed: [], notStarted: 0 });
	}
}

/**
 * Runs the items in lanes: what is in one lane goes one after another, in the order of the input.
 * What was not started any more is missing from the results.
 */
async function runSingly(
	run: Run,
	{ count, stopEarly, paramsOf }: ItemRun,
	onDone: (itemIndex: number, externalId: string) => void,
): Promise<ItemResult[]> {
	const results: ItemResult[] = [];
	const plan = readPlan(run, count, paramsOf);
	if (plan instanceof Failure) {
		return Array.from({ length: count }, (_, index) => new Failure(plan.error, paramsOf(index)));
	}
	let stopped = false;
	const worker = async () => {
		for (const lane of plan.lanes) {
			for (const itemIndex of lane) {
				if (stopped || run.signal?.aborted) return;
				const result = await runItem(run, paramsOf(itemIndex), onDone);
				results[itemIndex] = result;
				stopped ||= stopEarly && result instanceof Failure;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(plan.width, count) }, worker));
	return results;
}

/**
 * An order begins with three reads, so this many keep all requests under way that there may be. With
 * more, each only waits longer between its look and its request, and is looked for again after two
 * seconds: of 1,000 buys 42 to 77 with these, 142 to 400 with 256 lanes. With 128 it was none, but the
 * round trips weighed more.
 */
const MOST_LANES = 192;

interface Plan {
	/** Lanes at a time. */
	width: number;
	/** Item indexes; shared by the workers, each of which takes the next lane. */
	lanes: IterableIterator<Iterable<number>>;
}

/** Orders of one account go one after another, unless the user says how many go at a time. */
function readPlan(
	{ operation }: Run,
	count: number,
	paramsOf: ItemRun['paramsOf'],
): Plan | Failure {
	const rule = { field: 'Parallel Items', maxDecimals: 0 };
	const params = paramsOf(0);
	try {
		const isForced = params.raw('options.parallelItems') !== null;
		const width = params.number('options.parallelItems', rule, MOST_PARALLEL);
		const laneOf = 'batch' in operation ? undefined : operation.laneOf;
		if (isForced || laneOf === undefined) {
			return { width: Math.min(MOST_PARALLEL, width), lanes: singles(count) };
		}
		return { width: MOST_LANES, lanes: lanesOf(count, (index) => laneOf(paramsOf(index))) };
	} catch (error) {
		return new Failure(error, params);
	}
}

function* singles(count: number): Generator<number[]> {
	for (let index = 0; index < count; index++) yield [index];
}

/** In the order of their first items. An item whose lane cannot be read fails in a lane of its own. */
function lanesOf(count: number, laneOf: (index: number) => string): IterableIterator<number[]> {
	const lanes = new Map<string, number[]>();
	for (let index = 0; index < count; index++) {
		const name = nameOrUndefined(() => laneOf(index)) ?? `item ${index}`;
		const lane = lanes.get(name);
		if (lane) lane.push(index);
		else lanes.set(name, [index]);
	}
	return lanes.values();
}

function nameOrUndefined(read: () => string): string | undefined {
	try {
		return JSON.stringify(read());
	} catch {
		return undefined;
	}
}

async function runItem(
	run: Run,
	params: ItemParameters,
	onDone: (itemIndex: number, externalId: string) => void,
): Promise<ItemResult> {
	const { operation } = run;
	let item: ItemContext | undefined;
	try {
		if ('batch' in operation) throw new TypeError('An operation in batches has no single item');
		const shape = readShape(operation, params, run.tool);
		const opened = (item = openItem(run, params));
		const { tool } = opened;
		const result = await (tool === undefined
			? operation.execute(opened)
			: tool.carryOut(opened, async () => await operation.execute(opened)));
		if (item.externalId !== undefined && !item.isPreview) {
			onDone(params.itemIndex, item.externalId);
		}
		return outputOf(shape, params.itemIndex, result);
	} catch (error) {
		return new Failure(error, params, item);
	}
}

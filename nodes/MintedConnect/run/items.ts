import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { connect } from '../../shared/client';
import type { ItemContext, Operation } from '../operation';
import { runBatches } from './batch';
import { endingError, errorItem, Failure } from './failure';
import { outputOf, readShape } from './output';
import { ItemParameters } from './parameters';
import { openItem, type Run } from './request';

const MOST_PARALLEL = 64;

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
		return [await runItems(this, operation)];
	};
}

/**
 * Runs one operation for every input item. Output follows the order of the input, each result is
 * paired with its item, and a failed item is an error item or ends the run, as the user chose.
 */
async function runItems(
	execution: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const fixedFields = new Map<string, unknown>();
	const items: ItemRun = {
		count: execution.getInputData().length,
		stopEarly: !execution.continueOnFail(),
		paramsOf: (itemIndex) => new ItemParameters(execution, itemIndex, fixedFields),
	};
	const run = await openRun(execution, operation);
	const done: Array<{ itemIndex: number; externalId: string }> = [];
	const results =
		'batch' in operation
			? await runBatches(run, operation.batch, items)
			: await runSingly(run, items, (itemIndex, externalId) => {
					done.push({ itemIndex, externalId });
				});
	const failed = items.stopEarly && results.find((result) => result instanceof Failure);
	if (failed instanceof Failure) {
		const notStarted = items.count - Object.keys(results).length;
		throw endingError(run, failed, { done, notStarted });
	}
	return results.flatMap((result) => (result instanceof Failure ? errorItem(run, result) : result));
}

/** What keeps every item from being worked on is an error of the step, whatever the user chose. */
async function openRun(execution: IExecuteFunctions, operation: Operation): Promise<Run> {
	try {
		const connection = await connect(execution);
		const signal = execution.getExecutionCancelSignal();
		return { execution, operation, connection, signal, shared: new Map() };
	} catch (error) {
		const failure = new Failure(error, new ItemParameters(execution, 0));
		throw endingError({ execution, operation }, failure, { done: [], notStarted: 0 });
	}
}

/**
 * At most as many items at a time as the user allows, in the order of the input. What was not started
 * any more is missing from the end.
 */
async function runSingly(
	run: Run,
	{ count, stopEarly, paramsOf }: ItemRun,
	onDone: (itemIndex: number, externalId: string) => void,
): Promise<ItemResult[]> {
	const width = readParallelItems(run, paramsOf(0));
	if (width instanceof Failure) {
		return Array.from({ length: count }, (_, index) => new Failure(width.error, paramsOf(index)));
	}
	const results: ItemResult[] = [];
	let next = 0;
	let stopped = false;
	const worker = async () => {
		while (next < count && !stopped && !run.signal?.aborted) {
			const itemIndex = next++;
			const result = await runItem(run, paramsOf(itemIndex), onDone);
			results[itemIndex] = result;
			stopped ||= stopEarly && result instanceof Failure;
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
	return results;
}

/** Money moves one order at a time unless the user says otherwise. */
function readParallelItems({ operation }: Run, params: ItemParameters): number | Failure {
	const fallback = operation.movesMoney ? 1 : MOST_PARALLEL;
	const rule = { field: 'Parallel Items', maxDecimals: 0 };
	try {
		return Math.min(MOST_PARALLEL, params.number('options.parallelItems', rule, fallback));
	} catch (error) {
		return new Failure(error, params);
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
		const shape = readShape(operation, params);
		item = openItem(run, params);
		const result = await operation.execute(item);
		if (item.externalId !== undefined) onDone(params.itemIndex, item.externalId);
		return outputOf(shape, params.itemIndex, result);
	} catch (error) {
		return new Failure(error, params, item);
	}
}

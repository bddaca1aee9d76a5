import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { endpoints } from '../../../minted/generated/endpoints';
import type { NumberRule } from '../../../minted/money';
import { redactPersonalData } from '../../../minted/output/redact';
import { checkPath, type RequestParts } from '../../../minted/client/request';
import { withIsoDates } from '../../../minted/output/simplify';
import { textOf } from '../../../minted/text';
import { connect, type Connection } from '../../shared/client';
import { toNodeError } from '../../shared/nodeError';
import { IDENTITY_NUMBERS_OPTION, isPathAssumed } from '../fields/shared';
import { inParallel } from './inParallel';
import { movesMoney, type Batch, type Call, type Operation, type OwnParts } from '../operation';
import { Parameters } from './parameters';

const MOST_PARALLEL = 64;
const OUTPUTS = ['raw', 'selected', 'simplified'] as const;

/** Everything that is the same for all items of one run. */
interface Run {
	context: IExecuteFunctions;
	operation: Operation;
	connection: Connection;
	/** Fields that are the same for all items, once they were read. */
	fixedFields: Map<string, unknown>;
}

/** What of one result goes into the output. Read before anything is sent. */
type Shape = (row: unknown) => unknown;

/** What came of one item: its output, a list only where it is not a single one, or why there is none. */
type ItemResult = INodeExecutionData | INodeExecutionData[] | NodeApiError | NodeOperationError;

/**
 * Runs one operation for every input item. Output follows the order of the input, each result is
 * paired with its item, and a failed item is an error item or ends the run, as the user chose.
 */
export async function runItems(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const run: Run = {
		context,
		operation,
		connection: await openConnection(context, operation),
		fixedFields: new Map(),
	};
	const count = context.getInputData().length;
	const stopEarly = !context.continueOnFail();
	const results: ItemResult[] = operation.batch
		? await runBatches(run, operation.batch, count)
		: await inParallel(
				count,
				parallelItems(run),
				async (itemIndex) => await runItem(run, itemIndex),
				{
					isLast: (result) => stopEarly && result instanceof Error,
					signal: context.getExecutionCancelSignal(),
				},
			);
	const failed = results.find((result) => result instanceof Error);
	if (stopEarly && failed instanceof Error) throw failed;
	return results.flatMap((result, itemIndex) =>
		result instanceof Error
			? { json: { error: result.message }, error: result, pairedItem: { item: itemIndex } }
			: result,
	);
}

/** Money moves one order at a time unless the user says otherwise. */
function parallelItems({ context, operation, connection }: Run): number {
	const fallback = movesMoney(operation) ? 1 : MOST_PARALLEL;
	const params = new Parameters(context, 0);
	const rule = { field: 'Parallel Items', maxDecimals: 0 };
	try {
		return Math.min(MOST_PARALLEL, params.number('options.parallelItems', rule, fallback));
	} catch (error) {
		throw describeError(context, operation, connection, params, error);
	}
}

async function openConnection(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<Connection> {
	try {
		return await connect(context);
	} catch (error) {
		throw describeError(context, operation, undefined, new Parameters(context, 0), error);
	}
}

async function runItem(run: Run, itemIndex: number): Promise<ItemResult> {
	const params = new Parameters(run.context, itemIndex, run.fixedFields);
	try {
		const shape = readShape(run.operation, params);
		const result = await run.operation.execute(openCall(run, params));
		return outputItems(shape, params, result);
	} catch (error) {
		return describeError(run.context, run.operation, run.connection, params, error);
	}
}

function openCall({ context, operation, connection }: Run, params: Parameters): Call {
	return {
		params,
		connection,
		context,
		itemIndex: params.itemIndex,
		api: connection.api({
			retryForMs: readSeconds(params, 'retrySeconds', { field: 'Retry For', zero: true }, 30),
			// Zero would mean to wait for ever.
			timeoutMs: readSeconds(params, 'timeoutSeconds', { field: 'Timeout' }, 60),
		}),
		parts: (own) => requestParts(operation, params, own),
	};
}

function outputItems(
	shape: Shape,
	{ itemIndex }: Parameters,
	result: unknown,
): INodeExecutionData | INodeExecutionData[] {
	const outputItem = (row: unknown): INodeExecutionData => ({
		json: asObject(shape(row)),
		pairedItem: { item: itemIndex },
	});
	return Array.isArray(result) ? result.map(outputItem) : outputItem(result);
}

/** Reads each item by itself, then sends the good ones together, a batch at a time. */
async function runBatches(run: Run, batch: Batch, count: number): Promise<ItemResult[]> {
	const { context, operation, connection } = run;
	const results: ItemResult[] = Array.from({ length: count }, () => []);
	const ready: Array<{ call: Call; record: unknown; shape: Shape }> = [];
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		const params = new Parameters(context, itemIndex, run.fixedFields);
		try {
			const call = openCall(run, params);
			call.parts();
			ready.push({ call, record: batch.read(call), shape: readShape(operation, params) });
		} catch (error) {
			results[itemIndex] = describeError(context, operation, connection, params, error);
		}
	}
	if (!context.continueOnFail() && ready.length < count) return results;
	for (let start = 0; start < ready.length; start += batch.size) {
		const part = ready.slice(start, start + batch.size);
		const [first] = part;
		if (first === undefined) break;
		try {
			const rows = await batch.send(
				part.map(({ record }) => record),
				first.call,
			);
			part.forEach(({ call, shape }, index) => {
				results[call.itemIndex] = outputItems(shape, call.params, rows[index]);
			});
		} catch (error) {
			for (const { call } of part) {
				results[call.itemIndex] = describeError(context, operation, connection, call.params, error);
			}
			if (!context.continueOnFail()) return results;
		}
	}
	return results;
}

/** Path and further body fields work the same for every operation. */
function requestParts(operation: Operation, params: Parameters, own: OwnParts = {}): RequestParts {
	const endpointPath = params.optionalText('options.endpointPath', 'Endpoint Path', { max: 500 });
	return {
		...own,
		body: operation.additionalBody ? withAdditionalBody(operation, params, own.body) : own.body,
		endpointPath:
			endpointPath !== undefined && isPathAssumed(operation)
				? checkPath(endpointPath, 'Endpoint Path')
				: undefined,
	};
}

function withAdditionalBody(
	{ reservedBody = [] }: Operation,
	params: Parameters,
	body: Record<string, unknown> = {},
): Record<string, unknown> {
	const field = 'Additional Fields (JSON)';
	const additional = params.jsonObject('additionalBody', field) ?? {};
	const clash = Object.keys(additional).find(
		(key) => body[key] !== undefined || reservedBody.includes(key),
	);
	if (clash !== undefined) {
		throw new FieldError(
			field,
			`${field} contains "${clash}", which another field already sets`,
			'Remove it there, or from the JSON.',
		);
	}
	return { ...body, ...additional };
}

function readSeconds(
	params: Parameters,
	name: string,
	rule: Pick<NumberRule, 'field' | 'zero'>,
	fallback: number,
): number {
	const seconds = params.number(`options.${name}`, { ...rule, maxDecimals: 3 }, fallback);
	return Math.min(seconds, 600) * 1000;
}

/** What of a result the user asked to have, without the personal data that was not asked for. */
function readShape(operation: Operation, params: Parameters): Shape {
	const selected = outputShape(operation, params);
	const disclosure = {
		identityNumbers:
			operation.returnsIdentityNumbers === true &&
			params.flag(`options.${IDENTITY_NUMBERS_OPTION}`, 'Include Identity Numbers', false),
	};
	return (row) => redactPersonalData(selected(row), disclosure);
}

/** Simplified unless asked otherwise; for a model the builder chooses. Dates are ISO in all but raw. */
function outputShape(operation: Operation, params: Parameters): Shape {
	const { simplify } = operation;
	if (simplify === undefined) return withIsoDates;
	const simplified = (row: unknown) => simplify(row as never);
	// Only one of the two fields is shown, depending on whether the node is a tool.
	const output = params.raw('output') === null ? null : params.choice('output', 'Output', OUTPUTS);
	if (output === 'raw') return (row) => row;
	if (output === 'selected') {
		const names = String(params.raw('outputFields', ''))
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name !== '');
		if (names.length === 0) {
			throw new FieldError(
				'Fields',
				'Fields is empty',
				'Name the fields to return, e.g. guid, total.',
			);
		}
		return (row) => pick({ ...asObject(row), ...asObject(simplified(row)) }, names);
	}
	return params.flag('simplify', 'Simplify', true) ? simplified : (row) => row;
}

function pick(row: IDataObject, names: string[]): IDataObject {
	return Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]));
}

function asObject(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: { value: value as IDataObject[string] };
}

function describeError(
	context: IExecuteFunctions,
	operation: Operation,
	connection: Connection | undefined,
	params: Parameters,
	error: unknown,
): NodeApiError | NodeOperationError {
	const endpoint = operation.endpoint && endpoints[operation.endpoint];
	return toNodeError(context.getNode(), error, {
		environment: connection?.environment ?? 'unknown environment',
		assumedPath:
			endpoint && isPathAssumed(operation)
				? textOf(params.raw('options.endpointPath')).trim() || endpoint.path
				: undefined,
		movesMoney: movesMoney(operation),
		secrets: [...(connection?.secrets ?? []), ...params.secrets],
		itemIndex: params.itemIndex,
	});
}

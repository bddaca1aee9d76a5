import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { FieldError } from '../../minted/errors';
import { endpoints } from '../../minted/generated/endpoints';
import { redactCardData } from '../../minted/redact';
import { checkPath, type RequestParts } from '../../minted/request';
import { withIsoDates } from '../../minted/simplify';
import { connect, type Connection } from '../transport/client';
import { toNodeError } from '../transport/nodeError';
import { isPathAssumed } from './fields/shared';
import type { Call, Operation, OwnParts } from './operation';
import { Parameters } from './parameters';

/** Runs one operation for every input item, in order, each result paired with its item. */
export async function runItems(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const connection = await openConnection(context, operation);
	const results: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < items.length; itemIndex++) {
		const params = new Parameters(context, itemIndex);
		try {
			results.push(...(await runItem(context, operation, connection, params)));
		} catch (error) {
			const nodeError = describeError(context, operation, connection, params, error);
			if (!context.continueOnFail()) throw nodeError;
			results.push({
				json: { error: nodeError.message },
				error: nodeError,
				pairedItem: { item: itemIndex },
			});
		}
	}
	return results;
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

async function runItem(
	context: IExecuteFunctions,
	operation: Operation,
	connection: Connection,
	params: Parameters,
): Promise<INodeExecutionData[]> {
	const { itemIndex } = params;
	const call: Call = {
		params,
		connection,
		context,
		itemIndex,
		api: connection.api({
			retryForMs: readSeconds(params, 'retrySeconds', 'Retry For', 30),
			timeoutMs: readSeconds(params, 'timeoutSeconds', 'Timeout', 60),
		}),
		parts: (own) => requestParts(operation, params, own),
	};
	const result = await operation.execute(call);
	const rows = Array.isArray(result) ? result : [result];
	const shape = outputShape(operation, params);
	return rows.map((row) => ({
		json: asObject(redactCardData(shape(row))),
		pairedItem: { item: itemIndex },
	}));
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

function readSeconds(params: Parameters, name: string, field: string, fallback: number): number {
	const seconds = params.number(`options.${name}`, { field, maxDecimals: 3, zero: true }, fallback);
	return Math.min(seconds, 600) * 1000;
}

/** Simplified unless asked otherwise; for a model the builder chooses. Dates are ISO in all but raw. */
function outputShape(operation: Operation, params: Parameters): (row: unknown) => unknown {
	const { simplify } = operation;
	if (simplify === undefined) return withIsoDates;
	const simplified = (row: unknown) => simplify(row as never);
	// Only one of the two fields is shown, depending on whether the node is a tool.
	const output = params.raw('output');
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
	return params.flag('simplify', true) ? simplified : (row) => row;
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
		assumedPath: endpoint && isPathAssumed(operation) ? endpoint.path : undefined,
		movesMoney: endpoint?.effect === 'money',
		secrets: [...(connection?.secrets ?? []), ...params.secrets],
		itemIndex: params.itemIndex,
	});
}

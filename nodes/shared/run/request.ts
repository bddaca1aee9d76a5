import type { IExecuteFunctions } from 'n8n-workflow';
import type { PartsOf } from '../../../minted/client/api';
import type { RequestParts } from '../../../minted/client/request';
import { FieldError } from '../../../minted/errors';
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import { checkPath, placesOf, type NumberRule } from '../../../minted/values';
import { ADDITIONAL_BODY as ADDITIONAL } from '../fields/shared';
import type { Connection } from '../client';
import type { ItemContext, Operation } from '../operation';
import type { ToolContext } from '../tool/context';
import type { ItemParameters } from './parameters';

/** Everything that is the same for all items of one run. */
export interface Run {
	execution: IExecuteFunctions;
	operation: Operation;
	connection: Connection;
	/** Ends reading and starting. */
	signal: AbortSignal | undefined;
	/** What was read once for all items. */
	memory: Map<string, Promise<unknown>>;
	/** Set where a model calls the node. */
	tool?: ToolContext;
}

type Body = Record<string, unknown>;

/** What an operation gets; it knows its own endpoint more closely. */
interface OpenItem extends ItemContext {
	send(parts: RequestParts): Promise<unknown>;
}

const LONGEST_SECONDS = 600;

/**
 * Reads the fields that all operations share, and makes of them what the operation calls.
 *
 * @throws FieldError, and what an expression in one of these fields throws
 */
export function openItem(run: Run, params: ItemParameters): OpenItem {
	const { execution, operation, connection, signal, memory } = run;
	const { endpoint } = operation;
	const api = connection.api({
		retryForMs: readSeconds(params, 'retrySeconds', { field: 'Retry For', zero: true }, 30),
		// Zero would mean to wait for ever.
		timeoutMs: readSeconds(params, 'timeoutSeconds', { field: 'Timeout' }, 60),
		signal,
		memory,
	});
	const endpointPath = readEndpointPath(operation, params);
	const additional = operation.additionalBody ? readAdditionalBody(params) : {};
	const extendBody = (body: Body) => merge(operation, body, additional);
	return {
		params,
		itemIndex: params.itemIndex,
		execution,
		connection,
		api,
		endpointPath,
		extendBody,
		// The parts were checked against the contract where the operation is defined.
		send: async (parts) => {
			if (endpoint === undefined) throw new TypeError('The free call has no endpoint of its own');
			const body = operation.additionalBody ? extendBody(parts.body as Body) : parts.body;
			return await api.call(endpoint, { ...parts, body, endpointPath } as PartsOf<EndpointId>);
		},
		signal,
		tool: run.tool,
	};
}

function readEndpointPath(operation: Operation, params: ItemParameters): string | undefined {
	if (!operation.isPathAssumed) return undefined;
	const path = params.optionalText('options.endpointPath', 'Endpoint Path', { max: 500 });
	if (path === undefined || operation.endpoint === undefined) return undefined;
	const { path: contract, effect } = endpoints[operation.endpoint];
	// Without its place a path drops the ID of a field, and what it changes could be somebody else's.
	if (effect === 'read' || placesOf(path) === placesOf(contract))
		return checkPath(path, 'Endpoint Path');
	throw new FieldError(
		'Endpoint Path',
		'Endpoint Path has other places in braces than the path it replaces',
		`Keep them as in ${contract}: the fields of this operation are filled in there.`,
	);
}

function readAdditionalBody(params: ItemParameters): Body {
	return params.jsonObject('additionalBody', ADDITIONAL) ?? {};
}

/** The user's own fields come beside what the node sends, never in its place. */
function merge({ reservedBody = [] }: Operation, body: Body, additional: Body): Body {
	const clash = Object.keys(additional).find(
		(key) => body[key] !== undefined || reservedBody.includes(key),
	);
	if (clash !== undefined) {
		throw new FieldError(
			ADDITIONAL,
			`${ADDITIONAL} contains "${clash}", which another field already sets`,
			'Remove it there, or from the JSON.',
		);
	}
	return { ...body, ...additional };
}

function readSeconds(
	params: ItemParameters,
	name: string,
	rule: Pick<NumberRule, 'field' | 'zero'>,
	fallback: number,
): number {
	const seconds = params.number(`options.${name}`, { ...rule, maxDecimals: 3 }, fallback);
	return Math.min(seconds, LONGEST_SECONDS) * 1000;
}

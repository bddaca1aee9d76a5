/** The contract (minted/openapi.yaml) as plain facts about each endpoint. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const CONTRACT = 'minted/openapi.yaml';

export type Certainty = 'documented' | 'likely' | 'assumed';

export interface EndpointFacts {
	operationId: string;
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	summary: string;
	certainty: Certainty;
	/** `resource.operation` of every node operation that reaches this endpoint. */
	nodeOperations: string[];
	/** read: may be repeated; write: changes data; money: moves money or metal. */
	effect: 'read' | 'write' | 'money';
	source: string;
	pageModified?: string;
	/** When and where the API itself was seen to have the endpoint. */
	checked?: string;
	requiresApiVersion3: boolean;
}

interface ContractOperation {
	operationId: string;
	summary: string;
	'x-certainty': Certainty;
	'x-node-operations': string[];
	'x-effect': EndpointFacts['effect'];
	'x-source': string;
	'x-page-modified'?: string;
	'x-checked'?: string;
}

export function readEndpoints(root: string): EndpointFacts[] {
	const contract = parse(readFileSync(join(root, CONTRACT), 'utf8')) as {
		paths: Record<string, Record<string, ContractOperation>>;
	};
	return Object.entries(contract.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			operationId: operation.operationId,
			method: method.toUpperCase() as EndpointFacts['method'],
			path,
			summary: operation.summary,
			certainty: operation['x-certainty'],
			nodeOperations: operation['x-node-operations'],
			effect: operation['x-effect'],
			source: operation['x-source'],
			pageModified: operation['x-page-modified'],
			checked: operation['x-checked'],
			requiresApiVersion3: operation.operationId === 'priceFix',
		})),
	);
}

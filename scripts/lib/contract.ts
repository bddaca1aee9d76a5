/** The contract (minted/openapi.yaml) as plain facts about each endpoint. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const CONTRACT = 'minted/openapi.yaml';

export type Certainty = 'documented' | 'likely' | 'assumed';

/** The parts of the API's table of contents that the contract covers. */
export const SECTIONS = ['Partner', 'E-Commerce', 'Walletable'] as const;

export type Section = (typeof SECTIONS)[number];

/** How much of a request's or an answer's fields is public. */
export type FieldCertainty = 'documented' | 'partial' | 'assumed';

export interface EndpointFacts {
	section: Section;
	operationId: string;
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	summary: string;
	certainty: Certainty;
	/** `resource.operation` of every operation of Minted Connect that reaches this endpoint. */
	nodeOperations: string[];
	/** The same for Minted Connect Shop. */
	shopOperations: string[];
	/** Of the sections beside Partner only. */
	requestCertainty?: FieldCertainty;
	responseCertainty?: FieldCertainty;
	/** read: may be repeated; write: changes data; money: moves money or metal. */
	effect: 'read' | 'write' | 'money';
	source: string;
	pageModified?: string;
	/** When and where the API itself was seen to have the endpoint. */
	checked?: string;
	/** The documentation's own label of an unfinished page. */
	pageState?: string;
	/** What the page says. */
	apiVersion: '2' | '3';
}

/** An entry of the table of contents that no endpoint of the contract stands for. */
export interface NotCovered {
	section: string;
	title: string;
	method?: string;
	/** Where there is at least a guess. */
	path?: string;
	reason: string;
}

interface ContractOperation {
	operationId: string;
	summary: string;
	tags: string[];
	parameters: Array<{ $ref?: string }>;
	'x-certainty': Certainty;
	'x-request-certainty'?: FieldCertainty;
	'x-response-certainty'?: FieldCertainty;
	'x-node-operations': string[];
	'x-shop-operations'?: string[];
	'x-effect': EndpointFacts['effect'];
	'x-source': string;
	'x-page-modified'?: string;
	'x-checked'?: string;
	'x-page-state'?: string;
}

interface Contract {
	paths: Record<string, Record<string, ContractOperation>>;
	'x-not-covered': NotCovered[];
}

/** The headers of the pages that ask for version 3 or call it their default. */
const VERSION_3 = /\/ApiVersion(Required|Latest)$/;

export function readEndpoints(root: string): EndpointFacts[] {
	return Object.entries(readContract(root).paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			section: SECTIONS.find((section) => operation.tags.includes(section)) ?? 'Partner',
			operationId: operation.operationId,
			method: method.toUpperCase() as EndpointFacts['method'],
			path,
			summary: operation.summary,
			certainty: operation['x-certainty'],
			requestCertainty: operation['x-request-certainty'],
			responseCertainty: operation['x-response-certainty'],
			nodeOperations: operation['x-node-operations'],
			shopOperations: operation['x-shop-operations'] ?? [],
			effect: operation['x-effect'],
			source: operation['x-source'],
			pageModified: operation['x-page-modified'],
			checked: operation['x-checked'],
			pageState: operation['x-page-state'],
			apiVersion: operation.parameters.some(({ $ref = '' }) => VERSION_3.test($ref)) ? '3' : '2',
		})),
	);
}

/** What the table of contents names and the contract leaves out. */
export function readNotCovered(root: string): NotCovered[] {
	return readContract(root)['x-not-covered'];
}

function readContract(root: string): Contract {
	return parse(readFileSync(join(root, CONTRACT), 'utf8')) as Contract;
}

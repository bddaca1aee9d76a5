import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { MintedApi } from '../../minted/client/api';
import { endpoints, type EndpointId } from '../../minted/generated/endpoints';
import type { QueryValue, RequestParts } from '../../minted/client/request';
import type { Connection } from '../shared/client';
import type { Parameters } from './run/parameters';

export type Resource =
	'api' | 'balance' | 'card' | 'customer' | 'delivery' | 'legal' | 'order' | 'payment' | 'price';

/** As the editor and the documentation show them. */
export const RESOURCE_NAMES: Record<Resource, string> = {
	api: 'API Call',
	balance: 'Balance',
	card: 'Card',
	customer: 'Customer',
	delivery: 'Delivery',
	legal: 'Legal',
	order: 'Order',
	payment: 'Payment',
	price: 'Price',
};

/** One run of an operation, for one input item. */
export interface Call {
	params: Parameters;
	api: MintedApi;
	connection: Connection;
	context: IExecuteFunctions;
	itemIndex: number;
	/** What the fields shared by all operations say: path, additional body fields. */
	parts(own?: OwnParts): RequestParts;
}

export interface OwnParts {
	pathParameters?: Record<string, string>;
	query?: Record<string, QueryValue>;
	body?: Record<string, unknown>;
	headers?: Record<string, string>;
}

/** An operation whose items go to the API together. */
export interface Batch {
	/** Most records in one request. */
	size: number;
	/** One item's record, checked. */
	read(call: Call): unknown;
	/** One result a record, in their order. */
	send(records: unknown[], call: Call): Promise<unknown[]>;
}

/** An operation of the node: its face in the editor and what it does. One file each. */
export interface Operation {
	resource: Resource;
	/** Kept in saved workflows: never rename. */
	value: string;
	name: string;
	/** Sentence case, as the editor lists it: "Buy metal". */
	action: string;
	description: string;
	/** The endpoint the operation is about; absent for the free call. */
	endpoint?: EndpointId;
	fields: INodeProperties[];
	/** Further entries of the Options collection. */
	options?: INodeProperties[];
	/** Merges a JSON object of the user's into the body, for fields that are not publicly known. */
	additionalBody?: boolean;
	/** Keys of the body that such an object must not set, beside those that `parts` gets. */
	reservedBody?: readonly string[];
	/** The flat view of one result; offers Simplify. */
	simplify?(result: never): IDataObject;
	/** Offers to leave the identity numbers in the results unmasked. */
	returnsIdentityNumbers?: boolean;
	/** The results for one item, as the API sent them. */
	execute(call: Call): Promise<unknown>;
	/** Used instead of `execute` to send many items in one request. */
	batch?: Batch;
}

export function movesMoney({ endpoint }: Operation): boolean {
	return endpoint !== undefined && endpoints[endpoint].effect === 'money';
}

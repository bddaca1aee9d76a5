import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DataOf, MintedApi, PartsOf } from '../../minted/client/api';
import { endpoints, type EndpointId } from '../../minted/generated/endpoints';
import type { Connection } from './client';
import type { Places } from './layout';
import type { Moves } from './moves';
import type { ItemParameters } from './run/parameters';
import type { ToolContext } from './tool/context';

export type Resource =
	| 'address'
	| 'api'
	| 'balance'
	| 'basket'
	| 'card'
	| 'customer'
	| 'delivery'
	| 'legal'
	| 'order'
	| 'payment'
	| 'price'
	| 'product'
	| 'wallet'
	| 'walletBasket'
	| 'walletOrder'
	| 'walletProduct';

/** As the editor and the documentation show them. */
export const RESOURCE_NAMES: Record<Resource, string> = {
	address: 'Address',
	api: 'API Call',
	balance: 'Balance',
	basket: 'Basket',
	card: 'Card',
	customer: 'Customer',
	delivery: 'Delivery',
	legal: 'Legal',
	order: 'Order',
	payment: 'Payment',
	price: 'Price',
	product: 'Product',
	wallet: 'Wallet',
	walletBasket: 'Wallet Basket',
	walletOrder: 'Wallet Order',
	walletProduct: 'Wallet Product',
};

/** Items in hand at a time; how many requests are in flight, the API's pace decides. */
export const MOST_PARALLEL = 256;

/** What an operation has in hand for one input item. */
export interface ItemContext {
	params: ItemParameters;
	itemIndex: number;
	/** n8n's own. */
	execution: IExecuteFunctions;
	connection: Connection;
	/** For other endpoints than the operation's own. */
	api: MintedApi;
	/** Of the operation's own endpoint, where the user gave one. */
	endpointPath: string | undefined;
	/** Adds the user's own fields to a body, for operations that send it by themselves. */
	extendBody(body: Record<string, unknown>): Record<string, unknown>;
	/** Ends what only reads. */
	signal: AbortSignal | undefined;
	/** Set where a model calls the node. */
	tool?: ToolContext;
	/** The ID of what the item moves, for messages; set as soon as it is known. */
	externalId?: string;
	/** The ID was made here: only the same execution will use it again. */
	isIdMade?: boolean;
	/** Duplicate Guard is off: set when the guard is read. */
	isUnguarded?: boolean;
	/** It moves nothing after all; set with Preview Only. */
	isPreview?: boolean;
}

/** The same for an operation with an endpoint of its own. */
interface ItemContextFor<Id extends EndpointId> extends ItemContext {
	/**
	 * Calls the operation's endpoint, with what the fields shared by all operations say.
	 *
	 * @throws MintedError, FieldError
	 */
	send(parts: PartsOf<Id>): Promise<DataOf<Id>>;
}

/** One row of what an operation returned. */
type RowOf<Result> = Result extends ReadonlyArray<infer Row> ? Row : Result;

interface Face<Row> {
	resource: Resource;
	/** Kept in saved workflows: never rename. */
	value: string;
	name: string;
	/** Sentence case, as the editor lists it: "Buy metal". */
	action: string;
	description: string;
	fields: INodeProperties[];
	/** Further entries of the Options collection. */
	options?: INodeProperties[];
	/** Where later versions of the node keep fields that version 1 has beside the others. */
	places?: Places;
	/** Merges a JSON object of the user's into the body, for fields that are not publicly known. */
	additionalBody?: boolean;
	/** Keys of the body that such an object must not set, beside those that are sent. */
	reservedBody?: readonly string[];
	/** The flat view of one result, without personal data; offers Simplify. */
	simplify?(row: Row): IDataObject;
	/** Offers to leave the identity numbers in the results unmasked. */
	returnsIdentityNumbers?: boolean;
}

/** An operation whose items go to the API one by one. */
interface SingleOperation<Item, Id, Result> extends Face<RowOf<Result>> {
	/** The endpoint the operation is about; absent for the free call. */
	endpoint?: Id;
	/** Of an operation that moves something, for messages; an order where nothing is said. */
	moves?: Moves;
	/** Of an operation that moves something: whose account it is; its items go one after another. */
	laneOf?(params: ItemParameters): string;
	/** The results for one item, as the API sent them. */
	execute(item: Item): Promise<Result>;
}

/** An operation whose items go to the API together. */
interface BatchOperation<Item, Id, Entry> extends Face<unknown> {
	moves?: undefined;
	endpoint: Id;
	batch: Batch<Item, Entry>;
}

export interface Batch<Item = ItemContext, Entry = unknown> {
	/** Most items in one request. */
	size: number;
	/** One item's entry in the request, checked. */
	read(item: ItemContext): Entry;
	/** Sends the entries by way of the first item; all of them have its path and time-out. */
	send(entries: Entry[], first: Item): Promise<unknown>;
	/** What the answer says about each entry, in their order. */
	match(entries: Entry[], answer: unknown): unknown[];
}

/** What follows from the endpoint in the contract. */
interface EndpointFacts {
	movesMoney: boolean;
	/** Whether the path is this project's guess. */
	isPathAssumed: boolean;
}

/** An operation of the node: its face in the editor and what it does. One file each. */
export type Operation = EndpointFacts &
	(
		| SingleOperation<ItemContext, EndpointId, unknown>
		| BatchOperation<ItemContext, EndpointId, unknown>
	);

/** Checks an operation against its endpoint in the contract. */
export function defineOperation<Id extends EndpointId, Result>(
	operation: SingleOperation<ItemContextFor<Id>, Id, Result>,
): Operation {
	return { ...operation, ...factsOf(operation.endpoint) };
}

/** The same for an operation that sends many items in one request. */
export function defineBatchOperation<Id extends EndpointId, Entry>(
	operation: BatchOperation<ItemContextFor<Id>, Id, Entry>,
): Operation {
	return { ...operation, ...factsOf(operation.endpoint) };
}

function factsOf(id: EndpointId | undefined): EndpointFacts {
	if (id === undefined) return { movesMoney: false, isPathAssumed: false };
	const { effect, certainty } = endpoints[id];
	return { movesMoney: effect === 'money', isPathAssumed: certainty !== 'documented' };
}

import type { World } from '../domain/world';
import type { Order } from '../domain/orders';

/** What a handler gets: a request that the contract allows. */
export interface Call {
	world: World;
	path: Record<string, string>;
	query: Record<string, unknown>;
	/** The JSON body; its shape is what the contract says. */
	body: unknown;
	/** x-client-id, the sales channel. */
	channel: string;
	baseUrl: string;
	/** Where the request went, without its query. */
	url: string;
	pushOrder: (order: Order) => void;
}

/** Answers one operation: returns the envelope's `data` or throws ApiError. */
export type Handler = (call: Call) => unknown;

/** Handlers by operationId. */
export type Handlers = Record<string, Handler>;

import { createHash, randomUUID } from 'crypto';

import { customerOf, customerRecord } from './customers';
import { orderEnvelope, orderOf, PRICE } from './order';

/** What the API's books say of the orders of a run, whatever the client believes. */
export interface Books {
	/** IDs under which an order for the right customer was placed. */
	placed: number;
	/** Orders beyond the first under an ID. */
	placedTwice: number;
	/** Orders for another customer than their row's. */
	wrong: number;
}

export interface SignedCall {
	method: string;
	/** Path and query. */
	target: string;
	body: unknown;
}

export interface Answer {
	status: number;
	text: string;
	/** The same for the same call: what tells which answers are lost. */
	key: string;
}

interface Body {
	guid?: string;
	external_id?: string;
	customer_external_id?: string;
	price_token?: string;
	customer?: { external_id?: string };
	items?: Array<{ amount?: number }>;
}

const ORDER = '/partner/order';
const CUSTOMER = '/partner/customer/';

/**
 * Customers, prices and orders, lean. A repeated external_id is ordered again, as nothing public says
 * that it is refused.
 */
export class Shop {
	/** Grams of all orders under each ID. */
	private readonly orders = new Map<string, number[]>();
	private readonly customerOfToken = new Map<string, string>();
	private wrong = 0;

	answer({ method, target, body }: SignedCall): Answer {
		const fields = (body ?? {}) as Body;
		if (target === '/partner/pricefix') return this.fixPrice(fields);
		if (target === '/partner/order/digital/buy') return this.buy(fields);
		if (target.startsWith(CUSTOMER)) {
			const id = decodeURIComponent(target.slice(CUSTOMER.length));
			return ok(`customer ${id}`, customerRecord(id));
		}
		if (method === 'POST' && target === ORDER) return this.find(fields);
		const externalId = decodeURIComponent(target.slice(ORDER.length + 1));
		return { status: 200, text: orderEnvelope({ externalId }), key: `order ${externalId}` };
	}

	books(): Books {
		const ordered = [...this.orders.values()];
		return {
			placed: ordered.length,
			placedTwice: ordered.reduce((sum, grams) => sum + grams.length - 1, 0),
			wrong: this.wrong,
		};
	}

	private fixPrice({ customer_external_id: customer = '' }: Body): Answer {
		const token = randomUUID();
		this.customerOfToken.set(token, customer);
		return ok(`price ${customer}`, {
			token,
			total: null,
			expires_at: new Date(Date.now() + 240_000).toISOString(),
			is_total_price: false,
			expire_ttl: 240,
			prices: ['GAU', 'GAG', 'GPT', 'GPD'].map((sku) => ({
				sku,
				product_name: sku,
				buy_price: PRICE,
				sell_price: PRICE - 60,
				unit: 'gram',
			})),
			currency: 'TRY',
		});
	}

	private find({ guid, external_id: externalId = '' }: Body): Answer {
		if (guid !== undefined) {
			return { status: 200, text: orderEnvelope({ guid }), key: `order ${guid}` };
		}
		const key = `look ${externalId}`;
		const [grams] = this.orders.get(externalId) ?? [];
		if (grams === undefined) return refusal(key, 404, 'Order not found.');
		return ok(key, orderOf({ externalId, grams, customerId: customerOf(externalId) }));
	}

	private buy({ external_id: externalId = '', price_token: token = '', ...body }: Body): Answer {
		const { customer, items: [{ amount: grams = 0 } = {}] = [] } = body;
		const key = `buy ${externalId}`;
		const owner = customerOf(externalId);
		if (this.customerOfToken.get(token) !== owner || customer?.external_id !== owner) {
			this.wrong++;
			return refusal(key, 422, 'The customer is not that of the price token.');
		}
		this.orders.set(externalId, [...(this.orders.get(externalId) ?? []), grams]);
		const order = orderOf({ externalId, grams, customerId: owner });
		const { guid, order_code, price, total, order_at } = order;
		return ok(key, {
			...{ order_code: [order_code], guid: [guid], price, tax: 0, total, order_at },
			orders: [order],
		});
	}
}

function ok(key: string, data: unknown): Answer {
	return { status: 200, text: JSON.stringify({ data, success: true, code: 0, message: '' }), key };
}

function refusal(key: string, status: number, message: string): Answer {
	const text = JSON.stringify({ data: null, success: false, code: status, message });
	return { status, text, key };
}

/** Which answers are lost after the API has done what it was asked for. */
export interface Loss {
	/** One of so many. */
	oneIn: number;
	seed: number;
}

/** The same calls lose their answers in every run, in whatever order they come. */
export function createLoss({ oneIn, seed }: Loss): (key: string) => boolean {
	const times = new Map<string, number>();
	return (key) => {
		const time = times.get(key) ?? 0;
		times.set(key, time + 1);
		const hash = createHash('sha256')
			.update(JSON.stringify([seed, key, time]))
			.digest();
		return hash.readUInt32BE(0) % oneIn === 0;
	};
}

import type { BodyOf, MintedApi, ReadyRequest } from '../client/api';
import type { Currency, Order, OrderCustomer, OrderResponse, PriceFix } from '../model';
import { gramsFor, orderTotal } from '../money';
import { exactNumber } from '../values';
import {
	customerOf,
	findOrder,
	isNamed,
	refuseOtherOrder,
	unreadable,
	type WantedCustomer,
	type WantedOrder,
} from './lookup';
import { placeOnce, type Guard, type Placement } from './placeOnce';
import { OrderRefusal } from './refusal';

export type Side = 'buy' | 'sell';

/** How much: metal by weight, or as much as an amount of money pays for. */
export type Quantity = { grams: number } | { total: number; gramDecimals: number };

/** In the currency of the order; unit prices for one gram. */
export interface PriceLimits {
	/** Most the unit price of a buy may be. */
	maxUnitPrice?: number;
	/** Least the unit price of a sell may be. */
	minUnitPrice?: number;
	/** Most the whole order may come to. */
	maxTotal?: number;
}

/** A buy or sell of metal in digital storage. */
export interface DigitalOrder {
	side: Side;
	sku: string;
	externalId: string;
	currency: Currency;
	quantity: Quantity;
	limits: PriceLimits;
	/** Of an earlier Price Fix; without it the price is fixed in the same step. */
	priceToken?: string;
	/** Prices that were fixed earlier and are known in full; the order is at these. */
	fixed?: PriceFix;
	/** Asked right before it is sent; what it throws keeps it from being sent. */
	approve?(quote: Quote): void;
	/** Undefined for the partner's own account. */
	customer?: WantedCustomer;
	/** Further fields of the body: payment, and what is not publicly documented. */
	body: Record<string, unknown>;
}

/** What is about to be ordered, at the fixed price. */
export interface Quote {
	sku: string;
	/** Grams. */
	amount: number;
	currency: string;
	priceToken: string;
	/** Per gram; undefined when the price was fixed in an earlier step. */
	unitPrice?: number;
	/** Of unitPrice; undefined without it. */
	priceCurrency?: string;
	expiresAt?: string;
}

const SIDES = {
	buy: { endpoint: 'buyDigital', type: 'Buy' },
	sell: { endpoint: 'sellDigital', type: 'Sell' },
} as const;

type DigitalEndpoint = (typeof SIDES)[Side]['endpoint'];
type DigitalBody = BodyOf<DigitalEndpoint>;

/**
 * Places the order at most once, within its limits.
 *
 * @returns the orders, one for each line of the answer
 * @throws OrderRefusal, FieldError, MintedError, NotPreparedError: nothing was ordered
 * @throws OrderNotPlacedError, OrderOutcomeUnknownError
 * @see https://docs.mintedconnect.com/api-3769742 (buy), https://docs.mintedconnect.com/api-3769745 (sell)
 */
export async function placeDigitalOrder(
	api: MintedApi,
	order: DigitalOrder,
	guard: Guard,
): Promise<Placement<Order[]>> {
	const { externalId, side } = order;
	const { sku, customer, quantity, currency } = order;
	const customerExternalId = customer?.externalId;
	const { endpoint, type } = SIDES[side];
	const wanted: WantedOrder = { externalId, type, sku, customerExternalId, currency, quantity };
	let quoted: Quote | undefined;
	return await placeOnce<ReadyRequest<DigitalEndpoint>, Order[]>(
		{
			externalId,
			wish: wishOf(order),
			fixesPrice: order.priceToken === undefined && order.fixed === undefined,
			prepare: async () => {
				const [quote, details] = await Promise.all([
					quoteDigitalOrder(api, order),
					side === 'buy' && customer ? customerOf(api, customer) : undefined,
				]);
				quoted = quote;
				return api.prepare(endpoint, { body: bodyOf(order, quote, details) });
			},
			approve: () => {
				if (quoted !== undefined) order.approve?.(quoted);
			},
			send: async (request) => placedOrders(await request.send(), externalId),
			lookup: async (isSent) => {
				const found = await findOrder(isSent ? api.unstoppable : api, { external_id: externalId });
				if (found !== undefined) refuseOtherOrder(found, wanted);
				return found && [found];
			},
		},
		guard,
	);
}

/** The same for the same wish; limits and payment do not make it another. */
function wishOf({ side, sku, customer, currency, quantity }: DigitalOrder): string {
	const amount = 'grams' in quantity ? { grams: quantity.grams } : { total: quantity.total };
	return JSON.stringify([side, sku, customer?.externalId ?? null, currency, amount]);
}

/** What the order itself says goes before everything else. */
function bodyOf(
	order: DigitalOrder,
	quote: Quote,
	details: OrderCustomer | undefined,
): DigitalBody {
	const { customer } = order;
	return {
		...order.body,
		...(customer && { customer: details ?? { external_id: customer.externalId } }),
		price_token: quote.priceToken,
		currency_code: order.currency,
		external_id: order.externalId,
		items: [{ sku: quote.sku, amount: quote.amount }],
	};
}

/**
 * The orders that an answer says were placed; where it has only codes and guids, an order is what
 * these lists say.
 *
 * @throws MintedError `unreadable` for the answer to something else: whether this order was placed
 *   is then as open as without an answer
 */
function placedOrders(response: OrderResponse, externalId: string): Order[] {
	const { order_at, payment, guid, order_code, orders } = response;
	const placed =
		orders.length > 0
			? orders.map((order) => ({ order_at, payment, ...order }))
			: guid.map((id, index) => {
					const named = { guid: id, order_code: order_code[index] ?? '', external_id: externalId };
					return { ...named, order_at, payment, items: [] } as unknown as Order;
				});
	if (placed.length > 0 && placed.every((order) => isNamed(order, externalId))) return placed;
	throw unreadable();
}

/**
 * Fixes the price where no token was given and works out the order, within its limits.
 *
 * @throws OrderRefusal, MintedError
 * @see https://docs.mintedconnect.com/api-3826800
 */
export async function quoteDigitalOrder(api: MintedApi, order: DigitalOrder): Promise<Quote> {
	if (order.fixed !== undefined) return quoteAt(order.fixed, order);
	if (order.priceToken !== undefined) return quoteForToken(order, order.priceToken);
	const { quantity, currency } = order;
	const customerExternalId = order.customer?.externalId;
	// From Total Price is documented for customers only.
	const byTotal = order.side === 'buy' && customerExternalId !== undefined && 'total' in quantity;
	const fixed = await api.call('priceFix', {
		body: {
			type: 'digital',
			customer_external_id: customerExternalId,
			...(byTotal ? { currency, total: quantity.total } : {}),
		},
	});
	return quoteAt(fixed, order);
}

function quoteForToken(order: DigitalOrder, priceToken: string): Quote {
	if (!('grams' in order.quantity)) throw new OrderRefusal({ kind: 'tokenWithTotal' });
	if (isLimited(order)) throw new OrderRefusal({ kind: 'tokenWithLimits' });
	return { sku: order.sku, amount: order.quantity.grams, currency: order.currency, priceToken };
}

const isLimited = ({ limits }: DigitalOrder) =>
	Object.values(limits).some((limit) => limit !== undefined);

/** The order at these prices. Pure; see {@link quoteDigitalOrder} for the errors. */
export function quoteAt(fixed: PriceFix, order: DigitalOrder): Quote {
	const { sku, side, currency } = order;
	const price = fixed.prices.find((offered) => offered.sku === sku);
	if (price === undefined) {
		const offered = fixed.prices.map((each) => each.sku);
		throw new OrderRefusal({ kind: 'notOffered', sku, offered });
	}
	const unitPrice = exactNumber(side === 'buy' ? price.buy_price : price.sell_price);
	if (unitPrice === undefined || !(unitPrice > 0) || typeof fixed.token !== 'string') {
		throw new OrderRefusal({ kind: 'noPrice', sku });
	}
	const amount = amountOf(order, unitPrice, fixed.currency, exactNumber(price.buy_amount));
	checkLimits(order, { unitPrice, amount, currency: fixed.currency });
	return {
		sku,
		amount,
		currency,
		priceToken: fixed.token,
		unitPrice,
		priceCurrency: fixed.currency,
		expiresAt: fixed.expires_at,
	};
}

function amountOf(
	order: DigitalOrder,
	unitPrice: number,
	priceCurrency: string,
	buyAmount: number | undefined,
): number {
	const { quantity, currency, sku } = order;
	if ('grams' in quantity) return quantity.grams;
	// Grams for a total in another currency could be any number of times too many.
	if (priceCurrency !== currency) {
		throw new OrderRefusal({
			kind: 'otherCurrency',
			of: 'total',
			prices: priceCurrency,
			order: currency,
		});
	}
	if (order.side === 'buy' && buyAmount !== undefined && buyAmount > 0) {
		checkTotal(quantity.total, unitPrice, buyAmount, currency);
		return buyAmount;
	}
	const grams = gramsFor(quantity.total, unitPrice, quantity.gramDecimals);
	if (grams > 0) return grams;
	throw new OrderRefusal({ kind: 'tooLittle', total: quantity.total, currency, sku, unitPrice });
}

/** Minted may round its grams up, as far as {@link refuseOtherOrder} takes a total for the same. */
function checkTotal(total: number, unitPrice: number, grams: number, currency: string): void {
	const actual = orderTotal(unitPrice, grams);
	if (actual <= total * 1.01 + unitPrice / 100) return;
	throw new OrderRefusal({ kind: 'tooMuch', total, actual, currency });
}

function checkLimits(
	order: DigitalOrder,
	{ unitPrice, amount, currency }: { unitPrice: number; amount: number; currency: string },
): void {
	if (!isLimited(order)) return;
	if (currency !== order.currency) {
		throw new OrderRefusal({
			kind: 'otherCurrency',
			of: 'limits',
			prices: currency,
			order: order.currency,
		});
	}
	const { maxUnitPrice, minUnitPrice, maxTotal } = order.limits;
	const refuse = (limit: keyof PriceLimits, allowed: number, actual: number): never => {
		throw new OrderRefusal({ kind: 'limit', limit, allowed, actual, currency });
	};
	if (order.side === 'buy' && maxUnitPrice !== undefined && unitPrice > maxUnitPrice) {
		refuse('maxUnitPrice', maxUnitPrice, unitPrice);
	}
	if (order.side === 'sell' && minUnitPrice !== undefined && unitPrice < minUnitPrice) {
		refuse('minUnitPrice', minUnitPrice, unitPrice);
	}
	if (maxTotal === undefined) return;
	const total = orderTotal(unitPrice, amount);
	if (total > maxTotal) refuse('maxTotal', maxTotal, total);
}

import type { MintedApi } from '../client/api';
import { beforeSending, FieldError, MintedError } from '../errors';
import type { Currency, Order, OrderResponse, PriceFix } from '../model';
import { gramsFor, orderTotal } from '../money';
import type { RequestParts } from '../client/request';
import { isTransient, pauseMs, type Clock } from '../client/retry';
import { ordersOf } from '../output/simplify';

export type Side = 'buy' | 'sell';

/** How much: metal by weight, or as much as an amount of money pays for. */
export type Quantity = { grams: number } | { total: number; gramDecimals: number };

export interface PriceLimits {
	/** Most the unit price of a buy may be, per gram. */
	maxUnitPrice?: number;
	/** Least the unit price of a sell may be, per gram. */
	minUnitPrice?: number;
	/** Most the whole order may come to. */
	maxTotal?: number;
}

export interface DigitalOrder {
	side: Side;
	sku: string;
	externalId: string;
	currency: Currency;
	quantity: Quantity;
	limits: PriceLimits;
	/** Of an earlier Price Fix; without it the price is fixed in the same step. */
	priceToken?: string;
	/** Partner's id of the customer; undefined for the partner's own account. */
	customerExternalId?: string;
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
	total?: number;
	/** Of unitPrice and total; undefined without them. */
	priceCurrency?: string;
	expiresAt?: string;
}

/** A fixed price is outside the limits of the order; nothing was sent. */
export class PriceLimitError extends Error {
	readonly name = 'PriceLimitError';

	constructor(
		readonly limit: 'Maximum Unit Price' | 'Minimum Unit Price' | 'Maximum Total',
		readonly allowed: number,
		readonly actual: number,
		readonly currency: string,
	) {
		super(`${limit}: ${actual} ${currency}, allowed ${allowed} ${currency}`);
	}
}

const ENDPOINTS = { buy: 'buyDigital', sell: 'sellDigital' } as const;

/**
 * Fixes the price where no token was given and works out the order, within its limits.
 *
 * @throws PriceLimitError, FieldError for a metal that is not offered, MintedError
 */
export async function quote(api: MintedApi, order: DigitalOrder): Promise<Quote> {
	if (order.priceToken !== undefined) return quoteForToken(order, order.priceToken);
	// From Total Price is documented for customers only.
	const byTotal = order.side === 'buy' && order.customerExternalId !== undefined;
	const fixed = await api.call('priceFix', {
		body: {
			type: 'digital',
			customer_external_id: order.customerExternalId,
			...(byTotal && 'total' in order.quantity
				? { currency: order.currency, total: order.quantity.total }
				: {}),
		},
	});
	return quoteAt(fixed, order);
}

function quoteForToken(order: DigitalOrder, priceToken: string): Quote {
	if (!('grams' in order.quantity)) {
		throw new FieldError(
			'Order By',
			'An order by total price needs the price to be fixed in the same step',
			'Set Price to "Fix Automatically", or order by grams with the amount that Price > Fix returned.',
		);
	}
	if (Object.values(order.limits).some((limit) => limit !== undefined)) {
		throw new FieldError(
			'Price Limits',
			'Price limits cannot be checked against a price token from an earlier step',
			'Set Price to "Fix Automatically", or compare the prices of Price > Fix in an If node.',
		);
	}
	return { sku: order.sku, amount: order.quantity.grams, currency: order.currency, priceToken };
}

/** The order at these prices. Pure; see {@link quote} for the errors. */
export function quoteAt(fixed: PriceFix, order: DigitalOrder): Quote {
	const price = fixed.prices.find(({ sku }) => sku === order.sku);
	if (price === undefined) {
		throw new FieldError(
			'Metal',
			`Minted offers no price for "${order.sku}"`,
			`Offered at the moment: ${fixed.prices.map(({ sku }) => sku).join(', ')}.`,
		);
	}
	const unitPrice = order.side === 'buy' ? price.buy_price : price.sell_price;
	const amount = amountOf(order, unitPrice, fixed.currency, price.buy_amount);
	const total = orderTotal(unitPrice, amount);
	checkLimits(order, { unitPrice, total, currency: fixed.currency });
	return {
		sku: order.sku,
		amount,
		currency: order.currency,
		priceToken: fixed.token,
		unitPrice,
		total,
		priceCurrency: fixed.currency,
		expiresAt: fixed.expires_at,
	};
}

function amountOf(
	order: DigitalOrder,
	unitPrice: number,
	priceCurrency: string,
	buyAmount: number | null | undefined,
): number {
	if ('grams' in order.quantity) return order.quantity.grams;
	if (order.side === 'buy' && typeof buyAmount === 'number' && buyAmount > 0) return buyAmount;
	if (priceCurrency !== order.currency) {
		throw new FieldError(
			'Currency',
			`The prices came in ${priceCurrency}, the total price is in ${order.currency}`,
			'Set Currency to the one your Minted account has its prices in, or order by grams.',
		);
	}
	const grams = gramsFor(order.quantity.total, unitPrice, order.quantity.gramDecimals);
	if (grams > 0) return grams;
	throw new FieldError(
		'Total Price',
		`${order.quantity.total} ${order.currency} is less than the smallest amount of ${order.sku}`,
		`One gram costs ${unitPrice} ${order.currency}. Raise the total price.`,
	);
}

function checkLimits(
	order: DigitalOrder,
	actual: { unitPrice: number; total: number; currency: string },
): void {
	const { maxUnitPrice, minUnitPrice, maxTotal } = order.limits;
	const limited = [maxUnitPrice, minUnitPrice, maxTotal].some((limit) => limit !== undefined);
	if (limited && actual.currency !== order.currency) {
		throw new FieldError(
			'Currency',
			`The prices came in ${actual.currency}, the limits are in ${order.currency}`,
			'Set Currency to the one your Minted account has its prices in.',
		);
	}
	if (order.side === 'buy' && maxUnitPrice !== undefined && actual.unitPrice > maxUnitPrice) {
		throw new PriceLimitError(
			'Maximum Unit Price',
			maxUnitPrice,
			actual.unitPrice,
			actual.currency,
		);
	}
	if (order.side === 'sell' && minUnitPrice !== undefined && actual.unitPrice < minUnitPrice) {
		throw new PriceLimitError(
			'Minimum Unit Price',
			minUnitPrice,
			actual.unitPrice,
			actual.currency,
		);
	}
	if (maxTotal !== undefined && actual.total > maxTotal) {
		throw new PriceLimitError('Maximum Total', maxTotal, actual.total, actual.currency);
	}
}

/** Longest pause that one order waits for a 429 to pass. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends the order. A refusal that proves that nothing was processed (the price token has expired,
 * too many requests) is answered by one new attempt, at a new price within the same limits.
 *
 * @param parts customer and payment in its body, and how to send
 * @param confirmNew awaited right before each attempt; what it throws is passed on
 */
export async function sendOrder(
	api: MintedApi,
	order: DigitalOrder,
	first: Quote,
	parts: RequestParts,
	{ clock, confirmNew }: { clock: Clock; confirmNew: () => Promise<void> },
): Promise<OrderResponse> {
	await confirmNew();
	try {
		return await send(api, order, first, parts);
	} catch (error) {
		if (!(error instanceof MintedError)) throw error;
		if (error.kind === 'rateLimited' && isTransient(error)) {
			const pause = pauseMs(1, error, clock.random());
			if (pause > LONGEST_WAIT_MS) throw error;
			await clock.sleep(pause);
		} else if (error.kind !== 'priceTokenExpired' || order.priceToken !== undefined) {
			throw error;
		}
		const again =
			order.priceToken === undefined
				? await beforeSending(async () => await quote(api, order))
				: first;
		await confirmNew();
		return await send(api, order, again, parts);
	}
}

async function send(
	api: MintedApi,
	order: DigitalOrder,
	at: Quote,
	parts: RequestParts,
): Promise<OrderResponse> {
	return await api.call(ENDPOINTS[order.side], {
		...parts,
		body: {
			...(parts.body as Record<string, unknown> | undefined),
			price_token: at.priceToken,
			currency_code: order.currency,
			external_id: order.externalId,
			items: [{ sku: at.sku, amount: at.amount }],
		},
	});
}

/**
 * The orders that an answer says were placed.
 *
 * @throws MintedError `unreadable` for the answer to something else: whether this order was placed
 *   is then as open as without an answer
 */
export function placedOrders(response: OrderResponse, externalId: string): Order[] {
	const orders = ordersOf(response, externalId);
	if (orders.length === 0 || !orders.every((order) => isNamed(order, externalId))) {
		throw unreadable();
	}
	return orders;
}

/**
 * An order under this external_id, or undefined when the API knows none.
 *
 * @throws MintedError for every answer that does not prove either
 */
export async function lookupOrder(api: MintedApi, externalId: string): Promise<Order | undefined> {
	try {
		const found: unknown = await api.call('getOrderAlternative', {
			body: { external_id: externalId },
		});
		if (found === null || found === undefined) return undefined;
		if (isNamed(found, externalId)) return found as Order;
	} catch (error) {
		if (error instanceof MintedError && meansUnknownOrder(error)) return undefined;
		throw error;
	}
	throw unreadable();
}

/** The API leaves the id out where it never had one; a different one is a different order. */
export function isNamed(order: unknown, externalId: string): boolean {
	const { guid, external_id } = order as { guid?: unknown; external_id?: unknown };
	if (typeof guid !== 'string') return false;
	return external_id === null || external_id === undefined || external_id === externalId;
}

const unreadable = () => new MintedError({ kind: 'unreadable', status: 200 });

/** How an API says that there is no such thing, in both languages. */
const NO_SUCH_THING = /not found|no such|not exist|bulunamad[ıi]|mevcut değil|kayıt yok/iu;

/**
 * The answer for an unknown order is not public: 404 by HTTP's meaning, 422 where the id is
 * validated against the known orders (the request has no other field that could be refused). Only
 * Minted's own envelope counts, not a page of something in between; and with a success status it
 * must say so in words, because "closed for maintenance" can come that way, too.
 */
function meansUnknownOrder({ details }: MintedError): boolean {
	const { apiCode, apiMessage = '', status = 0 } = details;
	if (apiCode === undefined) return false;
	return status === 404 || status === 422 || (status < 300 && NO_SUCH_THING.test(apiMessage));
}

/** Whether a found order is the one that was asked for, so that no foreign order is taken for it. */
export function isSameOrder(found: Order, wanted: DigitalOrder): boolean {
	const { type, items, customer } = found as Partial<Order>;
	if (type !== undefined && type.toLowerCase() !== wanted.side) return false;
	if (!isSameOrMissing(customer?.external_id, wanted.customerExternalId)) return false;
	if (!items?.length) return true;
	if (!items.some(({ sku }) => isSameOrMissing(sku, wanted.sku))) return false;
	return !('grams' in wanted.quantity) || isSameOrMissing(items[0]?.amount, wanted.quantity.grams);
}

/** Where one side says nothing there is nothing to compare. */
export function isSameOrMissing<T>(found: T | null | undefined, wanted: T | undefined): boolean {
	return found === null || found === undefined || wanted === undefined || found === wanted;
}

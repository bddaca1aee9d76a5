import type { MintedApi, ReadyRequest } from '../client/api';
import { MintedError } from '../errors';
import type { EcomOrder, EcomProduct, WalletableOrder } from '../model';
import { exactNumber } from '../values';
import { ORDER_PAGES, rowsMatching, type Page, type PageBounds } from './list';
import { unreadable } from './lookup';
import { placeOnce, type Guard, type Placement } from './placeOnce';
import { OrderRefusal } from './refusal';

/** What a basket is completed to: the delivery of E-Commerce, or one of the three of Walletable. */
export type Completion = 'ecom' | 'buy' | 'sell' | 'delivery';

/** A basket, or the order that it has become: both sections call them by one name. */
export type ShopOrder = EcomOrder | WalletableOrder;

/** In the currency of the basket, compared with what Minted says is paid, or received for a sale. */
export interface PaidLimits {
	maxPaidTotal?: number;
	minPaidTotal?: number;
}

/** How Minted knows a basket. */
export interface BasketKey {
	/** Partner's own id of the customer. */
	customerExternalId: string;
	/** 32 characters that Minted gave the basket: its identity, before and after. */
	cartToken: string;
}

/** A basket that is to become an order. */
export interface BasketCompletion extends BasketKey {
	completion: Completion;
	limits: PaidLimits;
	/** Further fields of the body: payment, address, and what is not publicly documented. */
	body: Record<string, unknown>;
	/** Replaces the path of the contract. */
	endpointPath?: string;
	/** Asked right before it is sent; what it throws keeps it from being sent. */
	approve?(basket: ShopOrder): void | Promise<void>;
}

const ENDPOINTS = {
	ecom: 'ecomCompleteBasket',
	buy: 'walletableCompleteBuy',
	sell: 'walletableCompleteSell',
	delivery: 'walletableCompleteDelivery',
} as const;

type CompletionEndpoint = (typeof ENDPOINTS)[Completion];

/**
 * Completes a basket at most once, within its limits.
 *
 * The figures are Minted's own, read right before: nothing is worked out here. Whatever is read of the
 * basket after it was approved must still come to the same; else it is approved anew.
 *
 * @throws OrderRefusal, FieldError, MintedError, NotPreparedError: nothing was ordered
 * @throws OrderNotPlacedError, OrderOutcomeUnknownError
 * @see https://docs.mintedconnect.com/api-8209450 (E-Commerce), https://docs.mintedconnect.com/api-27307626 (Walletable)
 */
export async function completeBasket(
	api: MintedApi,
	basket: BasketCompletion,
	guard: Guard,
): Promise<Placement<ShopOrder>> {
	const { completion, customerExternalId, cartToken } = basket;
	let prepared: ShopOrder | undefined;
	let approved: ShopOrder | undefined;
	let seenLast: ShopOrder | undefined;
	return await placeOnce<ReadyRequest<CompletionEndpoint>, ShopOrder>(
		{
			externalId: cartToken,
			wish: JSON.stringify([completion, customerExternalId]),
			// Reading a basket renews its prices.
			fixesPrice: true,
			prepare: async () => {
				approved = undefined;
				seenLast = undefined;
				prepared = await quoteBasket(api, basket);
				return prepareCompletion(api, basket);
			},
			approve: async () => {
				if (prepared && !isCompleted(prepared)) await approveBasket(prepared, basket);
				approved = prepared;
			},
			send: async (request) => {
				// Somebody else was faster: what became of it is looked up.
				if (approved && isCompleted(approved)) throw new MintedError({ kind: 'conflict' });
				if (approved && seenLast && paidTotalOf(seenLast) !== paidTotalOf(approved)) {
					throw new MintedError({ kind: 'priceTokenExpired', notSent: true });
				}
				return completedOrder(await request.send(), basket);
			},
			lookup: async (isSent) => {
				const { order, open } = await findBasket(isSent ? api.unstoppable : api, basket);
				if (approved !== undefined) seenLast = open;
				return order;
			},
		},
		// One look costs less than a basket that is completed twice: it cannot be switched off.
		{ ...guard, duplicateGuard: true },
	);
}

/** Figures of prices that are no longer fixed are not worth anybody's word. */
async function approveBasket(
	found: ShopOrder,
	{ approve }: Pick<BasketCompletion, 'approve'>,
): Promise<void> {
	if (approve === undefined) return;
	if (isExpired(found)) throw new OrderRefusal({ kind: 'expiredBasket' });
	await approve(found);
}

function prepareCompletion(
	api: MintedApi,
	{ completion, customerExternalId, cartToken, body, endpointPath }: BasketCompletion,
): ReadyRequest<CompletionEndpoint> {
	const named = { ...body, external_customer_id: customerExternalId, cart_token: cartToken };
	return api.prepare(ENDPOINTS[completion], { body: named, endpointPath });
}

/**
 * The order that the answer says the basket has become. One that a person has yet to pay for, on the page
 * of the card's bank, may still count as a basket.
 *
 * @throws MintedError `unreadable`: whether this basket was completed is then open
 */
function completedOrder(answer: unknown, key: BasketKey): ShopOrder {
	const found = basketOf(answer, key);
	const { redirect_url: page } = (found.payment ?? {}) as { redirect_url?: unknown };
	if (isCompleted(found) || (typeof page === 'string' && page !== '')) return found;
	throw unreadable();
}

/** What completing a basket would come to, or the order that it has become already. */
export async function previewBasket(
	api: MintedApi,
	basket: BasketCompletion,
): Promise<{ outcome: 'preview' | 'existing'; result: ShopOrder }> {
	const { order } = await findBasket(api, basket);
	if (order !== undefined) return { outcome: 'existing', result: order };
	return { outcome: 'preview', result: await quoteBasket(api, basket) };
}

/**
 * The basket as it would be completed now, within its limits.
 *
 * @throws OrderRefusal, MintedError
 */
async function quoteBasket(
	api: MintedApi,
	{ limits, ...key }: Pick<BasketCompletion, 'completion' | 'limits'> & BasketKey,
): Promise<ShopOrder> {
	const first = await readBasket(api, key);
	// What is left of a price is negative once it has expired; reading the basket renews it.
	const basket = isExpired(first) ? await readBasket(api, key) : first;
	if (!isCompleted(basket)) checkLimits(basket, limits);
	return basket;
}

function checkLimits(basket: ShopOrder, limits: PaidLimits): void {
	const { maxPaidTotal, minPaidTotal } = limits;
	if (maxPaidTotal === undefined && minPaidTotal === undefined) return;
	if (isExpired(basket)) throw new OrderRefusal({ kind: 'expiredBasket' });
	const actual = paidTotalOf(basket);
	if (actual === undefined) throw new OrderRefusal({ kind: 'noPaidTotal' });
	const refuse = (limit: keyof PaidLimits, allowed: number): never => {
		throw new OrderRefusal({ kind: 'paidLimit', limit, allowed, actual });
	};
	if (maxPaidTotal !== undefined && actual > maxPaidTotal) refuse('maxPaidTotal', maxPaidTotal);
	if (minPaidTotal !== undefined && actual < minPaidTotal) refuse('minPaidTotal', minPaidTotal);
}

/** What Minted says is paid for it, or received for a sale; undefined where it does not say. */
export function paidTotalOf({ paid_total }: ShopOrder): number | undefined {
	return typeof paid_total === 'number' && Number.isFinite(paid_total) ? paid_total : undefined;
}

/** Source: https://docs.mintedconnect.com/api-8209436 (total 5 to 100). */
export const PRODUCT_PAGES: PageBounds = { least: 5, most: 100 };

/**
 * What the bars of a Walletable basket would cost now, without fees. In a basket to deliver they have
 * no price of their own: they are the customer's already, and leave the wallet.
 *
 * @returns undefined where the price of one of them is not known in the currency of the basket
 * @throws MintedError, FieldError
 */
export async function worthOfBars(api: MintedApi, basket: ShopOrder): Promise<number | undefined> {
	const { currency_code: currency, items } = basket as Partial<WalletableOrder>;
	if (!Array.isArray(items) || items.length === 0) return undefined;
	const products = await rowsMatching<EcomProduct>(
		async (page) => {
			const answer: unknown = await api.call('walletableGetProducts', { query: page });
			if (!isPage<EcomProduct>(answer)) throw unreadable();
			return answer;
		},
		{
			what: 'products',
			bounds: PRODUCT_PAGES,
			limit: new Set(items.map(({ sku }) => sku)).size,
			nameOf: ({ sku }) => sku,
			isWanted: ({ sku }) => items.some((item) => item.sku === sku),
		},
	);
	const priceOf = (sku: unknown): number | undefined => {
		const product = products.find((each) => each.sku === sku);
		if (product?.currency_code !== currency) return undefined;
		const prices = [product?.list_price, product?.sale_price].map(exactNumber);
		// Undefined makes it no number.
		return Math.max(...prices.map((price) => price ?? Number.NaN));
	};
	const worth = items.reduce(
		(sum, { sku, amount }) =>
			sum + (priceOf(sku) ?? Number.NaN) * (exactNumber(amount) ?? Number.NaN),
		0,
	);
	return worth > 0 ? worth : undefined;
}

/** Whether the prices are no longer fixed. The basket is as good as before: they are renewed. */
function isExpired({ pricefix }: ShopOrder): boolean {
	return typeof pricefix?.remaining === 'number' && pricefix.remaining <= 0;
}

const isCompleted = ({ order_creation_status: status }: ShopOrder): boolean => status === 'order';

/**
 * The basket with prices that are fixed, as Get Basket has it.
 *
 * @throws MintedError
 */
async function readBasket(
	api: MintedApi,
	key: Pick<BasketCompletion, 'completion'> & BasketKey,
): Promise<ShopOrder> {
	const { completion, customerExternalId, cartToken } = key;
	const endpoint = completion === 'ecom' ? 'ecomGetBasket' : 'walletableGetBasket';
	const query = { external_customer_id: customerExternalId, cart_token: cartToken };
	return basketOf(await api.call(endpoint, { query }), key);
}

/** What there is under a cart token: an order, or a basket that is none yet. */
interface Found {
	order?: ShopOrder;
	open?: ShopOrder;
}

/**
 * Only a basket that is still one proves that nothing was completed.
 *
 * @throws MintedError for every answer that does not say
 * @see https://docs.mintedconnect.com/api-8854297
 */
async function findBasket(
	api: MintedApi,
	key: Pick<BasketCompletion, 'completion'> & BasketKey,
): Promise<Found> {
	const { customerExternalId, cartToken } = key;
	if (key.completion !== 'ecom') {
		// Walletable has no Get Order: what was completed is in the list of the customer's orders.
		const order = await findWalletOrder(api, key);
		return order ? { order } : asFound(await readBasket(api, key));
	}
	const body = { customer_external_id: customerExternalId, cart_token: cartToken };
	return asFound(basketOf(await api.call('ecomGetOrder', { body }), key));
}

const asFound = (basket: ShopOrder): Found =>
	isCompleted(basket) ? { order: basket } : { open: basket };

async function findWalletOrder(
	api: MintedApi,
	{ customerExternalId, cartToken }: BasketKey,
): Promise<WalletableOrder | undefined> {
	const [order] = await rowsMatching<WalletableOrder>(
		async (page) => {
			const query = { ...page, customer_external_id: customerExternalId };
			const answer: unknown = await api.call('walletableGetOrders', { query });
			if (!isPage<WalletableOrder>(answer)) throw unreadable();
			return answer;
		},
		{
			what: 'orders',
			bounds: ORDER_PAGES,
			limit: 1,
			nameOf: ({ guid }) => guid,
			isWanted: ({ token, order_creation_status: status }) =>
				token === cartToken && status !== 'basket',
		},
	);
	return order;
}

const isPage = <Row>(answer: unknown): answer is Page<Row> =>
	typeof answer === 'object' &&
	answer !== null &&
	Array.isArray((answer as { data?: unknown }).data);

/** The answer, if it is about this basket. @throws MintedError `unreadable` */
function basketOf(answer: unknown, { customerExternalId, cartToken }: BasketKey): ShopOrder {
	if (typeof answer !== 'object' || answer === null) throw unreadable();
	const { token, order_creation_status: status, customer } = answer as Partial<WalletableOrder>;
	const owner = customer?.external_id ?? customerExternalId;
	const isKnown = status === 'basket' || status === 'order';
	if (token === cartToken && owner === customerExternalId && isKnown) return answer as ShopOrder;
	throw unreadable();
}

/** Small views of the API's objects: the fields that people put into a spreadsheet. */
import { orderTotal } from '../money';
import type { DigitalOrder, Quote } from '../orders/digitalOrder';
import { toIsoDate } from '../values';
import { DEEPEST } from './redact';
import {
	metalNameOf,
	type Balance,
	type CalculatedPrice,
	type Customer,
	type DeliveryOrder,
	type Order,
	type Price,
	type PriceFix,
} from '../model';

export type Simple = Record<string, string | number | boolean | object | null | undefined>;

/** A view of a row; where the row has another shape than expected, the whole of it hides nothing. */
export const viewOf =
	<Row, View>(simplify: (row: Row) => View, otherwise: (row: Row) => View) =>
	(row: Row): View => {
		try {
			return simplify(row);
		} catch {
			return otherwise(row);
		}
	};

/** Keys that carry a date in any of the documented formats. */
const DATE_KEYS = new Set(['order_at', 'expires_at', 'created_at', 'updated_at']);

/** A copy of any JSON value with its dates in ISO 8601; all else as sent. */
export function withIsoDates<T>(value: T): T {
	return convert(value) as T;
}

function convert(value: unknown, depth = 0): unknown {
	if (depth > DEEPEST) return '…';
	if (Array.isArray(value)) return value.map((inner) => convert(inner, depth + 1));
	if (typeof value !== 'object' || value === null) return value;
	// Copied at once, an object takes no more room than its fields need.
	const copy: Record<string, unknown> = { ...value };
	for (const [key, inner] of Object.entries(copy)) {
		const isDate = DATE_KEYS.has(key) && typeof inner === 'string';
		copy[key] = isDate ? (toIsoDate(inner) ?? inner) : convert(inner, depth + 1);
	}
	return copy;
}

/** An order of a single item, as nearly all are, becomes one flat row. */
export function simplifyOrder(order: Order): Simple {
	// Some answers have no items: an order must not be lost over that.
	const items = order.items ?? [];
	const [item] = items;
	const row: Simple = {
		status_name: order.status_name,
		type: order.type,
		sku: item?.sku,
		amount: item?.amount,
		price: item?.price ?? order.price,
		total: order.total,
		currency_code: order.currency_code,
		external_id: order.external_id,
		order_code: order.order_code,
		guid: order.guid,
		order_at:
			order.order_at === undefined ? undefined : (toIsoDate(order.order_at) ?? order.order_at),
		customer_external_id: order.customer?.external_id ?? null,
	};
	// Added only where there is something: each field that is spread in takes room in every row.
	if (items.length > 1) {
		row.items = items.map(({ sku, amount, total }) => ({ sku, amount, total }));
	}
	if (order.payment?.is_3d) row.payment_redirect_url = order.payment.redirect_url;
	if (order.delivery?.cargo_tracking_number) {
		row.cargo_tracking_number = order.delivery.cargo_tracking_number;
		row.cargo_tracking_url = order.delivery.cargo_tracking_url;
	}
	return row;
}

/**
 * The price of a gram with the name of its metal, which is the SKU where no name is public, and the
 * currency, as far as the answer says it. All that Minted sends stays under its own name.
 */
export function simplifyPrice(price: Price, currency?: string): Simple {
	const { sku, buy_price, sell_price, ...rest } = withIsoDates(price);
	const named: Simple = { metal: metalNameOf(sku) ?? sku, sku, buy_price, sell_price };
	if (currency !== undefined) named.currency = currency;
	return { ...named, ...rest };
}

/** Fixed prices, each of which can stand alone once the list is split. */
export function simplifyPrices(fixed: PriceFix): Simple {
	const { prices, currency, expires_at, ...rest } = withIsoDates(fixed);
	const named = prices.map((price) => simplifyPrice(price, currency));
	return { currency, expires_at, prices: named, ...rest };
}

/** What an amount costs, each of its items with the name of its metal. */
export function simplifyCalculation(calculated: CalculatedPrice): Simple {
	const { items, ...rest } = withIsoDates(calculated);
	const named = items.map((item) => ({ metal: metalNameOf(item.sku) ?? item.sku, ...item }));
	return { ...rest, items: named };
}

/** A delivery as Create answers it; found again by its id it comes as an order. */
export function simplifyDelivery(
	row: ((DeliveryOrder | Order) & { outcome?: string }) | (Simple & Outcome),
): Simple {
	if (isPreview(row)) return { ...row };
	const delivery = row;
	if ('type' in delivery && 'currency_code' in delivery) {
		return { outcome: delivery.outcome, ...simplifyOrder(delivery as Order) };
	}
	const { outcome, guid, order_code, external_id, status_name, total, order_at, items } = delivery;
	return {
		outcome,
		status_name,
		type: 'Delivery',
		product_name: items?.[0]?.product_name,
		amount: items?.[0]?.amount,
		total,
		external_id,
		order_code,
		guid,
		order_at: order_at === undefined ? undefined : (toIsoDate(order_at) ?? order_at),
	};
}

/** Of what is not public in full, all that has a value. */
const ownFields = (wallet: object): Simple =>
	Object.fromEntries(
		Object.entries(wallet as Simple).filter(([, value]) => value !== null && value !== undefined),
	);

/** Without identity number and birth date. */
export function simplifyCustomer(customer: Customer): Simple {
	const { external_id, firstname, lastname, fullname, email, phone, account_type, wallets } =
		customer;
	return {
		external_id,
		account_type,
		firstname,
		lastname,
		fullname,
		email,
		phone,
		wallet_count: wallets?.length ?? 0,
		wallets: (wallets ?? []).map(ownFields),
	};
}

/** One wallet: grams of a metal, or cash. */
export function simplifyBalance(balance: Balance): Simple {
	return {
		name: balance.name,
		currency_code: balance.currency_code,
		balance: balance.balance,
		blocked: balance.blocked,
		real_balance: balance.real_balance,
		is_cash: balance.is_cash,
		currency_symbol: balance.currency_symbol,
		customer_external_id: balance.customer_external_id,
	};
}

/** How an order, delivery or movement came about, beside what the API says of it. */
export interface Outcome {
	outcome: string;
}

/** What would be ordered at the price that was fixed. Flat already. */
export function previewOf(quote: Quote, order: DigitalOrder): Simple & Outcome {
	const { unitPrice, amount } = quote;
	return {
		outcome: 'preview',
		type: order.side === 'buy' ? 'Buy' : 'Sell',
		sku: quote.sku,
		amount,
		price: unitPrice ?? null,
		total: unitPrice === undefined ? null : orderTotal(unitPrice, amount),
		currency_code: quote.priceCurrency ?? quote.currency,
		external_id: order.externalId,
		price_token: quote.priceToken,
		expires_at: quote.expiresAt ?? null,
		customer_external_id: order.customer?.externalId ?? null,
	};
}

/** What would be delivered. Flat already. */
export const previewOfDelivery = (delivery: {
	externalId: string;
	customer: { externalId: string };
	sku: string;
	amount: number;
}): Simple & Outcome => ({
	outcome: 'preview',
	external_id: delivery.externalId,
	type: 'Delivery',
	sku: delivery.sku,
	amount: delivery.amount,
	customer_external_id: delivery.customer.externalId,
});

/** What would be moved. Flat already. */
export const previewOfMovement = (movement: {
	externalId: string;
	customerExternalId: string;
	amount: number;
	currency: string;
}): Simple & Outcome => ({
	outcome: 'preview',
	external_id: movement.externalId,
	amount: movement.amount,
	currency_code: movement.currency,
	customer_external_id: movement.customerExternalId,
});

const isPreview = (row: { outcome?: unknown }): row is Simple & Outcome =>
	row.outcome === 'preview';

/** A row of Buy or Sell; a preview is flat already. */
export function simplifyPlaced(row: (Order & Outcome) | (Simple & Outcome)): Simple {
	return isPreview(row) ? { ...row } : { outcome: row.outcome, ...simplifyOrder(row) };
}

/** The balance after a cash movement. */
export function simplifyMovement(row: (Balance & Outcome) | (Simple & Outcome)): Simple {
	if (isPreview(row)) return { ...row };
	const { outcome, ...balance } = row;
	return { outcome, ...simplifyBalance(balance) };
}

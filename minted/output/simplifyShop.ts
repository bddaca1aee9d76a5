/** Small views of what the E-Commerce and Walletable sections answer. */
import type { EcomOrder, EcomProduct, WalletableOrder } from '../model';
import type { ShopOrder } from '../orders/basket';
import { toIsoDate } from '../values';
import type { Simple } from './simplify';

/** Without barcode, description and pictures. */
export function simplifyProduct(product: EcomProduct): Simple {
	const { id, sku, name, currency_code, list_price, sale_price, stock, category } = product;
	return {
		id,
		sku,
		name,
		currency_code,
		list_price,
		sale_price,
		stock,
		category: (category as { name?: string } | null)?.name,
	};
}

/** Numbers that are names of something, and come to nothing. */
const NO_FIGURES = new Set(['id', 'status_id']);

/**
 * Every line that a basket or an order comes to, also one that is not publicly known: what is paid is
 * never explained by half of its fees.
 */
function figuresOf(order: ShopOrder): Simple {
	return Object.fromEntries(
		Object.entries(order).filter(
			([name, value]) => typeof value === 'number' && !NO_FIGURES.has(name),
		),
	) as Simple;
}

/** A basket or an order of either section as one flat row: its names, its state, its figures. */
export function simplifyShopOrder(order: ShopOrder): Simple {
	const { type, currency_code, customer } = order as Partial<WalletableOrder>;
	const { pricefix, order_at, delivery, payment } = order;
	const row: Simple = {
		guid: order.guid,
		increment_id: order.increment_id,
		external_id: order.external_id ?? null,
		cart_token: order.token,
		order_creation_status: order.order_creation_status,
		status_name: order.status_name,
		order_at: order_at === undefined ? undefined : (toIsoDate(order_at) ?? order_at),
		...figuresOf(order),
		items: itemsOf(order),
	};
	if (type !== undefined) row.type = type;
	if (currency_code !== undefined) row.currency_code = currency_code;
	if (customer?.external_id !== undefined) row.customer_external_id = customer.external_id;
	if (typeof pricefix?.remaining === 'number') {
		row.prices_remaining_seconds = pricefix.remaining;
		row.prices_expired = pricefix.remaining <= 0;
	}
	if (delivery?.cargo_tracking_number) {
		row.cargo_tracking_number = delivery.cargo_tracking_number;
		row.cargo_tracking_url = delivery.cargo_tracking_url;
	}
	const { redirect_url: page } = (payment ?? {}) as { redirect_url?: string };
	if (page) row.payment_redirect_url = page;
	return row;
}

/** Walletable has a line a piece, E-Commerce one a product: here it is one a product and price. */
function itemsOf({ items = [] }: ShopOrder): object[] {
	const lines = new Map<
		string,
		{ sku?: string; product_name?: string; amount: number; price?: number }
	>();
	for (const { sku, product_name, amount = 1, price } of items as EcomOrder['items'] & object) {
		const key = JSON.stringify([sku, price]);
		const line = lines.get(key);
		if (line) line.amount += amount;
		else lines.set(key, { sku, product_name, amount, price });
	}
	return [...lines.values()];
}

/** A row of a completion; what a preview shows is the basket as it is. */
export function simplifyCompletion({ outcome, ...order }: ShopOrder & { outcome: string }): Simple {
	return { outcome, ...simplifyShopOrder(order) };
}

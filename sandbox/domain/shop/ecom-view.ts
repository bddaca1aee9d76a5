import { shopOrderDate } from '../dates';
import { paymentView } from '../views';
import type { Json } from '../views';
import type { Bar } from './bars';
import { countBars } from './bars';
import { priceOf } from './baskets';
import { ecomFigures } from './fees';
import type { Subject } from './subject';
import { orderOf, pricefixView, statusView } from './subject';

export interface EcomViewOptions {
	now: number;
	baseUrl: string;
	/** Whether the prices were renewed just now; absent where the API does not say. */
	updated?: boolean;
	/** Rows of the list of orders have none. */
	withPricefix?: boolean;
}

/** Ecom Order, of a basket or an order: one line a product. */
export function ecomView(subject: Subject, options: EcomViewOptions): Json {
	const { now, baseUrl, updated, withPricefix = true } = options;
	const { content } = subject;
	const order = orderOf(subject);
	const payment = order?.payment ?? null;
	const figures = ecomFigures(content, payment?.commission);
	const paidTotal = figures.paidTotal.toNumber();
	return {
		...(withPricefix ? { pricefix: pricefixView(subject, now, updated) } : {}),
		id: subject.id,
		guid: subject.guid,
		token: content.cartToken,
		external_id: order?.externalId ?? null,
		increment_id: subject.incrementId,
		price: figures.total.toNumber(),
		tax: 0,
		total: figures.total.toNumber(),
		delivery_price: figures.deliveryPrice.toNumber(),
		insurance_price: 0,
		market_commission: 0,
		minted_markup_price: 0,
		silver_craftsmanship: figures.silverCraftsmanship.toNumber(),
		payment_cost: figures.paymentCost.toNumber(),
		paid_total: paidTotal,
		currency_rate: 1,
		currency_total: paidTotal,
		...statusView(subject),
		delivery: order && {
			cargo_tracking_number: order.trackingNumber,
			cargo_tracking_url: order.trackingNumber && `${baseUrl}/cargo/${order.trackingNumber}`,
		},
		order_at: shopOrderDate(subject.createdAt),
		payment: payment && paymentView(payment, baseUrl),
		items: [...countBars(content.pieces)].map(([bar, count]) => itemView(subject, bar, count)),
	};
}

function itemView({ content }: Subject, bar: Bar, count: number): Json {
	const { price, spot } = priceOf(content, bar);
	return {
		...barView(bar),
		spot_price: spot.toNumber(),
		price: price.toNumber(),
		tax_rate: 0,
		tax: 0,
		amount: count,
		total: price.times(count).toNumber(),
		prices: [{ id: 1, name: 'Has Fiyatı', price: price.toNumber() }],
	};
}

/** What an item of either section says about its product. */
export function barView(bar: Bar): Json {
	return {
		item_currency_id: bar.currencyId,
		item_currency_name: bar.currencyName,
		product_id: bar.productId,
		sku: bar.sku,
		product_name: bar.name,
		product_weight: bar.grams,
	};
}

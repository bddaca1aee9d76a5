import type { Json } from '../views';
import { ecomView } from './ecom-view';
import type { Shop } from './shop';
import type { Subject } from './subject';
import { walletView } from './wallet-view';

/** A basket or an order as its section shows it. */
export function subjectView(shop: Shop, subject: Subject, now: number, baseUrl: string): Json {
	return subject.content.section === 'ecom'
		? ecomView(subject, { now, baseUrl })
		: walletView(subject, { now, baseUrl, rates: shop.settings.walletRates });
}

/** Everything about the shop as JSON. */
export function shopState(shop: Shop, now: number, baseUrl: string): Json {
	const open = shop.baskets.all().filter(({ orders }) => orders.length === 0);
	return {
		baskets: open.map((basket) => subjectView(shop, basket, now, baseUrl)),
		orders: shop.orders.all().map((order) => subjectView(shop, order, now, baseUrl)),
		wallets: shop.customers.all().map((customer) => ({
			external_id: customer.details.external_id,
			bars: Object.fromEntries(
				shop
					.barsOf(customer)
					.all()
					.filter(({ balance }) => !balance.isZero())
					.map(({ code, balance }) => [code, balance.toNumber()]),
			),
		})),
	};
}

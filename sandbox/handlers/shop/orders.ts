import { paginate } from '../../domain/paginator';
import { ecomView } from '../../domain/shop/ecom-view';
import { selectOrders } from '../../domain/shop/lists';
import type { Call, Handlers } from '../call';

/** The orders of E-Commerce. */
export const orders: Handlers = {
	ecomGetOrders({ world, query, baseUrl }: Call) {
		const found = selectOrders(world.shop.orders.visible('ecom'), query);
		const options = { now: world.clock.now(), baseUrl, withPricefix: false };
		const url = `${baseUrl}/partner/ecom/orders`;
		return paginate(found, query, url, (order) => ecomView(order, options));
	},

	ecomGetOrder({ world, body, baseUrl }: Call) {
		const request = body as { customer_external_id: string; cart_token: string };
		const { customer_external_id: customerId, cart_token } = request;
		const key = { external_customer_id: customerId, cart_token };
		const basket = world.shop.baskets.find('ecom', key);
		const subject = world.shop.orders.ofBasket('ecom', key) ?? basket;
		return ecomView(subject, { now: world.clock.now(), baseUrl });
	},
};

import { readPeriod } from '../../domain/filters';
import { paginate } from '../../domain/paginator';
import type { ShippingAddress } from '../../domain/shop/addresses';
import { shipTo } from '../../domain/shop/addresses';
import type { BasketKey } from '../../domain/shop/baskets';
import { completeEcom } from '../../domain/shop/complete-ecom';
import type { EcomCompleteRequest } from '../../domain/shop/complete-ecom';
import { ecomView } from '../../domain/shop/ecom-view';
import type { AddItemRequest, ItemRequest } from '../../domain/shop/items';
import { addItem, clearBasket, deleteItem, updateItem } from '../../domain/shop/items';
import type { Subject } from '../../domain/shop/subject';
import type { Json } from '../../domain/views';
import type { Call, Handlers } from '../call';
import { findIncomplete } from './find';

type SetAddressRequest = BasketKey &
	(
		| { shipping: ShippingAddress }
		| { shipping?: never; shipping_address_id: number; billing_address_id: number }
	);

/** The basket of E-Commerce. */
export const baskets: Handlers = {
	ecomGetBasket(call: Call) {
		const basket = findIncomplete(call, 'ecom');
		const updated = call.world.shop.baskets.renew(basket, call.world.clock.now());
		return view(call, basket, updated);
	},

	ecomGetIncompleteBaskets(call: Call) {
		const { world, query, baseUrl } = call;
		const { details } = world.customers.get(String(query.customer_external_id));
		const isInPeriod = readPeriod(query);
		const found = world.shop.baskets
			.incomplete('ecom', details.external_id, world.clock.now())
			.filter(({ createdAt }) => isInPeriod(createdAt));
		const url = `${baseUrl}/partner/ecom/baskets`;
		return paginate(found, query, url, (basket) => view(call, basket));
	},

	ecomAddBasketItem: (call: Call) =>
		view(call, addItem(call.world.shop, 'ecom', call.body as AddItemRequest)),

	ecomUpdateBasketItem: (call: Call) =>
		view(call, updateItem(call.world.shop, 'ecom', call.body as ItemRequest & { qty: number })),

	ecomDeleteBasketItem: (call: Call) =>
		view(call, deleteItem(call.world.shop, 'ecom', call.body as ItemRequest)),

	ecomSetBasketAddress(call: Call) {
		const { shop } = call.world;
		const request = call.body as SetAddressRequest;
		const basket = shop.baskets.open('ecom', request);
		const { content } = basket;
		if (request.shipping) {
			content.shipping = request.shipping;
		} else {
			const { shipping_address_id: shippingId, billing_address_id: billingId } = request;
			shop.addresses.find(content.customer, billingId, 'billing_address_id');
			const stored = shop.addresses.find(content.customer, shippingId, 'shipping_address_id');
			content.shipping = shipTo(stored, content.customer);
		}
		return view(call, basket);
	},

	ecomClearBasket: (call: Call) =>
		view(call, clearBasket(call.world.shop, 'ecom', call.body as BasketKey)),

	ecomCompleteBasket: (call: Call) =>
		view(call, completeEcom(call.world, call.body as EcomCompleteRequest)),
};

function view({ world, baseUrl }: Call, subject: Subject, updated?: boolean): Json {
	return ecomView(subject, { now: world.clock.now(), baseUrl, updated });
}

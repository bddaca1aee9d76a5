import {
	createDelivery,
	deliverableAmount,
	deliverableProduct,
	deliveryCost,
} from '../domain/delivery';
import type { DeliveryRequest } from '../domain/delivery';
import { PRODUCTS, productName } from '../domain/products';
import { deliveryView } from '../domain/views';
import type { Call, Handlers } from './call';

export const delivery: Handlers = {
	deliveryListWallets({ world, body }: Call) {
		const { customer_external_id: externalId } = body as { customer_external_id: string };
		const customer = world.customers.get(externalId);
		return PRODUCTS.map((product) => ({
			sku: product.sku,
			product_name: productName(product),
			currency_id: product.currencyId,
			balance: customer.wallets.get(product.sku).balance.toNumber(),
			deliverable_amount: deliverableAmount(customer, product),
		}));
	},

	deliveryCalculate({ world, body }: Call) {
		const { customer, sku, amount } = body as DeliveryRequest;
		world.customers.get(customer.external_id);
		deliverableProduct(sku);
		const cost = deliveryCost(amount);
		return {
			total: cost.total.toNumber(),
			items: cost.items.map(({ name, price }) => ({ name, price: price.toNumber() })),
		};
	},

	deliveryCreate: ({ world, body, channel }: Call) =>
		deliveryView(createDelivery(world, body as DeliveryRequest, channel)),
};

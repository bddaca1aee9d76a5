import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { basketFields, readBasketKey } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'order',
	value: 'get',
	name: 'Get',
	action: 'Get an order',
	description:
		'Get what a basket has become, by customer and cart token: an order, or a basket still (experimental)',
	endpoint: 'ecomGetOrder',
	fields: basketFields('ecom'),
	simplify: simplifyShopOrder,
	async execute({ params, send }) {
		const { customerExternalId, cartToken } = readBasketKey(params);
		// The customer has another name here than in the calls of the basket.
		const body = { customer_external_id: customerExternalId, cart_token: cartToken };
		return await send({ body });
	},
});

import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { anyBasketFields, readAnyBasket } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'basket',
	value: 'get',
	name: 'Get',
	action: 'Get a basket',
	description:
		'Get a basket with all lines that it comes to; this renews prices that have expired (experimental)',
	endpoint: 'ecomGetBasket',
	fields: anyBasketFields('ecom'),
	simplify: simplifyShopOrder,
	async execute({ params, send }) {
		return await send({ query: readAnyBasket(params) });
	},
});

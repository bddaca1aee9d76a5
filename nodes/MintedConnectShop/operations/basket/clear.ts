import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { basketFields, changeBasket, readNamedBasket } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'basket',
	value: 'clear',
	name: 'Clear',
	action: 'Clear a basket',
	description: 'Take everything out of a basket (experimental)',
	endpoint: 'ecomClearBasket',
	fields: basketFields('ecom'),
	additionalBody: true,
	simplify: simplifyShopOrder,
	async execute(item) {
		return await changeBasket(item, readNamedBasket(item.params), item.send);
	},
});

import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { addToFields, BASKET_BODY, changeBasket, readAddition } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'basket',
	value: 'addItem',
	name: 'Add Item',
	action: 'Add an item to a basket',
	description: 'Put bars into a new or an existing basket (experimental)',
	endpoint: 'ecomAddBasketItem',
	fields: addToFields('ecom'),
	additionalBody: true,
	reservedBody: BASKET_BODY,
	simplify: simplifyShopOrder,
	async execute(item) {
		return await changeBasket(item, readAddition(item.params).body, item.send);
	},
});

import { defineOperation } from '../../../shared/operation';
import { barField, basketFields, changeBasket, readNamedBar } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'basket',
	value: 'deleteItem',
	name: 'Delete Item',
	action: 'Delete an item of a basket',
	description: 'Take all pieces of a bar out of a basket (experimental)',
	endpoint: 'ecomDeleteBasketItem',
	fields: [...basketFields('ecom'), barField('ecom')],
	additionalBody: true,
	async execute(item) {
		const { params, send } = item;
		await changeBasket(item, readNamedBar(params), send);
		return { deleted: true };
	},
});

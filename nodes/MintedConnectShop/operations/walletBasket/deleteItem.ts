import { defineOperation } from '../../../shared/operation';
import { barField, basketFields, changeBasket, readNamedBar } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'deleteItem',
	name: 'Delete Item',
	action: 'Delete an item of a wallet basket',
	description: 'Take all pieces of a bar out of a wallet basket (experimental)',
	endpoint: 'walletableDeleteBasketItem',
	fields: [...basketFields('wallet'), barField('wallet')],
	additionalBody: true,
	async execute(item) {
		const { params, send } = item;
		await changeBasket(item, readNamedBar(params), send);
		return { deleted: true };
	},
});

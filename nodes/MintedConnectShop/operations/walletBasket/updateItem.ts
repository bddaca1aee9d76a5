import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import {
	barField,
	basketFields,
	changeBasket,
	quantityField,
	readNamedBar,
	readQuantity,
} from '../../fields/basket';

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'updateItem',
	name: 'Update Item',
	action: 'Update an item of a wallet basket',
	description: 'Set how many pieces of a bar a wallet basket has (experimental)',
	endpoint: 'walletableUpdateBasketItem',
	fields: [
		...basketFields('wallet'),
		barField('wallet'),
		quantityField('How many pieces of it the basket has then'),
	],
	additionalBody: true,
	simplify: simplifyShopOrder,
	async execute(item) {
		const { params, send } = item;
		const body = { ...readNamedBar(params), qty: readQuantity(params) };
		return await changeBasket(item, body, send);
	},
});

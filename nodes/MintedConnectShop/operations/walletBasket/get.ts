import { defineOperation } from '../../../shared/operation';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { anyBasketFields, readAnyBasket } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'walletBasket',
	value: 'get',
	name: 'Get',
	action: 'Get a wallet basket',
	description:
		'Get a wallet basket with all lines that it comes to; this renews prices that have expired (experimental)',
	endpoint: 'walletableGetBasket',
	fields: anyBasketFields('wallet'),
	simplify: simplifyShopOrder,
	async execute({ params, send }) {
		return await send({ query: readAnyBasket(params) });
	},
});

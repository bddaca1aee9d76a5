import { returnAllFields } from '../../../shared/fields/paging';
import { defineOperation } from '../../../shared/operation';
import { rowsMatching } from '../../../../minted/orders/list';
import { simplifyProduct } from '../../../../minted/output/simplifyShop';
import { productPages } from '../../fields/lists';

export const operation = defineOperation({
	resource: 'walletProduct',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many wallet products',
	description: 'List the bars of Walletable with their prices (experimental)',
	endpoint: 'walletableGetProducts',
	fields: returnAllFields,
	simplify: simplifyProduct,
	async execute({ params, send }) {
		return await rowsMatching(async (query) => await send({ query }), productPages(params));
	},
});

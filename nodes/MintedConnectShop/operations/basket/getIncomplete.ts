import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { returnAllFields } from '../../../shared/fields/paging';
import { periodOption, readPeriod, savedPeriodOptions } from '../../../shared/fields/period';
import { defineOperation } from '../../../shared/operation';
import { rowsMatching } from '../../../../minted/orders/list';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { filtersField, orderPages } from '../../fields/lists';

export const operation = defineOperation({
	resource: 'basket',
	value: 'getIncomplete',
	name: 'Get Incomplete',
	action: 'Get incomplete baskets',
	description: 'List the baskets of a customer that were not completed (experimental)',
	endpoint: 'ecomGetIncompleteBaskets',
	fields: [
		customerField(),
		...returnAllFields,
		filtersField([
			{
				displayName: 'Card BIN',
				name: 'cardBin',
				type: 'string',
				default: '',
				placeholder: 'e.g. 540667',
				description: 'First six digits of a card',
			},
			periodOption,
			...savedPeriodOptions,
		]),
	],
	simplify: simplifyShopOrder,
	async execute({ params, send }) {
		const filters = {
			customer_external_id: readCustomerId(params),
			card_bin: params.optionalText('filters.cardBin', 'Card BIN', { min: 6, max: 6 }),
			...readPeriod(params, 'filters'),
		};
		return await rowsMatching(
			async (page) => await send({ query: { ...filters, ...page } }),
			orderPages(params, 'baskets'),
		);
	},
});

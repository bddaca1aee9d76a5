import { customerFilterOption, readCustomerFilter } from '../../../shared/fields/customer';
import { returnAllFields } from '../../../shared/fields/paging';
import { periodOption, readPeriod, savedPeriodOptions } from '../../../shared/fields/period';
import { readSort, sortField } from '../../../shared/fields/sort';
import { defineOperation } from '../../../shared/operation';
import { ORDER_STATUSES } from '../../../../minted/model';
import { rowsMatching } from '../../../../minted/orders/list';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { filtersField, orderPages } from '../../fields/lists';

/** The documentation lists all names but this one. */
const STATUSES = ORDER_STATUSES.filter((name) => name !== 'Created').sort();

export const operation = defineOperation({
	resource: 'order',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many orders',
	description: 'List the orders of E-Commerce, filtered and sorted (experimental)',
	endpoint: 'ecomGetOrders',
	fields: [
		...returnAllFields,
		filtersField([
			customerFilterOption,
			periodOption,
			{
				displayName: 'SKU',
				name: 'sku',
				type: 'string',
				default: '',
				placeholder: 'e.g. MNT0001',
				description: 'Only orders of this bar',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: STATUSES.map((name) => ({ name, value: name })),
				default: 'Pending',
				description: 'Only orders in this status',
			},
			...savedPeriodOptions,
		]),
		sortField,
	],
	simplify: simplifyShopOrder,
	async execute({ params, send }) {
		const { status } = params.collection('filters');
		const filters = {
			customer_external_id: readCustomerFilter(params),
			sku: params.optionalText('filters.sku', 'SKU', { min: 3, max: 21 }),
			status: status ? params.choice('filters.status', 'Status', STATUSES) : undefined,
			...readPeriod(params, 'filters'),
			...readSort(params),
		};
		return await rowsMatching(
			async (page) => await send({ query: { ...filters, ...page } }),
			orderPages(params),
		);
	},
});

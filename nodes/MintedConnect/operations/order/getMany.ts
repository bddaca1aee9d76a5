import { customerFilterOption, readCustomerFilter } from '../../../shared/fields/customer';
import { readLimit, returnAllFields } from '../../../shared/fields/paging';
import { periodOption, readPeriod, savedPeriodOptions } from '../../../shared/fields/period';
import { readSort, sortField } from '../../../shared/fields/sort';
import { defineOperation } from '../../../shared/operation';
import type { ItemParameters } from '../../../shared/run/parameters';
import { ORDER_STATUSES, ORDER_TYPES } from '../../../../minted/model';
import { ordersMatching, type OrderQuery } from '../../../../minted/orders/list';
import { simplifyOrder } from '../../../../minted/output/simplify';

const STATUS_OPTIONS = [...ORDER_STATUSES].sort().map((name) => ({ name, value: name }));
const TYPE_OPTIONS = ORDER_TYPES.map((name) => ({ name, value: name }));

export const operation = defineOperation({
	resource: 'order',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many orders',
	description: 'List orders, filtered and sorted',
	endpoint: 'getOrders',
	fields: [
		...returnAllFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				customerFilterOption,
				periodOption,
				{
					displayName: 'SKU',
					name: 'sku',
					type: 'string',
					default: '',
					placeholder: 'e.g. GAU',
					description: 'Only orders of this product',
				},
				{
					displayName: 'Statuses',
					name: 'statuses',
					type: 'multiOptions',
					options: STATUS_OPTIONS,
					default: [],
					description:
						'Only orders in one of these statuses. They are sent as numbers, of which only 1 (Created) and 2 (Pending) are documented.',
				},
				{
					displayName: 'Types',
					name: 'types',
					type: 'multiOptions',
					options: TYPE_OPTIONS,
					default: [],
					description:
						'Only orders of these types. Minted has no such filter, so they are picked out here.',
				},
				...savedPeriodOptions,
			],
		},
		sortField,
	],
	simplify: simplifyOrder,
	async execute({ params, send }) {
		return await ordersMatching(
			async (query) => await send({ query }),
			{ ...readFilters(params), ...readSort(params) },
			{ limit: readLimit(params), types: params.list('filters.types', 'Types', ORDER_TYPES) },
		);
	},
});

function readFilters(params: ItemParameters): OrderQuery {
	const statuses = params.list('filters.statuses', 'Statuses', ORDER_STATUSES);
	return {
		customer_external_id: readCustomerFilter(params),
		sku: params.optionalText('filters.sku', 'SKU', { min: 3, max: 21 }),
		status: statuses.map((status) => ORDER_STATUSES.indexOf(status) + 1).join(',') || undefined,
		...readPeriod(params, 'filters'),
	};
}

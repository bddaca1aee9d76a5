import { customerFilterOption, readCustomerFilter } from '../../../shared/fields/customer';
import { returnAllFields } from '../../../shared/fields/paging';
import { periodOption, readPeriod, savedPeriodOptions } from '../../../shared/fields/period';
import { readSort, sortField } from '../../../shared/fields/sort';
import { defineOperation } from '../../../shared/operation';
import { ORDER_STATUSES } from '../../../../minted/model';
import { rowsMatching } from '../../../../minted/orders/list';
import { simplifyShopOrder } from '../../../../minted/output/simplifyShop';
import { filtersField, orderPages } from '../../fields/lists';

const TYPES = ['buy', 'delivery', 'sell'] as const;
const STATUSES = ORDER_STATUSES.filter((name) => name !== 'Created').sort();

export const operation = defineOperation({
	resource: 'walletOrder',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many wallet orders',
	description: 'List the orders of Walletable, filtered and sorted (experimental)',
	endpoint: 'walletableGetOrders',
	fields: [
		...returnAllFields,
		filtersField([
			customerFilterOption,
			{
				displayName: 'Order ID',
				name: 'orderId',
				type: 'string',
				default: '',
				description: 'An ID that Minted gave the order; which one it means is not public',
			},
			periodOption,
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: STATUSES.map((name) => ({ name, value: name })),
				default: [],
				description:
					'Only orders in one of these statuses. They are sent as numbers, of which only 1 (Created) and 2 (Pending) are documented.',
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				options: [
					{ name: 'Buy', value: 'buy' },
					{ name: 'Delivery', value: 'delivery' },
					{ name: 'Sell', value: 'sell' },
				],
				default: [],
				description: 'Only orders of these types',
			},
			...savedPeriodOptions,
		]),
		sortField,
	],
	simplify: simplifyShopOrder,
	async execute({ params, send }) {
		const statuses = params.list('filters.statuses', 'Statuses', STATUSES);
		const types = params.list('filters.types', 'Types', TYPES);
		const filters = {
			customer_external_id: readCustomerFilter(params),
			orderId: params.idNotLost(
				'filters.orderId',
				'Order ID',
				{ max: 110 },
				'Without its ID all orders would come. For all of them, remove the field.',
			),
			status: statuses.map((status) => ORDER_STATUSES.indexOf(status) + 1).join(',') || undefined,
			tx_type: types.join(',') || undefined,
			...readPeriod(params, 'filters'),
			...readSort(params),
		};
		return await rowsMatching(
			async (page) => await send({ query: { ...filters, ...page } }),
			orderPages(params),
		);
	},
});

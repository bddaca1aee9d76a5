import type { INodeProperties } from 'n8n-workflow';
import type { OrderQuery } from '../../../minted/orders/list';
import type { ItemParameters } from '../run/parameters';

const SORT_KEYS = ['created_at', 'customer_external_id', 'total', 'type'] as const;

/** The order of a list of orders. */
export const sortField: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'collection',
	placeholder: 'Add Sort',
	default: {},
	options: [
		{
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			options: [
				{ name: 'Ascending', value: 'asc' },
				{ name: 'Descending', value: 'desc' },
			],
			default: 'desc',
		},
		{
			displayName: 'Sort By',
			name: 'by',
			type: 'options',
			options: [
				{ name: 'Creation Time', value: 'created_at' },
				{ name: 'Customer ID', value: 'customer_external_id' },
				{ name: 'Total', value: 'total' },
				{ name: 'Type', value: 'type' },
			],
			default: 'created_at',
		},
	],
};

/** @throws FieldError */
export function readSort(params: ItemParameters): Pick<OrderQuery, 'sortBy' | 'sortType'> {
	const { by, direction } = params.collection('sort');
	return {
		sortBy: by ? params.choice('sort.by', 'Sort By', SORT_KEYS) : undefined,
		sortType: direction
			? params.choice<'asc' | 'desc'>('sort.direction', 'Direction', ['asc', 'desc'])
			: undefined,
	};
}

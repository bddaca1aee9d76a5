import type { INodeProperties } from 'n8n-workflow';
import { ORDER_STATUSES, ORDER_TYPES, type Order } from '../../minted/model';

const STATUS_OPTIONS = [...ORDER_STATUSES]
	.sort()
	.map((status) => ({ name: status, value: status }));
const TYPE_OPTIONS = ORDER_TYPES.map((type) => ({ name: type, value: type }));

/** Which orders start the workflow; shared by both triggers. */
export const filterFields: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'orderTypes',
		type: 'multiOptions',
		options: TYPE_OPTIONS,
		default: [],
		description: 'The types of orders that start the workflow',
		hint: 'Nothing chosen: any order',
	},
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		options: STATUS_OPTIONS,
		default: [],
		description:
			'The statuses that start the workflow. An order passes through several, and each starts it once.',
		hint: 'Nothing chosen: any status. Completed alone gives one run for each order.',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

export interface OrderFilter {
	types: readonly string[];
	statuses: readonly string[];
}

/** Whether the filter lets an order through: an empty list lets all of them. */
export function isWanted(order: Partial<Order>, { types, statuses }: OrderFilter): boolean {
	return (
		(types.length === 0 || types.includes(order.type ?? '')) &&
		(statuses.length === 0 || statuses.includes(order.status_name ?? ''))
	);
}

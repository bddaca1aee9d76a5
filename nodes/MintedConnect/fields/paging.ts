import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../run/parameters';

export const returnAllFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

export function readLimit(params: ItemParameters): number {
	if (params.flag('returnAll', 'Return All')) return Number.POSITIVE_INFINITY;
	return params.number('limit', { field: 'Limit', maxDecimals: 0 }, 50);
}

import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../run/parameters';

const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] }, hide: { '@tool': [true] } },
};

export const returnAllFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	limitField,
	// A model pays for every row that it reads.
	{
		...limitField,
		default: 10,
		displayOptions: { show: { returnAll: [false], '@tool': [true] } },
	},
];

export function readLimit(params: ItemParameters): number {
	if (params.flag('returnAll', 'Return All')) return Number.POSITIVE_INFINITY;
	return params.number('limit', { field: 'Limit', maxDecimals: 0 }, 50);
}

import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../../shared/run/parameters';

/** Source: https://docs.mintedconnect.com/project-354718/api-4908364 (amount is an integer). */
export const wholeGramsField: INodeProperties = {
	displayName: 'Amount (Whole Grams)',
	name: 'wholeGrams',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	required: true,
	placeholder: 'e.g. 3',
	description: 'How many grams to deliver. Only whole grams can be delivered.',
};

export const readWholeGrams = (params: ItemParameters): number =>
	params.number('wholeGrams', { field: 'Amount (Whole Grams)', maxDecimals: 0 });

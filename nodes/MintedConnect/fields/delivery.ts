import type { INodeProperties } from 'n8n-workflow';
import { NOTHING } from '../../shared/fields/common';
import { inVersion1, sinceVersion2 } from '../../shared/layout';
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

/** In version 1 it starts at one gram; how much is delivered is nothing to be guessed. */
export const wholeGramsFields: INodeProperties[] = [
	inVersion1(wholeGramsField),
	sinceVersion2({ ...wholeGramsField, default: NOTHING }),
];

export const readWholeGrams = (params: ItemParameters): number =>
	params.number('wholeGrams', { field: 'Amount (Whole Grams)', maxDecimals: 0 });

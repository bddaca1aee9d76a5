import type { INodeProperties } from 'n8n-workflow';
import { CURRENCIES } from '../../../minted/model';

/** A text that must be entered. */
export const requiredText = (
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	required: true,
	placeholder,
	description,
});

/** How much metal, in grams. */
export const amountField = (description?: string): INodeProperties => ({
	displayName: 'Amount (Grams)',
	name: 'amount',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	required: true,
	placeholder: 'e.g. 0.1',
	description,
});

/** How much money. */
export const totalPriceField = (description: string): INodeProperties => ({
	displayName: 'Total Price',
	name: 'totalPrice',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: 0,
	required: true,
	placeholder: 'e.g. 1000',
	description,
});

export const currencyField = (description: string): INodeProperties => ({
	displayName: 'Currency',
	name: 'currency',
	type: 'options',
	options: CURRENCIES.map((currency) => ({ name: currency, value: currency })),
	default: 'TRY',
	description,
});

export const genderOption: INodeProperties = {
	displayName: 'Gender',
	name: 'gender',
	type: 'options',
	options: [
		{ name: 'Female', value: 'F' },
		{ name: 'Male', value: 'M' },
	],
	default: 'F',
};

export const middleNameOption: INodeProperties = {
	displayName: 'Middle Name',
	name: 'middlename',
	type: 'string',
	default: '',
};

/** Of a list's filters. */
export const customerFilterOption: INodeProperties = {
	displayName: 'Customer ID',
	name: 'customerId',
	type: 'string',
	default: '',
	placeholder: 'e.g. MTD-DEMO-1',
	description: 'Only orders of this customer, by your own ID',
};

import type { INodeProperties } from 'n8n-workflow';
import { CURRENCIES, type Currency } from '../../../minted/model';
import type { ItemParameters } from '../run/parameters';

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

/** What a JSON number keeps of a weight. */
export const GRAM_DECIMALS = 8;

/** Grams. @throws FieldError */
export const readGrams = (params: ItemParameters): number =>
	params.number('amount', { field: 'Amount (Grams)', maxDecimals: GRAM_DECIMALS });

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

/** In the currency of the order. @throws FieldError */
export const readTotalPrice = (params: ItemParameters): number =>
	params.number('totalPrice', { field: 'Total Price', maxDecimals: 2 });

export const currencyField = (description: string): INodeProperties => ({
	displayName: 'Currency',
	name: 'currency',
	type: 'options',
	options: CURRENCIES.map((currency) => ({ name: currency, value: currency })),
	default: 'TRY',
	description,
});

export const readCurrency = (params: ItemParameters): Currency =>
	params.choice('currency', 'Currency', CURRENCIES);

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

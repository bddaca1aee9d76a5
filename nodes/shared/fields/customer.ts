import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import type { OrderCustomer } from '../../../minted/model';
import type { WantedCustomer } from '../../../minted/orders/lookup';
import { readId } from '../../../minted/values';
import type { ItemParameters } from '../run/parameters';
import { genderOption, middleNameOption, requiredText } from './common';
import { locator } from './locators';

const LIMITS = { min: 1, max: 110 };

export const customerField = (description = 'Your own ID of the customer'): INodeProperties =>
	locator({
		name: 'customerId',
		displayName: 'Customer',
		description,
		searchListMethod: 'searchCustomers',
		placeholder: 'e.g. MTD-DEMO-1',
	});

/** @throws FieldError */
export const readCustomerId = (params: ItemParameters): string =>
	params.id('customerId', 'Customer', LIMITS);

/** The same for a value that was read already. @throws FieldError */
export const checkCustomerId = (value: unknown): string => readId(value, 'Customer', LIMITS);

/** Of a list's filters. */
export const customerFilterOption: INodeProperties = {
	displayName: 'Customer ID',
	name: 'customerId',
	type: 'string',
	default: '',
	placeholder: 'e.g. MTD-DEMO-1',
	description: 'Only orders of this customer, by your own ID',
};

export const readCustomerFilter = (params: ItemParameters): string | undefined =>
	params.optionalText('filters.customerId', 'Customer ID', LIMITS);

const onlyWhenGiven = { show: { customerDetails: ['given'] } };

const text = (...field: Parameters<typeof requiredText>): INodeProperties => ({
	...requiredText(...field),
	displayOptions: onlyWhenGiven,
});

/** Deliveries want less of a customer than orders do. */
interface Wanted {
	identityNumber: boolean;
}

/** An order carries the customer's details: out of Minted's own records, or from the workflow. */
export const customerDetailsFields = ({ identityNumber }: Wanted): INodeProperties[] => [
	{
		displayName: 'Customer Details',
		name: 'customerDetails',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Look Up at Minted',
				value: 'lookup',
				description: 'Reads name, email, phone and identity number of the customer first',
			},
			{ name: 'Enter Here', value: 'given' },
		],
		default: 'lookup',
		description: 'Minted wants the details of the customer with each order',
	},
	text('First Name', 'firstname', 'e.g. Ada', 'First name of the customer'),
	text('Last Name', 'lastname', 'e.g. Example', 'Last name of the customer'),
	text('Email', 'email', 'e.g. ada@example.com', 'Email address of the customer'),
	text('Phone', 'phone', 'e.g. +905000000000', 'Phone number with country code'),
	...(identityNumber ? identityFields : []),
];

const identityFields: INodeProperties[] = [
	text(
		'Identity Number',
		'identityNumber',
		'e.g. 10000000146',
		'National identity number of the customer',
	),
	{
		displayName: 'More Customer Details',
		name: 'customerMore',
		type: 'collection',
		placeholder: 'Add Detail',
		default: {},
		displayOptions: onlyWhenGiven,
		options: [
			{
				displayName: 'Birth Date',
				name: 'birthdate',
				type: 'string',
				default: '',
				placeholder: 'e.g. 31-12-1990',
				description: 'As day-month-year, which is how the documentation of Buy writes it',
			},
			genderOption,
			middleNameOption,
		],
	},
];

const SHORT = { max: 255 };

/**
 * The customer, as it was entered or to be read at Minted.
 *
 * @throws FieldError that names the detail that is missing
 */
export function readCustomer(
	params: ItemParameters,
	{ identityNumber }: Wanted = { identityNumber: true },
): WantedCustomer {
	const externalId = readCustomerId(params);
	const source = params.choice('customerDetails', 'Customer Details', ['lookup', 'given']);
	const details = source === 'given' ? given(params, externalId, { identityNumber }) : undefined;
	return { externalId, identityNumber, details };
}

function given(
	params: ItemParameters,
	externalId: string,
	{ identityNumber }: Wanted,
): OrderCustomer {
	const { birthdate, gender, middlename } = params.collection('customerMore');
	const isDay = typeof birthdate === 'string' && /^\d{2}-\d{2}-\d{4}$/.test(birthdate);
	if (birthdate && !isDay) {
		throw new FieldError(
			'Birth Date',
			'Birth Date is not a date',
			'Write it as day-month-year, e.g. 31-12-1990.',
		);
	}
	return {
		external_id: externalId,
		firstname: params.text('firstname', 'First Name', SHORT),
		lastname: params.text('lastname', 'Last Name', SHORT),
		email: params.text('email', 'Email', SHORT),
		phone: params.text('phone', 'Phone', SHORT),
		identity_number: identityNumber
			? params.hide(params.text('identityNumber', 'Identity Number', SHORT))
			: '',
		...(isDay ? { birthdate } : {}),
		...(gender
			? { gender: params.choice<'F' | 'M'>('customerMore.gender', 'Gender', ['F', 'M']) }
			: {}),
		...(middlename
			? { middlename: params.text('customerMore.middlename', 'Middle Name', SHORT) }
			: {}),
	};
}

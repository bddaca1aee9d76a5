import type { INodeProperties } from 'n8n-workflow';
import type { OrderCustomer } from '../../../minted/model';
import type { WantedCustomer } from '../../../minted/orders/lookup';
import { readDay, readId } from '../../../minted/values';
import { shownIf, tuckTogether, type Tucked } from '../layout';
import type { ItemParameters } from '../run/parameters';
import { genderOption, middleNameOption, requiredText } from './common';
import { locator } from './locators';

const LIMITS = { min: 1, max: 110 };

export const customerField = (description = 'Your own ID of the customer'): INodeProperties =>
	locator({
		name: 'customerId',
		displayName: 'Customer',
		description: `${description}. The list has customers with recent orders; use By ID for others.`,
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

/**
 * The one customer of a list; undefined for all of them. Only a field that is really empty means all:
 * an expression that brings nothing has lost its customer, and others' data would come in place of it.
 *
 * @throws FieldError
 */
export const readCustomerFilter = (params: ItemParameters): string | undefined =>
	params.idNotLost(
		'filters.customerId',
		'Customer ID',
		LIMITS,
		'Without its ID the data of all customers would come. For all of them, remove the field.',
	);

/** Deliveries want less of a customer than orders do. */
interface Wanted {
	identityNumber: boolean;
}

const PERSON: INodeProperties[] = [
	requiredText('First Name', 'firstname', 'e.g. Ada', 'First name of the customer'),
	requiredText('Last Name', 'lastname', 'e.g. Example', 'Last name of the customer'),
	requiredText('Email', 'email', 'e.g. ada@example.com', 'Email address of the customer'),
	requiredText('Phone', 'phone', 'e.g. +905000000000', 'Phone number with country code'),
];

const IDENTITY: INodeProperties = requiredText(
	'Identity Number',
	'identityNumber',
	'e.g. 10000000146',
	'National identity number of the customer',
);

const birthDate: INodeProperties = {
	displayName: 'Birth Date',
	name: 'birthdate',
	type: 'string',
	default: '',
	placeholder: 'e.g. 31-12-1990',
	description: 'As day-month-year, which is how the documentation of Buy writes it',
};

/** In a group that shows all its fields, nothing may be chosen before somebody chose it. */
const genderOrNot: INodeProperties = {
	...genderOption,
	options: [...(genderOption.options ?? []), { name: 'Not Sent', value: '' }],
	default: '',
};

/** An order carries the customer's details: out of Minted's own records, or from the workflow. */
export function customerDetails({ identityNumber }: Wanted): Tucked {
	const given = identityNumber ? [...PERSON, IDENTITY] : PERSON;
	const more = [birthDate, genderOption, middleNameOption];
	return tuckTogether(
		[
			detailsSource,
			...given.map(whenGiven),
			...(identityNumber ? [whenGiven(moreDetails(more))] : []),
		],
		{
			name: 'customerDetails',
			displayName: 'Customer Details',
			description:
				'Minted wants the details of the customer with each order. They are read out of its own record of the customer, unless you enter them here.',
			values: [
				...given,
				...(identityNumber
					? [
							{
								...birthDate,
								type: 'dateTime' as const,
								placeholder: undefined,
								description: 'The day; the time is not sent',
							},
							genderOrNot,
							middleNameOption,
						]
					: []),
			],
			places: {
				customerDetails: 'options.customerDetails',
				customerMore: 'options.customerDetails.values',
			},
		},
	);
}

const whenGiven = (field: INodeProperties) => shownIf(field, { customerDetails: ['given'] });

const detailsSource: INodeProperties = {
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
};

const moreDetails = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'More Customer Details',
	name: 'customerMore',
	type: 'collection',
	placeholder: 'Add Detail',
	default: {},
	options,
});

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
	const details = isGiven(params) ? given(params, externalId, { identityNumber }) : undefined;
	return { externalId, identityNumber, details };
}

/** Version 1 asks; later versions have the group of details, or do not. */
function isGiven(params: ItemParameters): boolean {
	if (!params.has('customerDetails')) return false;
	if (typeof params.raw('customerDetails') === 'object') return true;
	return params.choice('customerDetails', 'Customer Details', ['lookup', 'given']) === 'given';
}

function given(
	params: ItemParameters,
	externalId: string,
	{ identityNumber }: Wanted,
): OrderCustomer {
	const { birthdate, gender, middlename } = params.collection('customerMore');
	return {
		external_id: externalId,
		firstname: params.text('firstname', 'First Name', SHORT),
		lastname: params.text('lastname', 'Last Name', SHORT),
		email: params.text('email', 'Email', SHORT),
		phone: params.text('phone', 'Phone', SHORT),
		identity_number: identityNumber
			? params.hide(params.text('identityNumber', 'Identity Number', SHORT))
			: '',
		...(birthdate ? { birthdate: dayMonthYear(birthdate) } : {}),
		...(gender
			? { gender: params.choice<'F' | 'M'>('customerMore.gender', 'Gender', ['F', 'M']) }
			: {}),
		...(middlename
			? { middlename: params.text('customerMore.middlename', 'Middle Name', SHORT) }
			: {}),
	};
}

/** As the documentation of Buy writes it, out of that or any other date. @throws FieldError */
function dayMonthYear(value: unknown): string {
	if (typeof value === 'string' && /^\d{2}-\d{2}-\d{4}$/.test(value)) return value;
	return readDay(value, 'Birth Date').split('-').reverse().join('-');
}

import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import type { OrderCustomer } from '../../../minted/model';
import type { Call } from '../operation';
import { genderOption, middleNameOption, requiredText } from './common';

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
 * What is entered is read at once; Minted is asked only when the result is called.
 *
 * @throws FieldError that names the detail that is missing, also from the result
 */
export function readCustomerDetails(
	call: Call,
	externalId: string,
	wanted: Wanted = { identityNumber: true },
): () => Promise<OrderCustomer> {
	const details = call.params.choice('customerDetails', 'Customer Details', ['lookup', 'given']);
	if (details === 'lookup') return async () => await lookUp(call, externalId, wanted);
	const customer = given(call, externalId, wanted);
	return async () => customer;
}

function given({ params }: Call, externalId: string, { identityNumber }: Wanted): OrderCustomer {
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

const REQUIRED = ['firstname', 'lastname', 'email', 'phone', 'identity_number'] as const;

async function lookUp(
	{ api, params }: Call,
	externalId: string,
	{ identityNumber }: Wanted,
): Promise<OrderCustomer> {
	const customer = await api.call('getCustomer', {
		pathParameters: { external_customer_id: externalId },
	});
	const missing = REQUIRED.filter(
		(name) => !customer[name] && (identityNumber || name !== 'identity_number'),
	);
	if (missing.length > 0) {
		throw new FieldError(
			'Customer Details',
			`Minted's record of customer "${externalId}" has no ${missing.join(', ')}`,
			'Complete it with Customer > Update, or set Customer Details to "Enter Here".',
		);
	}
	const { firstname, middlename, lastname, email, phone, identity_number, gender, birthdate } =
		customer;
	return {
		external_id: externalId,
		firstname,
		lastname,
		email: email ?? '',
		phone,
		identity_number: params.hide(identity_number),
		...(middlename ? { middlename } : {}),
		...(gender === 'F' || gender === 'M' ? { gender } : {}),
		...(birthdate ? { birthdate: dayFirst(birthdate) } : {}),
	};
}

/** Get Customer has YYYY-MM-DD, the field table of Buy DD-MM-YYYY. */
function dayFirst(date: string): string {
	const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
	return year === undefined ? date : `${day}-${month}-${year}`;
}

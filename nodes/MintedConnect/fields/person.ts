import type { INodeProperties } from 'n8n-workflow';
import type { BodyOf } from '../../../minted/client/api';
import { readDay, readEmail } from '../../../minted/values';
import { genderOption, middleNameOption, requiredText } from '../../shared/fields/common';
import { inVersion1, sinceVersion2 } from '../../shared/layout';
import type { ItemParameters } from '../../shared/run/parameters';

/** The documented limits of names. */
const NAME = { min: 3, max: 40 };

/** Create takes a customer without one, Buy does not. */
const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'e.g. ada@example.com',
	default: '',
	description: 'Needed before anything can be bought for the customer',
};

/** A person's record, as Create and Update Customer want it. */
export const personFields: INodeProperties[] = [
	requiredText('First Name', 'firstname', 'e.g. Ada', 'First name, 3 to 40 characters'),
	requiredText('Last Name', 'lastname', 'e.g. Example', 'Last name, 3 to 40 characters'),
	requiredText('Phone', 'phone', 'e.g. +905000000000', 'Phone number with country code'),
	requiredText('Identity Number', 'identityNumber', 'e.g. 10000000146', 'National identity number'),
	sinceVersion2(emailField),
	{
		displayName: 'Additional Fields',
		name: 'personMore',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Birth Date',
				name: 'birthdate',
				type: 'dateTime',
				default: '',
				description: 'The day; the time is not sent',
			},
			inVersion1(emailField),
			genderOption,
			middleNameOption,
		],
	},
];

type PersonBody = BodyOf<'updateCustomer'>;

/** Source: https://docs.mintedconnect.com/api-8228809 (field table of Update Customer). */
export function readPerson(params: ItemParameters): PersonBody {
	const more = params.collection('personMore');
	const email = params.has('email') ? params.raw('email') : more.email;
	return {
		firstname: params.text('firstname', 'First Name', NAME),
		lastname: params.text('lastname', 'Last Name', NAME),
		phone: params.text('phone', 'Phone', { max: 40 }),
		identity_number: params.hide(
			params.text('identityNumber', 'Identity Number', { min: 3, max: 40 }),
		),
		...(more.middlename
			? { middlename: params.text('personMore.middlename', 'Middle Name', { max: 40 }) }
			: {}),
		...(email ? { email: readEmail(email, 'Email') } : {}),
		...(more.gender
			? { gender: params.choice<'F' | 'M'>('personMore.gender', 'Gender', ['F', 'M']) }
			: {}),
		...(more.birthdate ? { birthdate: readDay(more.birthdate, 'Birth Date') } : {}),
	};
}

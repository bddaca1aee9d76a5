import { defineOperation } from '../../../shared/operation';
import type { ItemParameters } from '../../../shared/run/parameters';
import { FieldError } from '../../../../minted/errors';
import { simplifyCustomer } from '../../../../minted/output/simplify';
import { readDay, readEmail } from '../../../../minted/values';

const NAME = { min: 3, max: 40 };

export const operation = defineOperation({
	resource: 'customer',
	value: 'createBusiness',
	name: 'Create Business',
	action: 'Create a business customer',
	description: 'Create a company as your customer at Minted',
	endpoint: 'createCustomer',
	fields: [
		{
			displayName: 'Customer ID',
			name: 'newCustomerId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. MTD-DEMO-3',
			description: 'Your own ID for the company: 3 to 40 letters, digits, hyphens or underscores',
		},
		{
			displayName: 'Additional Fields',
			name: 'businessMore',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Company Name',
					name: 'companyName',
					type: 'string',
					default: '',
					placeholder: 'e.g. Example Trading',
					description: 'The name of the company, 3 to 40 characters',
				},
				{
					displayName: 'Email',
					name: 'email',
					type: 'string',
					placeholder: 'e.g. office@example.com',
					default: '',
				},
				{
					displayName: 'Founding Date',
					name: 'birthdate',
					type: 'dateTime',
					default: '',
					description: 'Sent as birthdate, as in the example of the documentation',
				},
				{ displayName: 'Phone', name: 'phone', type: 'string', default: '' },
				{
					displayName: 'Tax Number',
					name: 'taxNumber',
					type: 'string',
					default: '',
					description: 'Sent as identity_number: ten digits in the documentation',
				},
				{
					displayName: 'Tax Office',
					name: 'taxOffice',
					type: 'string',
					default: '',
					description: 'The tax office, 3 to 40 characters',
				},
			],
		},
	],
	additionalBody: true,
	simplify: simplifyCustomer,
	async execute({ params, send }) {
		const body = {
			external_id: readNewCustomerId(params),
			account_type: 'company',
			...readMore(params),
		};
		return await send({ body });
	},
});

/** Source: https://docs.mintedconnect.com/api-15819241 (pattern, with its missing quantifier). */
function readNewCustomerId(params: ItemParameters): string {
	const id = params.text('newCustomerId', 'Customer ID', NAME);
	if (!/^[A-Za-z0-9_-]+$/.test(id)) {
		throw new FieldError(
			'Customer ID',
			'Customer ID has a character that Minted does not accept',
			'Use letters without accents, digits, hyphens and underscores.',
		);
	}
	return id;
}

function readMore(params: ItemParameters): Record<string, unknown> {
	const { email, birthdate } = params.collection('businessMore');
	return {
		firstname: params.optionalText('businessMore.companyName', 'Company Name', NAME),
		tax_office: params.optionalText('businessMore.taxOffice', 'Tax Office', NAME),
		phone: params.optionalText('businessMore.phone', 'Phone', { max: 40 }),
		identity_number: params.hide(
			params.optionalText('businessMore.taxNumber', 'Tax Number', { min: 3, max: 40 }),
		),
		email: email ? readEmail(email, 'Email') : undefined,
		birthdate: birthdate ? readDay(birthdate, 'Founding Date') : undefined,
	};
}

import type { INodeProperties } from 'n8n-workflow';
import type { BodyOf } from '../../../minted/client/api';
import { readDay, readEmail } from '../../../minted/values';
import type { ItemParameters } from '../../shared/run/parameters';

/** The documented limits of a company's texts. */
export const COMPANY_TEXT = { min: 3, max: 40 };

/** A company's record, as Create and Update Business want it. */
export const businessFields: INodeProperties[] = [
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
];

type BusinessBody = Extract<BodyOf<'updateCustomer'>, { tax_office?: string }>;

/** Source: https://docs.mintedconnect.com/api-15819241 (field table of Create Business Customer). */
export function readBusiness(params: ItemParameters): BusinessBody {
	const { email, birthdate } = params.collection('businessMore');
	return {
		account_type: 'company',
		firstname: params.optionalText('businessMore.companyName', 'Company Name', COMPANY_TEXT),
		tax_office: params.optionalText('businessMore.taxOffice', 'Tax Office', COMPANY_TEXT),
		phone: params.optionalText('businessMore.phone', 'Phone', { max: 40 }),
		identity_number: params.hide(
			params.optionalText('businessMore.taxNumber', 'Tax Number', { min: 3, max: 40 }),
		),
		email: email ? readEmail(email, 'Email') : undefined,
		birthdate: birthdate ? readDay(birthdate, 'Founding Date') : undefined,
	};
}

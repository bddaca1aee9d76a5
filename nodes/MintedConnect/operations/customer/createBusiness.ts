import { defineOperation } from '../../../shared/operation';
import type { ItemParameters } from '../../../shared/run/parameters';
import { businessFields, COMPANY_TEXT, readBusiness } from '../../fields/business';
import { FieldError } from '../../../../minted/errors';
import { simplifyCustomer } from '../../../../minted/output/simplify';

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
		...businessFields,
	],
	additionalBody: true,
	simplify: simplifyCustomer,
	async execute({ params, send }) {
		const external_id = readNewCustomerId(params);
		return await send({ body: { external_id, ...readBusiness(params) } });
	},
});

/** Source: https://docs.mintedconnect.com/api-15819241 (pattern, with its missing quantifier). */
function readNewCustomerId(params: ItemParameters): string {
	const id = params.text('newCustomerId', 'Customer ID', COMPANY_TEXT);
	if (!/^[A-Za-z0-9_-]+$/.test(id)) {
		throw new FieldError(
			'Customer ID',
			'Customer ID has a character that Minted does not accept',
			'Use letters without accents, digits, hyphens and underscores.',
		);
	}
	return id;
}

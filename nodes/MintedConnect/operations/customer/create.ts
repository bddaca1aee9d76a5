import { personFields, readPerson } from '../../fields/person';
import { defineOperation } from '../../../shared/operation';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'customer',
	value: 'create',
	name: 'Create',
	action: 'Create a customer',
	description: 'Create a person as your customer at Minted',
	endpoint: 'createCustomer',
	fields: [
		{
			displayName: 'Customer ID',
			name: 'newCustomerId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. MTD-DEMO-1',
			description: 'Your own ID for the customer: 3 to 40 letters, digits, hyphens or underscores',
		},
		...personFields,
	],
	additionalBody: true,
	simplify: simplifyCustomer,
	async execute({ params, send }) {
		const body = {
			external_id: params.text('newCustomerId', 'Customer ID', { min: 3, max: 40 }),
			...readPerson(params),
		};
		return await send({ body });
	},
});

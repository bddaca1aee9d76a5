import type { IDataObject } from 'n8n-workflow';
import { personFields, readPerson } from '../../fields/person';
import type { Operation } from '../../operation';
import type { Customer } from '../../../../minted/model';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation: Operation = {
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
	simplify: (customer: Customer) => simplifyCustomer(customer) as IDataObject,
	async execute({ api, params, parts }) {
		const body = {
			external_id: params.text('newCustomerId', 'Customer ID', { min: 3, max: 40 }),
			...readPerson(params),
		};
		return await api.call('createCustomer', parts({ body }));
	},
};

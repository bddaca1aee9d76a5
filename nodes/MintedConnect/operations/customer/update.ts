import type { IDataObject } from 'n8n-workflow';
import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import { personFields, readPerson } from '../../fields/person';
import type { Operation } from '../../operation';
import type { Customer } from '../../../../minted/model';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation: Operation = {
	resource: 'customer',
	value: 'update',
	name: 'Update',
	action: 'Update a customer',
	description: 'Replace the details of a customer; Minted wants all required ones each time',
	endpoint: 'updateCustomer',
	fields: [customerField(), ...personFields],
	additionalBody: true,
	simplify: (customer: Customer) => simplifyCustomer(customer) as IDataObject,
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call(
			'updateCustomer',
			parts({ pathParameters: { external_customer_id }, body: readPerson(params) }),
		);
	},
};

import type { IDataObject } from 'n8n-workflow';
import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';
import type { Customer } from '../../../../minted/model';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation: Operation = {
	resource: 'customer',
	value: 'get',
	name: 'Get',
	action: 'Get a customer',
	description: 'Get a customer with contact details and wallets',
	endpoint: 'getCustomer',
	fields: [customerField()],
	simplify: (customer: Customer) => simplifyCustomer(customer) as IDataObject,
	returnsIdentityNumbers: true,
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call('getCustomer', parts({ pathParameters: { external_customer_id } }));
	},
};

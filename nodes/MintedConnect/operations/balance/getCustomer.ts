import type { IDataObject } from 'n8n-workflow';
import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';
import type { Balance } from '../../../../minted/model';
import { simplifyBalance } from '../../../../minted/output/simplify';

export const operation: Operation = {
	resource: 'balance',
	value: 'getCustomer',
	name: 'Get Customer',
	action: 'Get the balances of a customer',
	description: "Get a customer's wallets, one item for each metal and currency",
	endpoint: 'getCustomerBalance',
	fields: [customerField()],
	simplify: (balance: Balance) => simplifyBalance(balance) as IDataObject,
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call(
			'getCustomerBalance',
			parts({ pathParameters: { external_customer_id } }),
		);
	},
};

import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'balance',
	value: 'getCustomerStats7d',
	name: 'Get Customer Stats (7 Days)',
	action: 'Get the balances of a customer over seven days',
	description: "Get a customer's balances of the last seven days, one item a day",
	endpoint: 'customerBalance7dStats',
	fields: [customerField()],
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call(
			'customerBalance7dStats',
			parts({ pathParameters: { external_customer_id } }),
		);
	},
};

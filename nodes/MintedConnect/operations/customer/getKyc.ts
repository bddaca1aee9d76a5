import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'customer',
	value: 'getKyc',
	name: 'Get KYC',
	action: 'Get the KYC of a customer',
	description: "Get the identity check (KYC) of a customer's wallet",
	endpoint: 'getCustomerWalletKyc',
	fields: [customerField()],
	returnsIdentityNumbers: true,
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call(
			'getCustomerWalletKyc',
			parts({ pathParameters: { external_customer_id } }),
		);
	},
};

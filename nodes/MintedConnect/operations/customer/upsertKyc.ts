import { kycFields, readKycFields } from '../../fields/kyc';
import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'customer',
	value: 'upsertKyc',
	name: 'Upsert KYC',
	action: 'Create or update the KYC of a customer',
	description: "Create or update the identity check (KYC) of a customer's wallet",
	endpoint: 'upsertCustomerWalletKyc',
	fields: [customerField(), kycFields],
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call(
			'upsertCustomerWalletKyc',
			parts({ pathParameters: { external_customer_id }, body: readKycFields(params) }),
		);
	},
};

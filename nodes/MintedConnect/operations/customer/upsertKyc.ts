import { kycFields, readKycFields } from '../../fields/kyc';
import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'customer',
	value: 'upsertKyc',
	name: 'Upsert KYC',
	action: 'Create or update the KYC of a customer',
	description: "Create or update the identity check (KYC) of a customer's wallet",
	endpoint: 'upsertCustomerWalletKyc',
	fields: [customerField(), kycFields],
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id }, body: readKycFields(params) });
	},
});

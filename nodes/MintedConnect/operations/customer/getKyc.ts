import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'customer',
	value: 'getKyc',
	name: 'Get KYC',
	action: 'Get the KYC of a customer',
	description: "Get the identity check (KYC) of a customer's wallet",
	endpoint: 'getCustomerWalletKyc',
	fields: [customerField()],
	returnsIdentityNumbers: true,
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id } });
	},
});

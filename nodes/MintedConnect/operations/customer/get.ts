import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'customer',
	value: 'get',
	name: 'Get',
	action: 'Get a customer',
	description: 'Get a customer with contact details and wallets',
	endpoint: 'getCustomer',
	fields: [customerField()],
	simplify: simplifyCustomer,
	returnsIdentityNumbers: true,
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id } });
	},
});

import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';
import { simplifyBalance } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'balance',
	value: 'getCustomer',
	name: 'Get Customer',
	action: 'Get the balances of a customer',
	description: "Get a customer's wallets, one item for each metal and currency",
	endpoint: 'getCustomerBalance',
	fields: [customerField()],
	simplify: simplifyBalance,
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id } });
	},
});

import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'balance',
	value: 'getCustomerStats7d',
	name: 'Get Customer Stats (7 Days)',
	action: 'Get the balances of a customer over seven days',
	description: "Get a customer's balances of the last seven days, one item a day",
	endpoint: 'customerBalance7dStats',
	fields: [customerField()],
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id } });
	},
});

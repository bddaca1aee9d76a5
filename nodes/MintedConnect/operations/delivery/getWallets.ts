import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'delivery',
	value: 'getWallets',
	name: 'Get Wallets',
	action: 'Get the wallets to deliver from',
	description: 'List the wallets of a customer with the grams that can be delivered from each',
	endpoint: 'deliveryListWallets',
	fields: [customerField()],
	additionalBody: true,
	async execute({ params, send }) {
		const customer_external_id = readCustomerId(params);
		return await send({ body: { customer_external_id } });
	},
});

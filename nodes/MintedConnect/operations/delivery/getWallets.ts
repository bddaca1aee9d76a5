import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'delivery',
	value: 'getWallets',
	name: 'Get Wallets',
	action: 'Get the wallets to deliver from',
	description: 'List the wallets of a customer with the grams that can be delivered from each',
	endpoint: 'deliveryListWallets',
	fields: [customerField()],
	additionalBody: true,
	async execute({ api, params, parts }) {
		const customer_external_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call('deliveryListWallets', parts({ body: { customer_external_id } }));
	},
};

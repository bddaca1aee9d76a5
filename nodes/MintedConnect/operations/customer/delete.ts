import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'customer',
	value: 'delete',
	name: 'Delete',
	action: 'Delete a customer',
	description: 'Remove the ID of a customer from Minted',
	endpoint: 'removeCustomerId',
	fields: [customerField()],
	async execute({ api, params, parts }) {
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		await api.call('removeCustomerId', parts({ pathParameters: { external_customer_id } }));
		return { deleted: true };
	},
};

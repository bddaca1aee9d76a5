import { ORDER_ID_LIMITS, orderField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'order',
	value: 'getInvoice',
	name: 'Get Invoice',
	action: 'Get the invoice of an order',
	description: 'Get the invoice of an order, by your own ID, with all that Minted says about it',
	endpoint: 'getOrderInvoice',
	fields: [{ ...orderField(), description: 'The order, by your own ID of it' }],
	async execute({ api, params, parts }) {
		const id = params.id('orderId', 'External Order ID', ORDER_ID_LIMITS);
		return await api.call('getOrderInvoice', parts({ pathParameters: { external_order_id: id } }));
	},
};

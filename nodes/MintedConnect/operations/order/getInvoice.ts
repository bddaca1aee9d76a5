import { orderField } from '../../../shared/fields/locators';
import { readOrderId } from '../../fields/orderKey';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'order',
	value: 'getInvoice',
	name: 'Get Invoice',
	action: 'Get the invoice of an order',
	description: 'Get the invoice of an order, by your own ID, with all that Minted says about it',
	endpoint: 'getOrderInvoice',
	fields: [{ ...orderField(), description: 'The order, by your own ID of it' }],
	async execute({ params, send }) {
		return await send({ path: { external_order_id: readOrderId(params, 'external_id') } });
	},
});

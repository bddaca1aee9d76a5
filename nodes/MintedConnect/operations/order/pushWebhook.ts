import { orderIdTypeField, readOrderKey } from '../../fields/orderKey';
import { orderField } from '../../fields/locators';
import type { Operation } from '../../operation';
import { simplifyOrder } from '../../../../minted/output/simplify';
import type { Order } from '../../../../minted/model';
import type { IDataObject } from 'n8n-workflow';

export const operation: Operation = {
	resource: 'order',
	value: 'pushWebhook',
	name: 'Push Webhook',
	action: 'Push the webhook of an order',
	description: 'Make Minted send the push of an order again, to the URL it has on record for you',
	endpoint: 'getOrderAlternative',
	fields: [orderIdTypeField, orderField()],
	simplify: (order: Order) => simplifyOrder(order) as IDataObject,
	async execute({ api, params, parts }) {
		const body = { ...readOrderKey(params), push_hook: true };
		return await api.call('getOrderAlternative', parts({ body }));
	},
};

import { orderIdTypeField, readOrderKey } from '../../fields/orderKey';
import { orderField } from '../../../shared/fields/locators';
import { defineOperation } from '../../../shared/operation';
import { simplifyOrder } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'order',
	value: 'pushWebhook',
	name: 'Push Webhook',
	action: 'Push the webhook of an order',
	description: 'Make Minted send the push of an order again, to the URL it has on record for you',
	endpoint: 'getOrderAlternative',
	fields: [orderIdTypeField, orderField()],
	simplify: simplifyOrder,
	async execute({ params, send }) {
		const body = { ...readOrderKey(params), push_hook: true };
		return await send({ body });
	},
});

import { orderIdTypeField, readOrderKey } from '../../fields/orderKey';
import { orderField } from '../../../shared/fields/locators';
import { defineOperation } from '../../../shared/operation';
import { simplifyOrder } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'order',
	value: 'get',
	name: 'Get',
	action: 'Get an order',
	description: 'Get one order with its status, by your own ID, its order code or its GUID',
	endpoint: 'getOrder',
	fields: [orderIdTypeField, orderField()],
	simplify: simplifyOrder,
	async execute({ api, params, send }) {
		const key = readOrderKey(params);
		return 'external_id' in key
			? await send({ path: { order_id: key.external_id } })
			: await api.call('getOrderAlternative', { body: key });
	},
});

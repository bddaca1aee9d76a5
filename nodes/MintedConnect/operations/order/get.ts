import { orderIdTypeField, readOrderKey } from '../../fields/orderKey';
import { orderField } from '../../fields/locators';
import type { Operation } from '../../operation';
import { simplifyOrder } from '../../../../minted/output/simplify';
import type { Order } from '../../../../minted/model';
import type { IDataObject } from 'n8n-workflow';

export const operation: Operation = {
	resource: 'order',
	value: 'get',
	name: 'Get',
	action: 'Get an order',
	description: 'Get one order with its status, by your own ID, its order code or its GUID',
	endpoint: 'getOrder',
	fields: [orderIdTypeField, orderField()],
	simplify: (order: Order) => simplifyOrder(order) as IDataObject,
	async execute({ api, params, parts }) {
		const key = readOrderKey(params);
		return 'external_id' in key
			? await api.call('getOrder', parts({ pathParameters: { order_id: key.external_id } }))
			: await api.call('getOrderAlternative', parts({ body: key }));
	},
};

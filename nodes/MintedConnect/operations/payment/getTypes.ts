import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'payment',
	value: 'getTypes',
	name: 'Get Types',
	action: 'Get the payment types',
	description: 'List the ways an order can be paid',
	endpoint: 'paymentGetAllTypes',
	fields: [],
	async execute({ api, parts }) {
		return await api.call('paymentGetAllTypes', parts());
	},
};

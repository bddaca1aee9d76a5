import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'order',
	value: 'getStatuses',
	name: 'Get Statuses',
	action: 'Get the order statuses',
	description: 'List the statuses that an order can have, with their numbers',
	endpoint: 'orderStatuses',
	fields: [],
	async execute({ api, parts }) {
		return await api.call('orderStatuses', parts());
	},
};

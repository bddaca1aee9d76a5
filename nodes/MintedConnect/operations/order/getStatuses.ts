import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'order',
	value: 'getStatuses',
	name: 'Get Statuses',
	action: 'Get the order statuses',
	description: 'List the statuses that an order can have, with their numbers',
	endpoint: 'orderStatuses',
	fields: [],
	async execute({ send }) {
		return await send({});
	},
});

import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'payment',
	value: 'getTypes',
	name: 'Get Types',
	action: 'Get the payment types',
	description: 'List the ways an order can be paid',
	endpoint: 'paymentGetAllTypes',
	fields: [],
	async execute({ send }) {
		return await send({});
	},
});

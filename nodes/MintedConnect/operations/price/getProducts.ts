import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'price',
	value: 'getProducts',
	name: 'Get Products',
	action: 'Get the product prices',
	description: 'List the current prices, one item for each product, without fixing them',
	endpoint: 'productPrices',
	fields: [],
	async execute({ send }) {
		return await send({});
	},
});

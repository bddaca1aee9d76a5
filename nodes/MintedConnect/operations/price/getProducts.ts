import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'price',
	value: 'getProducts',
	name: 'Get Products',
	action: 'Get the product prices',
	description: 'List the current prices, one item for each product, without fixing them',
	endpoint: 'productPrices',
	fields: [],
	async execute({ api, parts }) {
		return await api.call('productPrices', parts());
	},
};

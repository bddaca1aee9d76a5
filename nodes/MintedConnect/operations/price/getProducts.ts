import { defineOperation } from '../../../shared/operation';
import { simplifyPrice } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'price',
	value: 'getProducts',
	name: 'Get Products',
	action: 'Get the product prices',
	description: 'List the current prices, one item for each product, without fixing them',
	endpoint: 'productPrices',
	fields: [],
	simplify: simplifyPrice,
	async execute({ send }) {
		return await send({});
	},
});

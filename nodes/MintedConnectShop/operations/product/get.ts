import { defineOperation } from '../../../shared/operation';
import { simplifyProduct } from '../../../../minted/output/simplifyShop';
import { barField, readBar } from '../../fields/basket';

export const operation = defineOperation({
	resource: 'product',
	value: 'get',
	name: 'Get',
	action: 'Get a product',
	description: 'Get a bar of E-Commerce by its SKU or ID (experimental)',
	endpoint: 'ecomGetProduct',
	fields: [
		{
			displayName: 'Find By',
			name: 'productBy',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'ID', value: 'id' },
				{ name: 'SKU', value: 'sku' },
			],
			default: 'sku',
			description: 'Which ID the product is found by',
		},
		{ ...barField('ecom'), displayOptions: { show: { productBy: ['sku'] } } },
		{
			displayName: 'Product ID',
			name: 'productId',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 0,
			required: true,
			placeholder: 'e.g. 3000065',
			description: 'The ID that Minted gave the product',
			displayOptions: { show: { productBy: ['id'] } },
		},
	],
	simplify: simplifyProduct,
	async execute({ params, send }) {
		const query =
			params.choice('productBy', 'Find By', ['sku', 'id']) === 'sku'
				? { sku: readBar(params) }
				: { id: params.number('productId', { field: 'Product ID', maxDecimals: 0 }) };
		return await send({ query });
	},
});

import { readWholeGrams, wholeGramsField } from '../../fields/delivery';
import { CUSTOMER_ID_LIMITS, customerField, skuField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'delivery',
	value: 'calculate',
	name: 'Calculate',
	action: 'Calculate the cost of a delivery',
	description: 'Calculate what a delivery would cost, without requesting it',
	endpoint: 'deliveryCalculate',
	fields: [customerField(), skuField(), wholeGramsField],
	additionalBody: true,
	async execute({ api, params, parts }) {
		const body = {
			customer: { external_id: params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS) },
			sku: params.id('sku', 'SKU', { min: 3, max: 21 }),
			amount: readWholeGrams(params),
		};
		return await api.call('deliveryCalculate', parts({ body }));
	},
};

import { readWholeGrams, wholeGramsField } from '../../fields/delivery';
import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { readSku, skuField } from '../../../shared/fields/locators';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'delivery',
	value: 'calculate',
	name: 'Calculate',
	action: 'Calculate the cost of a delivery',
	description: 'Calculate what a delivery would cost, without requesting it',
	endpoint: 'deliveryCalculate',
	fields: [customerField(), skuField(), wholeGramsField],
	additionalBody: true,
	async execute({ params, send }) {
		const body = {
			customer: { external_id: readCustomerId(params) },
			sku: readSku(params),
			amount: readWholeGrams(params),
		};
		return await send({ body });
	},
});

import { amountField, readGrams } from '../../fields/order';
import { readSku, skuField } from '../../../shared/fields/locators';
import { defineOperation } from '../../../shared/operation';
import { simplifyCalculation } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'price',
	value: 'calculate',
	name: 'Calculate',
	action: 'Calculate the price of an order',
	description: 'Calculate what an amount of metal costs at fixed prices, without ordering it',
	endpoint: 'calculatePrice',
	fields: [
		{
			displayName: 'Price Token',
			name: 'priceToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. {{ $json.token }}',
			description: 'The token that Price > Fix returned',
		},
		skuField(),
		amountField(),
	],
	additionalBody: true,
	simplify: simplifyCalculation,
	async execute({ params, send }) {
		const body = {
			price_token: params.text('priceToken', 'Price Token', { max: 255 }),
			items: [
				{
					sku: readSku(params),
					amount: readGrams(params),
				},
			],
		};
		return await send({ body });
	},
});

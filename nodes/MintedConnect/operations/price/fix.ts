import { currencyField, readCurrency, readTotalPrice, totalPriceField } from '../../fields/order';
import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';
import { FieldError } from '../../../../minted/errors';
import { simplifyPrices } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'price',
	value: 'fix',
	name: 'Fix',
	action: 'Fix prices',
	description: 'Fix the current prices for about four minutes and get the token to order at them',
	endpoint: 'priceFix',
	fields: [
		{
			displayName: 'For',
			name: 'account',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'A Customer (B2B2C)', value: 'customer' },
				{ name: 'Your Company (B2B)', value: 'partner' },
			],
			default: 'customer',
			description: 'Whose order the prices are for',
		},
		{ ...customerField(), displayOptions: { show: { account: ['customer'] } } },
		{
			displayName: 'Order By',
			name: 'orderBy',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Grams', value: 'grams' },
				{
					name: 'Total Price',
					value: 'total',
					description: 'The answer then says how many grams of each metal the money buys',
				},
			],
			default: 'grams',
		},
		{
			...totalPriceField('How much money the order is for'),
			displayOptions: { show: { orderBy: ['total'] } },
		},
		{
			...currencyField('The currency of the total price'),
			displayOptions: { show: { orderBy: ['total'] } },
		},
	],
	simplify: simplifyPrices,
	async execute({ params, send }) {
		const customer: { customer_external_id?: string } =
			params.choice('account', 'For', ['customer', 'partner']) === 'customer'
				? { customer_external_id: readCustomerId(params) }
				: {};
		const total =
			params.choice('orderBy', 'Order By', ['grams', 'total']) === 'total'
				? {
						currency: readCurrency(params),
						total: readTotalPrice(params),
					}
				: {};
		if ('total' in total && customer.customer_external_id === undefined) {
			throw new FieldError(
				'Order By',
				'Prices for a total price are fixed for a customer only',
				'Choose the customer under For, or set Order By to Grams.',
			);
		}
		return await send({ body: { type: 'digital', ...customer, ...total } });
	},
});

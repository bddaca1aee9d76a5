import { currencyField } from '../../fields/common';
import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import { externalIdField } from '../../fields/order';
import type { Operation } from '../../operation';
import { placeCashMovement, readExternalId, simplifyMovement } from '../../placement';
import { CURRENCIES } from '../../../../minted/model';

export const operation: Operation = {
	resource: 'balance',
	value: 'updateCustomerCash',
	name: 'Update Customer Cash',
	action: 'Update the cash balance of a customer',
	description: "Add money to a customer's cash balance, or take some from it",
	endpoint: 'updateCustomerCashBalance',
	fields: [
		customerField(),
		{
			displayName: 'Amount (Money)',
			name: 'cashAmount',
			type: 'number',
			typeOptions: { numberPrecision: 2 },
			default: 0,
			required: true,
			placeholder: 'e.g. 250',
			description: 'Money to add; a negative number takes money away',
		},
		currencyField('The currency of the amount'),
		{
			...externalIdField,
			displayName: 'External Movement ID',
			description:
				'Your own ID of this movement. It is sent along as external_id, and this n8n process sends no second movement under the same ID.',
		},
	],
	additionalBody: true,
	simplify: simplifyMovement,
	async execute(call) {
		const { params } = call;
		const external_customer_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		const externalId = readExternalId(call);
		const body = {
			amount: params.number('cashAmount', {
				field: 'Amount (Money)',
				maxDecimals: 2,
				negative: true,
			}),
			currency_code: params.choice('currency', 'Currency', CURRENCIES),
			external_id: externalId,
		};
		return await placeCashMovement(
			call,
			externalId,
			call.parts({ pathParameters: { external_customer_id }, body }),
		);
	},
};

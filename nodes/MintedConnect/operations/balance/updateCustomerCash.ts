import { currencyField, readCurrency } from '../../fields/order';
import { NOTHING } from '../../../shared/fields/common';
import { customerField, readCustomerId } from '../../../shared/fields/customer';
import {
	externalIdField,
	idOfWish,
	isTriedByHand,
	noteOf,
	readGuard,
	readOwnId,
} from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import { placeCashMovement } from '../../../../minted/orders/cashMovement';
import { previewOfMovement, simplifyMovement } from '../../../../minted/output/simplify';

const ID_FIELD = 'External Movement ID';

export const operation = defineOperation({
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
			default: NOTHING,
			required: true,
			placeholder: 'e.g. 250',
			description: 'Money to add; a negative number takes money away',
		},
		currencyField('The currency of the amount'),
		{
			...externalIdField,
			displayName: ID_FIELD,
			description:
				'Your own ID of this movement. It is sent along as external_id, and this n8n process sends no second movement under the same ID.',
		},
	],
	additionalBody: true,
	reservedBody: [
		'amount',
		'currency_code',
		'external_id',
		'customer',
		'customer_external_id',
		'external_customer_id',
	],
	simplify: simplifyMovement,
	moves: 'moved',
	laneOf: readCustomerId,
	async execute(item) {
		const { api, params, endpointPath, tool } = item;
		const own = readOwnId(item, ID_FIELD);
		const customerExternalId = readCustomerId(params);
		const rule = { field: 'Amount (Money)', maxDecimals: 2, negative: true };
		const amount = params.number('cashAmount', rule);
		const currency = readCurrency(params);
		const wish = ['cash', customerExternalId, amount, currency];
		const externalId = own ?? idOfWish(item, wish);
		const movement = {
			externalId,
			customerExternalId,
			amount,
			currency,
			approve: () => tool?.reserve(item, externalId, { total: Math.abs(amount), currency }),
			body: item.extendBody({}),
			endpointPath,
		};
		const guard = readGuard(item, 'cash', externalId);
		if (isTriedByHand(item)) {
			return { ...previewOfMovement(movement), ...noteOf(item, ID_FIELD) };
		}
		const { outcome, result } = await placeCashMovement(api, movement, guard);
		return { outcome, ...result };
	},
});

import {
	externalIdField,
	gramDecimalsOption,
	placementOptions,
	priceFields,
	quantityFields,
	safetyFields,
	subjectFields,
} from '../../fields/order';
import type { Operation } from '../../operation';
import {
	ORDER_BODY,
	placeDigitalOrder,
	readAccount,
	readExternalId,
	readOrder,
	simplifyPlaced,
} from '../../placement';

export const operation: Operation = {
	resource: 'order',
	value: 'sell',
	name: 'Sell',
	action: 'Sell metal',
	description: "Sell gold, silver or another metal out of a customer's or your company's wallet",
	endpoint: 'sellDigital',
	fields: [
		...subjectFields('sell'),
		...quantityFields('sell'),
		...priceFields,
		externalIdField,
		...safetyFields('sell'),
	],
	options: [...placementOptions, gramDecimalsOption],
	additionalBody: true,
	reservedBody: ORDER_BODY,
	simplify: simplifyPlaced,
	async execute(call) {
		const externalId = readExternalId(call);
		const customerExternalId = readAccount(call, 'Sold For');
		const order = readOrder(call, 'sell', externalId, customerExternalId);
		return await placeDigitalOrder(call, order, async () =>
			customerExternalId === undefined ? {} : { customer: { external_id: customerExternalId } },
		);
	},
};

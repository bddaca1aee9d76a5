import {
	externalIdField,
	gramDecimalsOption,
	onlyForCustomers,
	placementOptions,
	priceFields,
	quantityFields,
	safetyFields,
	subjectFields,
} from '../../fields/order';
import { customerDetailsFields, readCustomerDetails } from '../../fields/customerDetails';
import { paymentFields, readPayment } from '../../fields/payment';
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
	value: 'buy',
	name: 'Buy',
	action: 'Buy metal',
	description: 'Buy gold, silver, platinum or another metal for a customer or for your company',
	endpoint: 'buyDigital',
	fields: [
		...subjectFields('buy'),
		...onlyForCustomers(customerDetailsFields({ identityNumber: true })),
		...quantityFields('buy'),
		...paymentFields,
		...priceFields,
		externalIdField,
		...safetyFields('buy'),
	],
	options: [...placementOptions, gramDecimalsOption],
	additionalBody: true,
	reservedBody: ORDER_BODY,
	simplify: simplifyPlaced,
	async execute(call) {
		const externalId = readExternalId(call);
		const customerExternalId = readAccount(call, 'Bought For');
		const payment = readPayment(call);
		const order = readOrder(call, 'buy', externalId, customerExternalId);
		const customer =
			customerExternalId === undefined ? undefined : readCustomerDetails(call, customerExternalId);
		return await placeDigitalOrder(call, order, async () => ({
			...(customer === undefined ? {} : { customer: await customer() }),
			...payment,
		}));
	},
};

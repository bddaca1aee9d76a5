import { customerDetailsFields, readCustomerDetails } from '../../fields/customer';
import {
	gramDecimalsOption,
	ORDER_BODY,
	onlyForCustomers,
	priceFields,
	quantityFields,
	readOrder,
	readPreviewOnly,
	safetyFields,
	subjectFields,
} from '../../fields/order';
import { paymentFields, readPayment } from '../../fields/payment';
import { externalIdField, placementOptions, readGuard } from '../../fields/placing';
import { defineOperation } from '../../operation';
import {
	placeDigitalOrder,
	quoteDigitalOrder,
	type DigitalOrder,
} from '../../../../minted/orders/digitalOrder';
import { previewOf, simplifyPlaced } from '../../../../minted/output/simplify';

export const operation = defineOperation({
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
	async execute(item) {
		const { api, params } = item;
		const wish = readOrder(item, 'buy');
		const { customerExternalId: customer, externalId } = wish;
		const order: DigitalOrder = {
			...wish,
			readCustomer: customer === undefined ? undefined : readCustomerDetails(item, customer),
			body: item.extendBody(readPayment(params)),
		};
		const guard = readGuard(item, 'order', externalId);
		if (readPreviewOnly(params)) return [previewOf(await quoteDigitalOrder(api, order), order)];
		const { outcome, result } = await placeDigitalOrder(api, order, guard);
		return result.map((placed) => ({ outcome, ...placed }));
	},
});

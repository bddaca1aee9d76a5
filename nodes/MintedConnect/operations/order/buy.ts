import { customerDetailsFields } from '../../../shared/fields/customer';
import {
	accountOf,
	gramDecimalsOption,
	ORDER_BODY,
	onlyForCustomers,
	priceFields,
	quantityFields,
	readOrder,
	safetyFields,
	subjectFields,
} from '../../fields/order';
import { paymentFields, readPayment } from '../../fields/payment';
import {
	externalIdField,
	placementOptions,
	readGuard,
	readPatience,
	readPreviewOnly,
	waitOptions,
} from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import {
	placeDigitalOrder,
	quoteDigitalOrder,
	type DigitalOrder,
} from '../../../../minted/orders/digitalOrder';
import { waitForAll } from '../../../../minted/orders/wait';
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
	options: [...placementOptions, ...waitOptions, gramDecimalsOption],
	additionalBody: true,
	reservedBody: ORDER_BODY,
	simplify: simplifyPlaced,
	laneOf: accountOf,
	async execute(item) {
		const { api, params } = item;
		const order: DigitalOrder = {
			...readOrder(item, 'buy'),
			body: item.extendBody(readPayment(params)),
		};
		const guard = readGuard(item, 'order', order.externalId);
		const patience = readPatience(item);
		if (readPreviewOnly(item)) return [previewOf(await quoteDigitalOrder(api, order), order)];
		const { outcome, result } = await placeDigitalOrder(api, order, guard);
		const orders = patience ? await waitForAll(api, result, patience) : result;
		return orders.map((placed) => ({ outcome, ...placed }));
	},
});

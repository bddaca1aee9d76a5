import {
	accountOf,
	gramDecimalsOption,
	ORDER_BODY,
	priceFields,
	quantityFields,
	readOrder,
	safetyFields,
	subjectFields,
} from '../../fields/order';
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
	options: [...placementOptions, ...waitOptions, gramDecimalsOption],
	additionalBody: true,
	reservedBody: ORDER_BODY,
	simplify: simplifyPlaced,
	laneOf: accountOf,
	async execute(item) {
		const { api } = item;
		const order: DigitalOrder = {
			...readOrder(item, 'sell'),
			body: item.extendBody({}),
		};
		const guard = readGuard(item, 'order', order.externalId);
		const patience = readPatience(item);
		if (readPreviewOnly(item)) return [previewOf(await quoteDigitalOrder(api, order), order)];
		const { outcome, result } = await placeDigitalOrder(api, order, guard);
		const orders = patience ? await waitForAll(api, result, patience) : result;
		return orders.map((placed) => ({ outcome, ...placed }));
	},
});

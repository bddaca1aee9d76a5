import {
	gramDecimalsOption,
	ORDER_BODY,
	priceFields,
	quantityFields,
	readOrder,
	readPreviewOnly,
	safetyFields,
	subjectFields,
} from '../../fields/order';
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
	async execute(item) {
		const { api, params } = item;
		const wish = readOrder(item, 'sell');
		const { customerExternalId: customer, externalId } = wish;
		const order: DigitalOrder = {
			...wish,
			readCustomer: customer === undefined ? undefined : async () => ({ external_id: customer }),
			body: item.extendBody({}),
		};
		const guard = readGuard(item, 'order', externalId);
		if (readPreviewOnly(params)) return [previewOf(await quoteDigitalOrder(api, order), order)];
		const { outcome, result } = await placeDigitalOrder(api, order, guard);
		return result.map((placed) => ({ outcome, ...placed }));
	},
});

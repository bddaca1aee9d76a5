import {
	accountOf,
	gramDecimalsOption,
	ORDER_BODY,
	orderCurrency,
	price,
	quantityFields,
	readOrder,
	safetyFields,
	subjectFields,
} from '../../fields/order';
import {
	externalIdField,
	noteOf,
	placementOptions,
	readGuard,
	readPatience,
	readPreviewOnly,
	waitOptions,
} from '../../../shared/fields/placing';
import { placesOf } from '../../../shared/layout';
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
	action: 'Sell gold, silver or another metal',
	description: "Sell gold, silver or another metal out of a customer's or your company's wallet",
	endpoint: 'sellDigital',
	fields: [
		...subjectFields('sell'),
		...quantityFields('sell'),
		...orderCurrency.fields,
		...price.fields,
		externalIdField,
		...safetyFields('sell'),
	],
	options: [
		...placementOptions,
		...waitOptions,
		gramDecimalsOption,
		...orderCurrency.options,
		...price.options,
	],
	places: placesOf(orderCurrency, price),
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
		if (readPreviewOnly(item)) {
			const quote = await quoteDigitalOrder(api, order);
			return [{ ...previewOf(quote, order), ...noteOf(item) }];
		}
		const { outcome, result } = await placeDigitalOrder(api, order, guard);
		const orders = patience ? await waitForAll(api, result, patience) : result;
		return orders.map((placed) => ({ outcome, ...placed }));
	},
});

import { customerDetails } from '../../../shared/fields/customer';
import {
	accountOf,
	gramDecimalsOption,
	ORDER_BODY,
	onlyForCustomers,
	orderCurrency,
	price,
	quantityFields,
	readOrder,
	safetyFields,
	subjectFields,
} from '../../fields/order';
import { payment, readPayment } from '../../fields/payment';
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

const details = onlyForCustomers(customerDetails({ identityNumber: true }));

export const operation = defineOperation({
	resource: 'order',
	value: 'buy',
	name: 'Buy',
	action: 'Buy gold, silver or another metal',
	description: 'Buy gold, silver, platinum or another metal for a customer or for your company',
	endpoint: 'buyDigital',
	fields: [
		...subjectFields('buy'),
		...details.fields,
		...quantityFields('buy'),
		...orderCurrency.fields,
		...payment.fields,
		...price.fields,
		externalIdField,
		...safetyFields('buy'),
	],
	options: [
		...placementOptions,
		...waitOptions,
		gramDecimalsOption,
		...details.options,
		...orderCurrency.options,
		...payment.options,
		...price.options,
	],
	places: placesOf(details, orderCurrency, payment, price),
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
		if (readPreviewOnly(item)) {
			const quote = await quoteDigitalOrder(api, order);
			return [{ ...previewOf(quote, order), ...noteOf(item) }];
		}
		const { outcome, result } = await placeDigitalOrder(api, order, guard);
		const orders = patience ? await waitForAll(api, result, patience) : result;
		return orders.map((placed) => ({ outcome, ...placed }));
	},
});

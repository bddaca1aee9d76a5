import {
	customerDetails,
	customerField,
	readCustomer,
	readCustomerId,
} from '../../../shared/fields/customer';
import { readWholeGrams, wholeGramsFields } from '../../fields/delivery';
import { billingAddress, readAddress, shippingField } from '../../../shared/fields/address';
import { readSku, skuField } from '../../../shared/fields/locators';
import { PAYMENT_BODY, payment, readPayment } from '../../fields/payment';
import {
	externalIdField,
	idOfWish,
	isTriedByHand,
	noteOf,
	placementOptions,
	readOwnId,
	readGuard,
	readPatience,
	waitOptions,
} from '../../../shared/fields/placing';
import { placesOf } from '../../../shared/layout';
import { defineOperation } from '../../../shared/operation';
import { worthOfMetal } from '../../../shared/tool/worth';
import { placeDelivery } from '../../../../minted/orders/delivery';
import { waitForAll } from '../../../../minted/orders/wait';
import { previewOfDelivery, simplifyDelivery } from '../../../../minted/output/simplify';

const billing = billingAddress();
const details = customerDetails({ identityNumber: false });

export const operation = defineOperation({
	resource: 'delivery',
	value: 'create',
	name: 'Create',
	action: 'Request a delivery',
	description: "Have metal out of a customer's wallet delivered to an address",
	endpoint: 'deliveryCreate',
	fields: [
		customerField(),
		...details.fields,
		skuField(),
		...wholeGramsFields,
		shippingField(),
		...billing.fields,
		...payment.fields,
		externalIdField,
	],
	options: [
		...placementOptions,
		...waitOptions,
		...details.options,
		...billing.options,
		...payment.options,
	],
	places: placesOf(details, billing, payment),
	additionalBody: true,
	reservedBody: [
		'external_id',
		'sku',
		'amount',
		'customer',
		'customer_external_id',
		'address',
		...PAYMENT_BODY,
	],
	simplify: simplifyDelivery,
	laneOf: readCustomerId,
	async execute(item) {
		const { api, params, tool } = item;
		const own = readOwnId(item);
		const customer = readCustomer(params, { identityNumber: false });
		const sku = readSku(params);
		const amount = readWholeGrams(params);
		const externalId = own ?? idOfWish(item, ['delivery', customer.externalId, sku, amount]);
		const delivery = {
			externalId,
			customer,
			sku,
			amount,
			approve: async () => {
				const metal = { customerExternalId: customer.externalId, sku, grams: amount };
				if (tool) tool.reserve(item, externalId, await worthOfMetal(api, metal));
			},
			body: item.extendBody({ address: readAddress(params), ...readPayment(params) }),
		};
		const guard = readGuard(item, 'delivery', externalId);
		const patience = readPatience(item);
		if (isTriedByHand(item)) {
			return { ...previewOfDelivery(delivery), ...noteOf(item) };
		}
		const { outcome, result } = await placeDelivery(api, delivery, guard);
		const [order] = patience ? await waitForAll(api, [result], patience) : [result];
		return { outcome, ...order };
	},
});

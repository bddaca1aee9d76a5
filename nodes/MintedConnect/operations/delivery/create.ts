import {
	customerDetailsFields,
	customerField,
	readCustomer,
	readCustomerId,
} from '../../fields/customer';
import { addressFields, readAddress, readWholeGrams, wholeGramsField } from '../../fields/delivery';
import { readSku, skuField } from '../../fields/locators';
import { PAYMENT_BODY, paymentFields, readPayment } from '../../fields/payment';
import {
	externalIdField,
	placementOptions,
	readExternalId,
	readGuard,
	readPatience,
	waitOptions,
} from '../../fields/placing';
import { defineOperation } from '../../operation';
import { placeDelivery } from '../../../../minted/orders/delivery';
import { waitForAll } from '../../../../minted/orders/wait';
import { simplifyDelivery } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'delivery',
	value: 'create',
	name: 'Create',
	action: 'Request a delivery',
	description: "Have metal out of a customer's wallet delivered to an address",
	endpoint: 'deliveryCreate',
	fields: [
		customerField(),
		...customerDetailsFields({ identityNumber: false }),
		skuField(),
		wholeGramsField,
		...addressFields,
		...paymentFields,
		externalIdField,
	],
	options: [...placementOptions, ...waitOptions],
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
		const { api, params } = item;
		const externalId = readExternalId(item);
		const delivery = {
			externalId,
			customer: readCustomer(params, { identityNumber: false }),
			sku: readSku(params),
			amount: readWholeGrams(params),
			body: item.extendBody({ address: readAddress(params), ...readPayment(params) }),
		};
		const guard = readGuard(item, 'delivery', externalId);
		const patience = readPatience(item);
		const { outcome, result } = await placeDelivery(api, delivery, guard);
		const [order] = patience ? await waitForAll(api, [result], patience) : [result];
		return { outcome, ...order };
	},
});

import {
	customerDetailsFields,
	customerField,
	readCustomer,
	readCustomerId,
} from '../../../shared/fields/customer';
import { readWholeGrams, wholeGramsField } from '../../fields/delivery';
import { addressFields, readAddress } from '../../../shared/fields/address';
import { readSku, skuField } from '../../../shared/fields/locators';
import { PAYMENT_BODY, paymentFields, readPayment } from '../../fields/payment';
import {
	externalIdField,
	idOfWish,
	placementOptions,
	readOwnId,
	readGuard,
	readPatience,
	waitOptions,
} from '../../../shared/fields/placing';
import { defineOperation } from '../../../shared/operation';
import { worthOfMetal } from '../../../shared/tool/worth';
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
		...addressFields(),
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
		const { outcome, result } = await placeDelivery(api, delivery, guard);
		const [order] = patience ? await waitForAll(api, [result], patience) : [result];
		return { outcome, ...order };
	},
});

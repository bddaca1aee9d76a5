import {
	customerDetailsFields,
	customerField,
	readCustomerDetails,
	readCustomerId,
} from '../../fields/customer';
import { addressFields, readAddress, readWholeGrams, wholeGramsField } from '../../fields/delivery';
import { readSku, skuField } from '../../fields/locators';
import { PAYMENT_BODY, paymentFields, readPayment } from '../../fields/payment';
import { externalIdField, placementOptions, readExternalId, readGuard } from '../../fields/placing';
import { defineOperation } from '../../operation';
import { placeDelivery } from '../../../../minted/orders/delivery';
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
	options: placementOptions,
	additionalBody: true,
	reservedBody: ['external_id', 'sku', 'amount', 'customer', 'address', ...PAYMENT_BODY],
	simplify: simplifyDelivery,
	async execute(item) {
		const { api, params } = item;
		const externalId = readExternalId(item);
		const customerExternalId = readCustomerId(params);
		const delivery = {
			externalId,
			customerExternalId,
			sku: readSku(params),
			amount: readWholeGrams(params),
			readCustomer: readCustomerDetails(item, customerExternalId, { identityNumber: false }),
			body: item.extendBody({ address: readAddress(params), ...readPayment(params) }),
		};
		const guard = readGuard(item, 'delivery', externalId);
		const { outcome, result } = await placeDelivery(api, delivery, guard);
		return { outcome, ...result };
	},
});

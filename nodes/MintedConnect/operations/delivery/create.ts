import type { IDataObject } from 'n8n-workflow';
import { customerDetailsFields, readCustomerDetails } from '../../fields/customerDetails';
import { addressFields, readAddress, readWholeGrams, wholeGramsField } from '../../fields/delivery';
import { CUSTOMER_ID_LIMITS, customerField, skuField } from '../../fields/locators';
import { externalIdField, placementOptions } from '../../fields/order';
import { paymentFields, readPayment } from '../../fields/payment';
import type { Operation } from '../../operation';
import { placeDelivery, readExternalId } from '../../placement';
import { simplifyDelivery } from '../../../../minted/output/simplify';

export const operation: Operation = {
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
	reservedBody: ['external_id', 'sku', 'amount'],
	simplify: (row: never) => simplifyDelivery(row) as IDataObject,
	async execute(call) {
		const { params } = call;
		const externalId = readExternalId(call);
		const customerId = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		const delivery = {
			externalId,
			customerId,
			sku: params.id('sku', 'SKU', { min: 3, max: 21 }),
			amount: readWholeGrams(params),
		};
		const own = { address: readAddress(params), ...readPayment(call) };
		const customer = readCustomerDetails(call, customerId, { identityNumber: false });
		return await placeDelivery(call, delivery, async () => {
			const { external_id, firstname, lastname, phone, email } = await customer();
			return { customer: { external_id, firstname, lastname, phone, email }, ...own };
		});
	},
};

import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import { cardNotice, cardNumberFields, cvvField, readCard } from '../../fields/payment';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'card',
	value: 'add',
	name: 'Add',
	action: 'Add a card',
	description: "Save a customer's card; the customer may have to confirm it on a 3D Secure page",
	endpoint: 'cardStorageAdd',
	fields: [cardNotice(), customerField(), ...cardNumberFields(), cvvField(true)],
	additionalBody: true,
	async execute({ api, params, parts }) {
		const customer_external_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		return await api.call(
			'cardStorageAdd',
			parts({ body: { customer_external_id, ...readCard(params) } }),
		);
	},
};

import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { cardNotice, cardNumberFields, cvvField, readCard } from '../../fields/payment';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'card',
	value: 'add',
	name: 'Add',
	action: 'Add a card',
	description: "Save a customer's card; the customer may have to confirm it on a 3D Secure page",
	endpoint: 'cardStorageAdd',
	fields: [cardNotice(), customerField(), ...cardNumberFields(), cvvField(true)],
	additionalBody: true,
	async execute({ params, send }) {
		const customer_external_id = readCustomerId(params);
		return await send({ body: { customer_external_id, ...readCard(params) } });
	},
});

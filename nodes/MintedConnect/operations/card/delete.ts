import { CUSTOMER_ID_LIMITS, customerField, savedCardField } from '../../fields/locators';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'card',
	value: 'delete',
	name: 'Delete',
	action: 'Delete a card',
	description: 'Remove a saved card of a customer',
	endpoint: 'cardStorageDelete',
	fields: [customerField(), savedCardField()],
	additionalBody: true,
	async execute({ api, params, parts }) {
		const body = {
			customer_external_id: params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS),
			card_token: params.id('cardToken', 'Saved Card', { max: 255 }),
		};
		await api.call('cardStorageDelete', parts({ body }));
		return { deleted: true };
	},
};

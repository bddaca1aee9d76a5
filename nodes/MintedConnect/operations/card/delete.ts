import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { readSavedCard, savedCardField } from '../../../shared/fields/locators';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'card',
	value: 'delete',
	name: 'Delete',
	action: 'Delete a card',
	description: 'Remove a saved card of a customer',
	endpoint: 'cardStorageDelete',
	fields: [customerField(), savedCardField()],
	additionalBody: true,
	async execute({ params, send }) {
		const body = {
			customer_external_id: readCustomerId(params),
			card_token: readSavedCard(params),
		};
		await send({ body });
		return { deleted: true };
	},
});

import { customerField, readCustomerId } from '../../fields/customer';
import { readSavedCard, savedCardField } from '../../fields/locators';
import { defineOperation } from '../../operation';

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

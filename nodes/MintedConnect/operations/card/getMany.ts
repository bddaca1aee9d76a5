import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { readLimit, returnAllFields } from '../../../shared/fields/paging';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'card',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many saved cards',
	description: 'List the saved cards of a customer, with their tokens and masked numbers',
	endpoint: 'cardStorageList',
	fields: [customerField(), ...returnAllFields],
	additionalBody: true,
	async execute({ params, send }) {
		const customer_external_id = readCustomerId(params);
		const limit = readLimit(params);
		const cards = await send({ body: { customer_external_id } });
		return cards.slice(0, limit);
	},
});

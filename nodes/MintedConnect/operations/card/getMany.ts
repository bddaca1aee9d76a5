import { CUSTOMER_ID_LIMITS, customerField } from '../../fields/locators';
import { readLimit, returnAllFields } from '../../fields/paging';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'card',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many saved cards',
	description: 'List the saved cards of a customer, with their tokens and masked numbers',
	endpoint: 'cardStorageList',
	fields: [customerField(), ...returnAllFields],
	additionalBody: true,
	async execute({ api, params, parts }) {
		const customer_external_id = params.id('customerId', 'Customer', CUSTOMER_ID_LIMITS);
		const limit = readLimit(params);
		const cards = await api.call('cardStorageList', parts({ body: { customer_external_id } }));
		return cards.slice(0, limit);
	},
};

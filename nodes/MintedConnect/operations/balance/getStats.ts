import { customerFilterOption } from '../../fields/common';
import { CUSTOMER_ID_LIMITS } from '../../fields/locators';
import { fromDateOption, readPeriod, toDateOption } from '../../fields/period';
import type { Operation } from '../../operation';

export const operation: Operation = {
	resource: 'balance',
	value: 'getStats',
	name: 'Get Stats',
	action: 'Get the statistics of orders',
	description: 'Get how much was bought, sold and delivered in a period',
	endpoint: 'balanceStats',
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [customerFilterOption, fromDateOption, toDateOption],
		},
	],
	additionalBody: true,
	async execute({ api, params, parts }) {
		const body = {
			customer_external_id: params.optionalText(
				'filters.customerId',
				'Customer ID',
				CUSTOMER_ID_LIMITS,
			),
			...readPeriod(params, 'filters'),
		};
		return await api.call('balanceStats', parts({ body }));
	},
};

import { customerFilterOption, readCustomerFilter } from '../../../shared/fields/customer';
import { periodOption, readPeriod, savedPeriodOptions } from '../../../shared/fields/period';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
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
			options: [customerFilterOption, periodOption, ...savedPeriodOptions],
		},
	],
	additionalBody: true,
	async execute({ params, send }) {
		const body = {
			customer_external_id: readCustomerFilter(params),
			...readPeriod(params, 'filters'),
		};
		return await send({ body });
	},
});

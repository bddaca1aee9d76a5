import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { personFields, readPerson } from '../../fields/person';
import { defineOperation } from '../../../shared/operation';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'customer',
	value: 'update',
	name: 'Update',
	action: 'Update a customer',
	description: 'Replace the details of a customer; Minted wants all required ones each time',
	endpoint: 'updateCustomer',
	fields: [customerField(), ...personFields],
	additionalBody: true,
	simplify: simplifyCustomer,
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id }, body: readPerson(params) });
	},
});

import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { businessFields, readBusiness } from '../../fields/business';
import { defineOperation } from '../../../shared/operation';
import { simplifyCustomer } from '../../../../minted/output/simplify';

export const operation = defineOperation({
	resource: 'customer',
	value: 'updateBusiness',
	name: 'Update Business',
	action: 'Update a business customer',
	description: 'Change the given details of a company, in the assumed body of Create Business',
	endpoint: 'updateCustomer',
	fields: [customerField(), ...businessFields],
	additionalBody: true,
	simplify: simplifyCustomer,
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		return await send({ path: { external_customer_id }, body: readBusiness(params) });
	},
});

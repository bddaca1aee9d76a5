import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';

export const operation = defineOperation({
	resource: 'customer',
	value: 'delete',
	name: 'Delete',
	action: 'Delete a customer',
	description: 'Remove the ID of a customer from Minted',
	endpoint: 'removeCustomerId',
	fields: [customerField()],
	async execute({ params, send }) {
		const external_customer_id = readCustomerId(params);
		await send({ path: { external_customer_id } });
		return { deleted: true };
	},
});

import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { defineOperation } from '../../../shared/operation';
import type { ItemParameters } from '../../../shared/run/parameters';
import { FieldError } from '../../../../minted/errors';

export const operation = defineOperation({
	resource: 'address',
	value: 'createMany',
	name: 'Create Many',
	action: 'Create many addresses',
	description: 'Store several addresses of a customer in one request (experimental)',
	endpoint: 'createCustomerAddresses',
	fields: [
		customerField(),
		{
			displayName: 'Addresses (JSON)',
			name: 'addresses',
			type: 'json',
			default: '[]',
			required: true,
			description:
				'A list of addresses, each with the fields of Address > Create. It is sent as "addresses", which is a guess: only the customer ID is public. If Minted names the list otherwise, leave this empty and enter it under Extra Body Fields (JSON).',
		},
	],
	additionalBody: true,
	async execute({ params, send }) {
		const addresses = readAddresses(params);
		const body = {
			external_customer_id: readCustomerId(params),
			...(addresses.length > 0 ? { addresses } : {}),
		};
		return await send({ body });
	},
});

/** @throws FieldError */
function readAddresses(params: ItemParameters): Array<Record<string, unknown>> {
	const list = params.json('addresses', 'Addresses (JSON)') ?? [];
	const isObject = (each: unknown) =>
		typeof each === 'object' && each !== null && !Array.isArray(each);
	if (Array.isArray(list) && list.every(isObject)) {
		const addresses = list as Array<Record<string, unknown>>;
		for (const { tax_number: taxNumber } of addresses) {
			if (typeof taxNumber === 'string') params.hide(taxNumber);
		}
		return addresses;
	}
	throw new FieldError(
		'Addresses (JSON)',
		'Addresses (JSON) is not a list of objects',
		'It looks like [{"type": "shipping", "city": "..."}].',
	);
}

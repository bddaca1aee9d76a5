import type { INodeProperties } from 'n8n-workflow';
import { addressFields, part, readAddress } from '../../shared/fields/address';
import type { ItemParameters } from '../../shared/run/parameters';

/** Documented as required: https://docs.mintedconnect.com/api-8209448 */
const OF_BASKETS = ['phone', 'address', 'district', 'county', 'city', 'tax_number'] as const;

/** The two entries of the table of contents: Set Custom Address and Set Existing Address. */
export const basketAddressFields: INodeProperties[] = [
	{
		displayName: 'Address',
		name: 'addressSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Enter Here', value: 'custom' },
			{
				name: 'Stored Address',
				value: 'existing',
				description: 'By its ID; how Minted wants it named is not public',
			},
		],
		default: 'custom',
	},
	...addressFields({
		shippingParts: [
			part('Street', 'street', 'e.g. Example Street'),
			part('Tax Number', 'tax_number', 'e.g. 1000000000'),
		],
		show: { addressSource: ['custom'] },
	}),
	idField('Shipping Address ID', 'shippingAddressId'),
	idField('Billing Address ID', 'billingAddressId'),
];

function idField(displayName: string, name: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 0,
		required: true,
		description: 'The ID that Address > Create returned',
		displayOptions: { show: { addressSource: ['existing'] } },
	};
}

/** By the names of the body: addresses, or the IDs of stored ones. @throws FieldError */
export function readBasketAddress(params: ItemParameters): Record<string, unknown> {
	if (params.choice('addressSource', 'Address', ['custom', 'existing']) === 'existing') {
		const id = (name: string, field: string) => params.number(name, { field, maxDecimals: 0 });
		return {
			shipping_address_id: id('shippingAddressId', 'Shipping Address ID'),
			billing_address_id: id('billingAddressId', 'Billing Address ID'),
		};
	}
	return readAddress(params, { shipping: ['fullname', ...OF_BASKETS], billing: OF_BASKETS });
}

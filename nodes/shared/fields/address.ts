import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { textOf } from '../../../minted/values';
import type { ItemParameters } from '../run/parameters';

/** A part of an address. */
export const part = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
});

/** In the order people write an address. */
const ADDRESS_PARTS: INodeProperties[] = [
	part('Full Name', 'fullname', 'e.g. Ada Example'),
	part('Company Name', 'company_name', 'e.g. Example Trading'),
	part('Address', 'address', 'e.g. Example Street 1, Flat 2'),
	part('District', 'district', 'e.g. Example'),
	part('County', 'county', 'e.g. Kadıköy'),
	part('City', 'city', 'e.g. İstanbul'),
	part('Zip Code', 'zipcode', 'e.g. 34000'),
	part('Phone', 'phone', 'e.g. +905000000000'),
];

const BILLING_PARTS: INodeProperties[] = [
	{
		displayName: 'Invoice Type',
		name: 'invoice_type',
		type: 'options',
		options: [
			{ name: 'Corporate', value: 'Corporate' },
			{ name: 'Individual', value: 'Individual' },
		],
		default: 'Individual',
	},
	part('Tax Office', 'tax_office', 'e.g. Example'),
	part('Tax Number', 'tax_number', 'e.g. 1000000000'),
	part('Email', 'email', 'e.g. ada@example.com'),
];

const address = (
	displayName: string,
	name: string,
	values: INodeProperties[],
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	placeholder: `Add ${displayName}`,
	default: {},
	required: true,
	displayOptions,
	options: [{ displayName: 'Address', name: 'parts', values }],
});

interface AddressForm {
	/** Further parts of the shipping address. */
	shippingParts?: INodeProperties[];
	/** When the addresses are asked for at all. */
	show?: Record<string, string[]>;
}

export const addressFields = ({
	shippingParts = [],
	show,
}: AddressForm = {}): INodeProperties[] => [
	address('Shipping Address', 'shipping', [...ADDRESS_PARTS, ...shippingParts], show && { show }),
	{
		displayName: 'Bill to the Same Address',
		name: 'sameAddress',
		type: 'boolean',
		default: true,
		description: 'Whether the invoice goes to the shipping address, to a person',
		displayOptions: show && { show },
	},
	address('Billing Address', 'billing', [...ADDRESS_PARTS, ...BILLING_PARTS], {
		show: { ...show, sameAddress: [false] },
	}),
];

const LABELS = {
	fullname: 'Full Name',
	address: 'Address',
	district: 'District',
	county: 'County',
	city: 'City',
	phone: 'Phone',
	tax_number: 'Tax Number',
} as const;

/** Parts that an endpoint does not do without; a company may stand in for a full name. */
interface Needed {
	shipping: ReadonlyArray<keyof typeof LABELS>;
	billing: ReadonlyArray<keyof typeof LABELS>;
}

const OF_DELIVERIES: Needed['shipping'] = ['fullname', 'address', 'county', 'city'];

/** @throws FieldError that names the part of the address that is missing */
export function readAddress(
	params: ItemParameters,
	needed: Needed = { shipping: OF_DELIVERIES, billing: OF_DELIVERIES },
): { billing: Record<string, string>; shipping: Record<string, string> } {
	const shipping = readParts(params, 'shipping', 'Shipping Address', needed.shipping);
	const billing = params.flag('sameAddress', 'Bill to the Same Address', true)
		? { ...shipping, invoice_type: 'Individual' }
		: {
				invoice_type: 'Individual',
				...readParts(params, 'billing', 'Billing Address', needed.billing),
			};
	return { billing, shipping };
}

function readParts(
	params: ItemParameters,
	name: string,
	field: string,
	needed: Needed['shipping'],
): Record<string, string> {
	const given = params.collection(`${name}.parts`);
	const parts = Object.fromEntries(
		Object.entries(given)
			.map(([key, value]): [string, string] => [key, textOf(value).trim()])
			.filter(([, value]) => value !== ''),
	);
	// A person's is the identity number.
	params.hide(parts.tax_number);
	for (const key of needed) {
		const label = LABELS[key];
		const companyInstead = key === 'fullname' && parts.company_name !== undefined;
		if (parts[key] === undefined && !companyInstead) {
			throw new FieldError(field, `${field} has no ${label}`, `Fill in ${label} under ${field}.`);
		}
	}
	if (parts.zipcode !== undefined && parts.zipcode.length > 5) {
		throw new FieldError(
			field,
			`The Zip Code of the ${field} is too long`,
			'It has five characters at most.',
		);
	}
	return parts;
}

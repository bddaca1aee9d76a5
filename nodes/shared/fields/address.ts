import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { textOf } from '../../../minted/values';
import { inVersion1, shownIf, tuck, type Tucked } from '../layout';
import type { ItemParameters } from '../run/parameters';

/** A part of an address. */
export const part = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
});

const marked = (field: INodeProperties): INodeProperties => ({ ...field, required: true });

/** In the order people write an address; Turkish beside what has more than one translation. */
const ADDRESS_PARTS: INodeProperties[] = [
	{
		...part('Full Name', 'fullname', 'e.g. Ada Example'),
		hint: 'Required, unless Company Name is filled in',
	},
	part('Company Name', 'company_name', 'e.g. Example Trading'),
	marked(part('Address', 'address', 'e.g. Example Street 1, Flat 2')),
	part('District (Mahalle)', 'district', 'e.g. Example'),
	marked(part('County (İlçe)', 'county', 'e.g. Kadıköy')),
	marked(part('City (İl)', 'city', 'e.g. İstanbul')),
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
): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	placeholder: `Add ${displayName}`,
	default: {},
	required: true,
	options: [{ displayName: 'Address', name: 'parts', values }],
});

export const shippingField = (more: INodeProperties[] = []): INodeProperties =>
	address('Shipping Address', 'shipping', [...ADDRESS_PARTS, ...more]);

const sameAddressField: INodeProperties = {
	displayName: 'Bill to the Same Address',
	name: 'sameAddress',
	type: 'boolean',
	default: true,
	description: 'Whether the invoice goes to the shipping address, to a person',
};

const billingField = address('Billing Address', 'billing', [...ADDRESS_PARTS, ...BILLING_PARTS]);
const billingFields = [sameAddressField, shownIf(billingField, { sameAddress: [false] })];

/** Version 1 asks whether it is another one; later versions have it in Options, or do not. */
export const billingAddress = (): Tucked => ({
	...tuck([billingField], (field) => ({
		...field,
		default: { parts: {} },
		description: 'Without it the invoice goes to the shipping address, to a person',
	})),
	fields: billingFields.map(inVersion1),
});

interface AddressForm {
	/** Further parts of the shipping address. */
	shippingParts?: INodeProperties[];
	/** When the addresses are asked for at all. */
	show?: Record<string, string[]>;
}

/** Both addresses beside the other fields. */
export const addressFields = ({ shippingParts, show = {} }: AddressForm = {}): INodeProperties[] =>
	[shippingField(shippingParts), ...billingFields].map((field) => shownIf(field, show));

const isBilledElsewhere = (params: ItemParameters): boolean =>
	params.has('sameAddress')
		? !params.flag('sameAddress', 'Bill to the Same Address', true)
		: params.has('billing');

const LABELS = {
	fullname: 'Full Name',
	address: 'Address',
	district: 'District (Mahalle)',
	county: 'County (İlçe)',
	city: 'City (İl)',
	phone: 'Phone',
	tax_number: 'Tax Number',
} as const;

/** Parts that an endpoint does not do without; a company may stand in for a full name. */
interface Needed {
	shipping: ReadonlyArray<keyof typeof LABELS>;
	billing: ReadonlyArray<keyof typeof LABELS>;
}

const OF_DELIVERIES: Needed['shipping'] = ['fullname', 'address', 'county', 'city'];

/** @throws FieldError that names all parts of the address that are missing */
export function readAddress(
	params: ItemParameters,
	needed: Needed = { shipping: OF_DELIVERIES, billing: OF_DELIVERIES },
): { billing: Record<string, string>; shipping: Record<string, string> } {
	const shipping = readParts(params, 'shipping', 'Shipping Address', needed.shipping);
	const billing = isBilledElsewhere(params)
		? {
				invoice_type: 'Individual',
				...readParts(params, 'billing', 'Billing Address', needed.billing),
			}
		: { ...shipping, invoice_type: 'Individual' };
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
	const missing = needed.flatMap((key) => {
		const companyInstead = key === 'fullname' && parts.company_name !== undefined;
		return parts[key] === undefined && !companyInstead ? [LABELS[key]] : [];
	});
	if (missing.length > 0) {
		const names = missing.join(', ');
		throw new FieldError(field, `${field} has no ${names}`, `Fill in ${names} under ${field}.`);
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

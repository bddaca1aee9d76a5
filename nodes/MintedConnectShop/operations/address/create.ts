import { customerField, readCustomerId } from '../../../shared/fields/customer';
import { requiredText } from '../../../shared/fields/common';
import { defineOperation } from '../../../shared/operation';
import { BASKET_BODY } from '../../fields/basket';

const SHORT = { max: 255 };

const INVOICE_TYPES = ['Individual', 'Corporate'] as const;
const TYPES = ['shipping', 'billing'] as const;

export const operation = defineOperation({
	resource: 'address',
	value: 'create',
	name: 'Create',
	action: 'Create an address',
	description: 'Store a shipping or billing address of a customer (experimental)',
	endpoint: 'createCustomerAddress',
	fields: [
		customerField(),
		{
			displayName: 'Type',
			name: 'addressType',
			type: 'options',
			options: [
				{ name: 'Billing', value: 'billing' },
				{ name: 'Shipping', value: 'shipping' },
			],
			default: 'shipping',
		},
		{
			displayName: 'Invoice Type',
			name: 'invoiceType',
			type: 'options',
			options: [
				{ name: 'Corporate', value: 'Corporate' },
				{ name: 'Individual', value: 'Individual' },
			],
			default: 'Individual',
		},
		requiredText(
			'Tax Number',
			'taxNumber',
			'e.g. 1000000000',
			'Tax number of the company; for a person the identity number',
		),
		requiredText('Address', 'address', 'e.g. Example Street 1, Flat 2', 'Street and number'),
		requiredText('County', 'county', 'e.g. Kadıköy', 'County of the city'),
		requiredText('City', 'city', 'e.g. İstanbul', 'City of the address'),
		{
			displayName: 'Additional Fields',
			name: 'addressMore',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{ displayName: 'Company Name', name: 'company_name', type: 'string', default: '' },
				{ displayName: 'District', name: 'district', type: 'string', default: '' },
				{ displayName: 'Street', name: 'street', type: 'string', default: '' },
				{ displayName: 'Tax Office', name: 'tax_office', type: 'string', default: '' },
			],
		},
	],
	additionalBody: true,
	reservedBody: BASKET_BODY,
	async execute({ params, send }) {
		const more = (name: string, field: string) =>
			params.optionalText(`addressMore.${name}`, field, SHORT);
		const body = {
			external_customer_id: readCustomerId(params),
			type: params.choice('addressType', 'Type', TYPES),
			invoice_type: params.choice('invoiceType', 'Invoice Type', INVOICE_TYPES),
			// A person's is the identity number.
			tax_number: params.hide(params.text('taxNumber', 'Tax Number', { max: 40 })),
			address: params.text('address', 'Address', SHORT),
			county: params.text('county', 'County', SHORT),
			city: params.text('city', 'City', SHORT),
			company_name: more('company_name', 'Company Name'),
			district: more('district', 'District'),
			street: more('street', 'Street'),
			tax_office: more('tax_office', 'Tax Office'),
		};
		return await send({ body });
	},
});

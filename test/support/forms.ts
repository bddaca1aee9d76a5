/** Forms of the node as a user fills them in. */
import type { INodeParameters } from 'n8n-workflow';

/** A resource locator "By ID". */
export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const HOME = {
	fullname: 'Ada Example',
	address: 'Example Street 1',
	county: 'Kadıköy',
	city: 'İstanbul',
	zipcode: '34000',
	phone: '+905000000000',
};

/** The addresses of a delivery. */
export const TO_ADA: INodeParameters = {
	shipping: { parts: HOME },
	billing: { parts: { ...HOME, invoice_type: 'Individual' } },
};

/** A delivery of two grams of gold. */
export const DELIVERY: INodeParameters = {
	resource: 'delivery',
	operation: 'create',
	customerId: byId('MTD-DEMO-1'),
	sku: byId('GAU'),
	wholeGrams: 2,
	...TO_ADA,
	externalId: 'delivery-1',
};

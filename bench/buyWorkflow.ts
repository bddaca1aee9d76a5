/** The main job as a user builds it: a row an order, another customer each. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { customerOf, detailsOf } from './server/customers';

/** Puts out the rows. */
export const START = 'Start';
export const FIX_STEP = 'Fix price';

/** One row of input: the order's ID and its customer, as a shop or a sheet would have them. */
export function buyRow(id: string): IDataObject {
	const { external_id: customer, ...details } = detailsOf(customerOf(id));
	return { id, customer, ...details, grams: 0.1 };
}

/** This node: ID, customer and grams are mapped, the customer is looked up, all else is default. */
export const buyParameters = (): INodeParameters => ({
	resource: 'order',
	operation: 'buy',
	customerId: { __rl: true, mode: 'id', value: '={{ $json.customer }}' },
	amount: '={{ $json.grams }}',
	externalId: '={{ $json.id }}',
});

/** n8n's HTTP Request node with its Digest credential, all else at its default. */
const httpRequest = (url: string, jsonBody: string): INodeParameters => ({
	method: 'POST',
	url,
	authentication: 'genericCredentialType',
	genericAuthType: 'httpDigestAuth',
	sendBody: true,
	specifyBody: 'json',
	jsonBody,
	options: {},
});

export const fixRequest = (url: string): INodeParameters =>
	httpRequest(
		`${url}/partner/pricefix`,
		'={ "type": "digital", "customer_external_id": "{{ $json.customer }}" }',
	);

/** The row is that of the item before: the answer to the price has only the price in it. */
const ofRow = (field: string) => `{{ $('${START}').item.json.${field} }}`;

/** The customer's details come from the row: nothing is asked for that is not needed. */
export const orderRequest = (url: string): INodeParameters =>
	httpRequest(
		`${url}/partner/order/digital/buy`,
		`={
  "price_token": "{{ $json.data.token }}",
  "currency_code": "TRY",
  "external_id": "${ofRow('id')}",
  "customer": {
    "external_id": "${ofRow('customer')}",
    "firstname": "${ofRow('firstname')}",
    "lastname": "${ofRow('lastname')}",
    "email": "${ofRow('email')}",
    "phone": "${ofRow('phone')}",
    "identity_number": "${ofRow('identity_number')}"
  },
  "items": [{ "sku": "GAU", "amount": ${ofRow('grams')} }]
}`,
	);

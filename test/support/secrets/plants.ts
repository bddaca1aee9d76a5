import type { INodeParameters } from 'n8n-workflow';

import type { Secret } from './search';

/**
 * Values that occur nowhere else. They reach a workflow by `$env` and by the credential, which n8n
 * does not store in clear: what is found was left behind.
 */
export const PLANTED = {
	password: 'Pl4nted/password+"7f3a91',
	wrongPassword: 'Pl4nted-wrong-password-c02d',
	webhookSecret: 'Pl4nted-webhook-secret-5be8',
	card: '5406678193620003',
	cvv: '8461',
	identity: '37194625894',
};

/** The environment of the process in which expressions are resolved. */
export const PLANTED_ENV = {
	N8N_BLOCK_ENV_ACCESS_IN_NODE: 'false',
	PLANTED_CARD: PLANTED.card,
	PLANTED_CVV: PLANTED.cvv,
	PLANTED_IDENTITY: PLANTED.identity,
};

/** Digits of a card that may be shown: the first six and the last four. */
const HIDDEN_DIGITS = PLANTED.card.slice(4, -3);

/** All of {@link PLANTED} that is long enough to be told from chance. */
export const PLANTED_SECRETS: Secret[] = [
	{ name: 'password', value: PLANTED.password },
	{ name: 'wrong password', value: PLANTED.wrongPassword },
	{ name: 'webhook secret', value: PLANTED.webhookSecret },
	{ name: 'card number', value: PLANTED.card },
	{ name: 'middle of the card number', value: HIDDEN_DIGITS },
	{ name: 'identity number', value: PLANTED.identity },
	{ name: 'CVV with its name', value: `cvv":"${PLANTED.cvv}` },
	{ name: 'CVV with its name', value: `cvv=${PLANTED.cvv}` },
	{ name: 'Authorization header', value: 'Digest username=' },
];

const identity = '={{ $env.PLANTED_IDENTITY }}';
const kycFields =
	'={{ JSON.stringify({ occupation: "Example", identity_number: $env.PLANTED_IDENTITY }) }}';
const card: INodeParameters = {
	cardNumber: '={{ $env.PLANTED_CARD }}',
	cardCvv: '={{ $env.PLANTED_CVV }}',
};

export interface SecretOperation {
	/** `resource.operation`. */
	key: string;
	/** The endpoint that secrets are sent to. */
	endpoint: string;
	choices: INodeParameters;
	carries: Array<'card' | 'cvv' | 'identity'>;
}

/** Every operation with a field for a card number, a CVV or an identity number. */
export const SECRET_OPERATIONS: readonly SecretOperation[] = [
	{
		key: 'order.buy',
		endpoint: 'buyDigital',
		choices: {
			...{ ...card, customerDetails: 'given', payment: 'cardNumber' },
			identityNumber: identity,
		},
		carries: ['card', 'cvv', 'identity'],
	},
	{
		key: 'delivery.create',
		endpoint: 'deliveryCreate',
		choices: { ...card, payment: 'cardNumber' },
		carries: ['card', 'cvv'],
	},
	{
		key: 'card.add',
		endpoint: 'cardStorageAdd',
		choices: { ...card },
		carries: ['card', 'cvv'],
	},
	{
		key: 'customer.create',
		endpoint: 'createCustomer',
		choices: { identityNumber: identity },
		carries: ['identity'],
	},
	{
		key: 'customer.createBusiness',
		endpoint: 'createCustomer',
		choices: { businessMore: { taxNumber: identity } },
		carries: ['identity'],
	},
	{
		key: 'customer.updateBusiness',
		endpoint: 'updateCustomer',
		choices: { businessMore: { taxNumber: identity } },
		carries: ['identity'],
	},
	{
		key: 'customer.update',
		endpoint: 'updateCustomer',
		choices: { identityNumber: identity },
		carries: ['identity'],
	},
	{
		key: 'customer.upsertKyc',
		endpoint: 'upsertCustomerWalletKyc',
		choices: { kycFields },
		carries: ['identity'],
	},
	{
		key: 'customer.bulkUpsertKyc',
		endpoint: 'bulkUpsertCustomerWalletKyc',
		choices: { kycFields },
		carries: ['identity'],
	},
];

/** The same of Minted Connect Shop; their baskets are opened for each run. */
export const BASKET_SECRETS: readonly SecretOperation[] = [
	{
		key: 'shop.basket.complete',
		endpoint: 'ecomCompleteBasket',
		choices: {
			additionalBody:
				'={{ JSON.stringify({ payment_type: "creditcard", payment: { card_holder: "Ada Example", card_number: $env.PLANTED_CARD, card_expiry: "12/39", card_cvv: $env.PLANTED_CVV } }) }}',
		},
		carries: ['card', 'cvv'],
	},
	{
		key: 'shop.address.create',
		endpoint: 'createCustomerAddress',
		choices: { taxNumber: identity },
		carries: ['identity'],
	},
	{
		key: 'shop.basket.setAddress',
		endpoint: 'ecomSetBasketAddress',
		choices: {
			shipping: {
				parts: {
					...{ fullname: 'Ada Example', phone: '+905000000000', tax_number: identity },
					...{ address: 'Example Street 1', district: 'Example' },
					...{ county: 'Kadıköy', city: 'İstanbul' },
				},
			},
		},
		carries: ['identity'],
	},
];

import Fastify from 'fastify';
import type { ApiContext } from '../../../sandbox/api';
import { loadContract } from '../../../sandbox/contract';
import { handlers } from '../../../sandbox/handlers';
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { mount } from '../../../sandbox/server';
import {
	ADA,
	ADDRESS,
	BUY,
	CARD,
	CARD_WITHOUT_3D,
	Partner,
	SELL,
	blamedFields,
} from './support/client';
import type { Example } from './support/examples';
import { SHOP_EXAMPLES } from './support/shopExamples';

const CUSTOMER = '/partner/customer/MTD-DEMO-1';
const BALANCE = '/partner/balance/customer/MTD-DEMO-1';
const TOO_LONG = 'x'.repeat(111);

/** One entry an operation of the Partner API; a test below compares all entries with the contract. */
const PARTNER_EXAMPLES: Record<string, Example> = {
	priceFix: {
		valid: async () => ({ path: '/partner/pricefix', body: { type: 'digital' } }),
		refused: [
			{ body: {}, field: 'type' },
			{ body: { type: 'physical' }, field: 'type' },
			{ body: { type: 'digital', total: 100 }, field: 'customer_external_id' },
			{ body: { type: 'digital', total: -1, customer_external_id: 'MTD-DEMO-1' }, field: 'total' },
			{ body: { type: 'digital', currency: 'AED' }, field: 'currency' },
		],
	},
	calculatePrice: {
		valid: async (partner) => ({
			path: '/partner/pricefix/calculate',
			body: { price_token: await partner.priceToken(), items: [{ sku: 'GAU', amount: 2 }] },
		}),
		refused: [{ body: { price_token: 'x', items: [] }, field: 'items' }],
	},
	buyDigital: {
		valid: async (partner) => ({ path: BUY, body: await partner.purchase() }),
		refused: [
			{ body: { items: [{ sku: 'GAU', amount: 1 }] }, field: 'price_token' },
			{ body: { price_token: 'x', items: [] }, field: 'items' },
			{ body: { price_token: 'x', items: [{ sku: 'GAU', amount: '1' }] }, field: 'items.0.amount' },
			{
				body: { price_token: 'x', items: [{ sku: 'GAU', amount: 1 }], currency_code: 'AED' },
				field: 'currency_code',
			},
			{
				body: {
					price_token: 'x',
					items: [{ sku: 'GAU', amount: 1 }],
					payment_type: 'creditcard',
					payment: { ...CARD, card_expiry: '2040-12' },
				},
				field: 'payment.card_expiry',
			},
		],
	},
	sellDigital: {
		valid: async (partner) => {
			const customer = { external_id: ADA.external_id };
			return { path: SELL, body: await partner.purchase({ customer }) };
		},
		refused: [
			{ body: { price_token: 'x', items: [{ sku: 'GAU', amount: 1 }] }, field: 'external_id' },
		],
	},
	paymentGetAllTypes: { valid: async () => ({ path: '/partner/payment/types' }), refused: [] },
	cardBinQuery: {
		valid: async () => ({ path: '/partner/payment/bin', body: { bin: '540667', total: 1200 } }),
		refused: [
			{ body: { bin: '5406' }, field: 'bin' },
			{ body: { bin: '540667', total: 0 }, field: 'total' },
		],
	},
	createCustomer: {
		valid: async () => ({
			path: '/partner/customer',
			body: { ...ADA, external_id: 'NEW-1', account_type: 'company', tax_office: 'Example' },
		}),
		refused: [
			{ body: { ...ADA, external_id: 'N' }, field: 'external_id' },
			{ body: { ...ADA, external_id: 'NEW-2', firstname: undefined }, field: 'firstname' },
			{ body: { ...ADA, external_id: 'NEW-2', email: 'nobody' }, field: 'email' },
			{ body: { external_id: 'a b c', account_type: 'company' }, field: 'external_id' },
			{ body: { external_id: 'NEW-2', account_type: 'person' }, field: 'firstname' },
			{ body: { external_id: 'NEW-2', account_type: 'club' }, field: 'account_type' },
		],
	},
	getCustomer: {
		valid: async () => ({ path: CUSTOMER }),
		refused: [{ path: `/partner/customer/${TOO_LONG}`, field: 'external_customer_id' }],
	},
	updateCustomer: {
		valid: async () => ({ path: CUSTOMER, body: { ...ADA, lastname: 'Sample' } }),
		refused: [{ body: { ...ADA, phone: undefined }, field: 'phone' }],
	},
	removeCustomerId: {
		valid: async () => ({ path: '/partner/customer/MTD-DEMO-2' }),
		refused: [{ path: `/partner/customer/${TOO_LONG}`, field: 'external_customer_id' }],
	},
	getCustomerWalletKyc: {
		valid: async () => ({ path: `${CUSTOMER}/kyc` }),
		refused: [{ path: `/partner/customer/${TOO_LONG}/kyc`, field: 'external_customer_id' }],
	},
	upsertCustomerWalletKyc: {
		valid: async () => ({ path: `${CUSTOMER}/kyc`, body: { occupation: 'Example' } }),
		refused: [{ body: {}, field: 'body' }],
	},
	bulkUpsertCustomerWalletKyc: {
		valid: async () => ({
			path: '/partner/customer/kyc/bulk',
			body: {
				customers: [
					{ customer_external_id: 'MTD-DEMO-1', occupation: 'Example' },
					{ customer_external_id: 'NOBODY', occupation: 'Example' },
				],
			},
		}),
		refused: [
			{ body: { customers: [] }, field: 'customers' },
			{ body: { customers: [{}] }, field: 'customers.0.customer_external_id' },
		],
	},
	getPartnerBalance: { valid: async () => ({ path: '/partner/balance' }), refused: [] },
	getCustomerBalance: {
		valid: async () => ({ path: BALANCE }),
		refused: [{ path: `/partner/balance/customer/${TOO_LONG}`, field: 'external_customer_id' }],
	},
	updateCustomerCashBalance: {
		valid: async () => ({ path: BALANCE, body: { amount: 12.5, currency_code: 'TRY' } }),
		refused: [
			{ body: { amount: 0, currency_code: 'TRY' }, field: 'amount' },
			{ body: { amount: 0.001, currency_code: 'TRY' }, field: 'amount' },
			{ body: { amount: 1, currency_code: 'GAU' }, field: 'currency_code' },
		],
	},
	balanceStats: {
		valid: async () => ({ path: '/partner/balance/stats', body: {} }),
		refused: [
			{ body: { startDate: '2026-01-01' }, field: 'endDate' },
			{ body: { startDate: '1 May', endDate: '2026-01-01' }, field: 'startDate' },
		],
	},
	customerBalance7dStats: {
		valid: async () => ({ path: `${BALANCE}/stats` }),
		refused: [
			{ path: `/partner/balance/customer/${TOO_LONG}/stats`, field: 'external_customer_id' },
		],
	},
	cardStorageList: {
		valid: async () => ({
			path: '/partner/card/list',
			body: { customer_external_id: 'MTD-DEMO-1' },
		}),
		refused: [{ body: {}, field: 'customer_external_id' }],
	},
	cardStorageAdd: {
		valid: async () => ({
			path: '/partner/card',
			body: { customer_external_id: 'MTD-DEMO-1', ...CARD },
		}),
		refused: [
			{
				body: { customer_external_id: 'MTD-DEMO-1', ...CARD, card_number: '1' },
				field: 'card_number',
			},
			{
				body: { customer_external_id: 'MTD-DEMO-1', ...CARD, card_expiry: '01/20' },
				field: 'card_expiry',
			},
		],
	},
	cardStorageDelete: {
		valid: async (partner) => {
			const request = { customer_external_id: 'MTD-DEMO-1', ...CARD_WITHOUT_3D };
			const { card } = await partner.data<'cardStorageAdd'>('POST', '/partner/card', request);
			return {
				path: '/partner/card',
				body: { customer_external_id: 'MTD-DEMO-1', card_token: card?.card_token },
			};
		},
		refused: [{ body: { customer_external_id: 'MTD-DEMO-1' }, field: 'card_token' }],
	},
	deliveryListWallets: {
		valid: async () => ({
			path: '/partner/delivery/wallets',
			body: { customer_external_id: 'MTD-DEMO-1' },
		}),
		refused: [{ body: {}, field: 'customer_external_id' }],
	},
	deliveryCalculate: {
		valid: async () => ({
			path: '/partner/delivery/calculate',
			body: { customer: { external_id: 'MTD-DEMO-1' }, sku: 'GAU', amount: 3 },
		}),
		refused: [
			{ body: { customer: { external_id: 'MTD-DEMO-1' }, sku: 'GAU', amount: 0 }, field: 'amount' },
			{ body: { customer: { external_id: 'MTD-DEMO-1' }, sku: 'BGAU', amount: 1 }, field: 'sku' },
		],
	},
	deliveryCreate: {
		valid: async () => ({
			path: '/partner/delivery/create',
			body: { customer: ADA, external_id: 'DELIVERY-1', sku: 'GAU', amount: 3, address: ADDRESS },
		}),
		refused: [
			{
				body: { customer: ADA, external_id: 'D', sku: 'GAU', amount: 1.5, address: ADDRESS },
				field: 'amount',
			},
			{
				body: {
					...{ customer: ADA, external_id: 'D', sku: 'GAU', amount: 1 },
					address: { ...ADDRESS, billing: { ...ADDRESS.billing, invoice_type: 'Corporate' } },
				},
				field: 'address.billing.tax_number',
			},
			{
				body: {
					...{ customer: ADA, external_id: 'D', sku: 'GAU', amount: 1 },
					address: { ...ADDRESS, shipping: { ...ADDRESS.shipping, city: ' ' } },
				},
				field: 'address.shipping.city',
			},
			{
				body: {
					...{ customer: ADA, external_id: 'D', sku: 'GAU', amount: 1 },
					address: { ...ADDRESS, shipping: { ...ADDRESS.shipping, zipcode: '340000' } },
				},
				field: 'address.shipping.zipcode',
			},
			{
				body: {
					...{ customer: ADA, external_id: 'D', sku: 'GAU', amount: 1 },
					address: { ...ADDRESS, billing: { ...ADDRESS.billing, external_id: '' } },
				},
				field: 'address.billing.external_id',
			},
		],
	},
	productPrices: { valid: async () => ({ path: '/partner/prices' }), refused: [] },
	getOrders: {
		valid: async () => ({ path: '/partner/orders?page=1&total=5&status=1,2&sortBy=total' }),
		refused: [
			{ path: '/partner/orders?total=4', field: 'total' },
			{ path: '/partner/orders?total=31', field: 'total' },
			{ path: '/partner/orders?page=0', field: 'page' },
			{ path: '/partner/orders?sortBy=guid', field: 'sortBy' },
			{ path: '/partner/orders?status=Sold', field: 'status' },
			{ path: '/partner/orders?endDate=2026-01-01', field: 'startDate' },
		],
	},
	getOrder: {
		valid: async (partner) => {
			const purchase = await partner.purchase();
			await partner.buy(purchase);
			return { path: `/partner/order/${purchase.external_id}` };
		},
		refused: [],
	},
	getOrderInvoice: {
		valid: async (partner) => {
			const purchase = await partner.purchase();
			await partner.buy(purchase);
			return { path: `/partner/order/${purchase.external_id}/invoice` };
		},
		refused: [],
	},
	getOrderAlternative: {
		valid: async (partner) => {
			const { guid } = await partner.buy(await partner.purchase());
			return { path: '/partner/order', body: { guid: guid[0], push_hook: true } };
		},
		refused: [
			{ body: {}, field: 'guid' },
			{ body: { guid: 7 }, field: 'guid' },
		],
	},
	partnerLegal: {
		valid: async () => ({ path: '/partner/legal', body: {} }),
		refused: [{ body: { type: 'constructor' }, field: 'type' }],
	},
	orderStatuses: { valid: async () => ({ path: '/partner/order-statuses' }), refused: [] },
};

const EXAMPLES = { ...PARTNER_EXAMPLES, ...SHOP_EXAMPLES };
const operations = loadContract();

describe('the sandbox and the contract', () => {
	let sandbox: Sandbox;
	let partner: Partner;

	beforeAll(async () => {
		sandbox = await startSandbox({ seed: 1 });
	});
	beforeEach(() => {
		sandbox.reset();
		partner = new Partner(sandbox);
	});
	afterAll(() => sandbox.close());

	test('every operation has an example here, and nothing else has', () => {
		const names = operations.map(({ operationId }) => operationId);
		expect(Object.keys(EXAMPLES).sort()).toEqual(names.sort());
	});

	describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
		'%s',
		(name, operation) => {
			const example = EXAMPLES[name] as Example;

			test('answers a valid request as the contract says', async () => {
				const { path, body: content } = await example.valid(partner);
				const reply = await partner.call(operation.method, path, content);
				expect(reply.json).toMatchObject({ success: true, code: 0, message: '' });
				expect(reply.status).toBe(200);
				expect(operation.checkResponse(200, reply.json)).toBeNull();
			});

			test('refuses a request without x-client-id', async () => {
				const { path, body: content } = await example.valid(partner);
				const without = { 'x-client-id': undefined };
				const reply = await partner.call(operation.method, path, content, without);
				expect(reply.status).toBe(422);
				expect(blamedFields(reply)).toContain('x-client-id');
			});

			for (const { path, body: content, field } of example.refused) {
				const what = JSON.stringify(content ?? path).slice(0, 60);
				test(`blames ${field} in ${what}`, async () => {
					const target = path ?? (await example.valid(partner)).path;
					const reply = await partner.call(operation.method, target, content);
					expect(reply.status).toBe(422);
					expect(reply.json?.success).toBe(false);
					expect(reply.json?.code).not.toBe(0);
					expect(blamedFields(reply)).toContain(field);
					expect(operation.checkResponse(422, reply.json)).toBeNull();
				});
			}
		},
	);

	test('Price Fix needs api-version, the others do not', async () => {
		const without = { 'api-version': undefined };
		const fixed = await partner.call('POST', '/partner/pricefix', { type: 'digital' }, without);
		const balance = await partner.call('GET', '/partner/balance', undefined, without);
		expect(blamedFields(fixed)).toEqual(['api-version']);
		expect([fixed.status, balance.status]).toEqual([422, 200]);
	});

	test.each([
		['nothing', undefined],
		['text that is not JSON', '{"type":'],
		['an array', []],
		['null', 'null'],
	])('a body of %s is a parameter error', async (_name, content) => {
		const reply = await partner.call('POST', '/partner/pricefix', content);
		expect(reply.status).toBe(422);
		expect(blamedFields(reply)).toEqual(['body']);
	});

	test('a body that does not call itself JSON is a parameter error', async () => {
		const type = { 'content-type': 'text/plain' };
		const reply = await partner.call('POST', '/partner/pricefix', '{"type":"digital"}', type);
		expect(reply.status).toBe(422);
	});

	test('unknown paths and wrong methods are 404 and 405 in the envelope', async () => {
		const unknown = await partner.call('GET', '/partner/nothing');
		const wrong = await partner.call('PUT', '/partner/balance', {});
		expect(unknown).toMatchObject({ status: 404, json: { success: false, code: 404 } });
		expect(wrong).toMatchObject({ status: 405, json: { success: false, code: 405 } });
	});

	test('a customer may be called as the last part of another path', async () => {
		const external_id = 'address';
		await partner.data('POST', '/partner/customer', { ...ADA, external_id });
		const found = await partner.call('GET', '/partner/customer/address');
		expect(found.json?.data).toMatchObject({ external_id });
		expect((await partner.call('PUT', '/partner/customer/address', {})).status).toBe(405);
	});

	test('speaks Turkish unless asked for English', async () => {
		const speak = async (language: string | undefined): Promise<string | undefined> => {
			const headers = { 'accept-language': language };
			const { json } = await partner.call('GET', '/partner/order/NONE', undefined, headers);
			return json?.message;
		};
		expect(await speak(undefined)).toBe('Sipariş bulunamadı.');
		expect(await speak('de, en;q=0.5')).toBe('Order not found.');
	});

	test('does not start when contract and handlers differ', () => {
		const { priceFix, ...rest } = handlers;
		const attempt = () =>
			mount(Fastify(), operations, { ...rest, dance: priceFix! }, {} as ApiContext);
		expect(attempt).toThrow(/Without handler: priceFix.*Not in the contract: dance/);
	});
});

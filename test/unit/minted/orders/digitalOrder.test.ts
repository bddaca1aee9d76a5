import { HttpFailure } from '../../../../minted/http';
import type { Order, PriceFix } from '../../../../minted/model';
import {
	placeDigitalOrder,
	quoteAt,
	quoteDigitalOrder,
	type DigitalOrder,
} from '../../../../minted/orders/digitalOrder';
import { OrderLedger } from '../../../../minted/orders/placeOnce';
import type { Guard, Placement } from '../../../../minted/orders/placeOnce';
import { data, refusal, ScriptedApi, type Reply } from '../../support/scriptedApi';

const FIX = 'POST /partner/pricefix';
const BUY = 'POST /partner/order/digital/buy';
const SELL = 'POST /partner/order/digital/sell';
const LOOK = 'POST /partner/order';

const order: DigitalOrder = {
	side: 'buy',
	sku: 'GAU',
	externalId: 'shop-1',
	currency: 'TRY',
	quantity: { grams: 0.1 },
	limits: {},
	body: {},
};
/** With details that were entered, so that nothing is asked of Minted for them. */
const forCustomer = (externalId: string): Pick<DigitalOrder, 'customer'> => ({
	customer: {
		externalId,
		identityNumber: true,
		details: {
			external_id: externalId,
			firstname: 'Ada',
			lastname: 'Example',
			email: 'ada@example.com',
			phone: '+905000000000',
			identity_number: '10000000146',
		},
	},
});
const byTotal: DigitalOrder = { ...order, quantity: { total: 100, gramDecimals: 4 } };

const priceFix = (more: object = {}, price: object = {}): PriceFix =>
	({
		token: 'token',
		total: null,
		expires_at: '2026-11-02T12:04:00+03:00',
		expire_ttl: 240,
		is_total_price: false,
		currency: 'TRY',
		prices: [{ sku: 'GAU', buy_price: 3010, sell_price: 2990, buy_amount: null, ...price }],
		...more,
	}) as unknown as PriceFix;

const placedOrder = {
	guid: 'G-1',
	external_id: 'shop-1',
	type: 'Buy',
	items: [{ sku: 'GAU', amount: 0.1 }],
};
const placed = data({ order_code: ['C-1'], guid: ['G-1'], orders: [placedOrder], order_at: 'now' });
const unknown = refusal(404, 'Order not found.', { code: 404 });
const lost = new HttpFailure('timeout', 'api gave no answer in time');

type Script = Record<string, Array<Reply | Error>>;

/** A shop whose endpoints answer with each of these in turn, the last one for good. */
class Shop {
	readonly scripted: ScriptedApi;
	readonly ledger = new OrderLedger();

	constructor(script: Script = {}) {
		const answers: Script = {
			[LOOK]: [unknown],
			[FIX]: [data(priceFix())],
			[BUY]: [placed],
			[SELL]: [data({ orders: [{ ...placedOrder, type: 'Sell' }] })],
			...script,
		};
		this.scripted = new ScriptedApi(({ endpoint }) => {
			const left = answers[endpoint] ?? [];
			const next = left.length > 1 ? left.shift() : left[0];
			return next ?? new Error(`No answer for ${endpoint}`);
		});
	}

	get endpoints() {
		return this.scripted.endpoints;
	}

	async place(
		more: Partial<DigitalOrder> = {},
		guard: Partial<Guard> = {},
	): Promise<Placement<Order[]>> {
		const { clock, api } = this.scripted;
		return await placeDigitalOrder(
			api,
			{ ...order, ...more },
			{
				ledger: this.ledger,
				ledgerKey: 'shop-1',
				clock,
				duplicateGuard: true,
				mayHaveBeenSentBefore: () => false,
				settleMs: 30_000,
				...guard,
			},
		);
	}
}

describe('A quote', () => {
	it('has the price of the side', () => {
		expect(quoteAt(priceFix(), order)).toEqual({
			sku: 'GAU',
			amount: 0.1,
			currency: 'TRY',
			priceToken: 'token',
			unitPrice: 3010,
			priceCurrency: 'TRY',
			expiresAt: '2026-11-02T12:04:00+03:00',
		});
		expect(quoteAt(priceFix(), { ...order, side: 'sell' })).toMatchObject({ unitPrice: 2990 });
	});

	it('checks no limits against a token from an earlier step: it refuses them', async () => {
		const { api, calls } = new ScriptedApi(() => new Error('nothing is asked'));
		const withToken = { ...order, priceToken: 'earlier' };
		await expect(
			quoteDigitalOrder(api, { ...withToken, limits: { maxTotal: 1 } }),
		).rejects.toMatchObject({ reason: { kind: 'tokenWithLimits' } });
		await expect(
			quoteDigitalOrder(api, { ...withToken, quantity: byTotal.quantity }),
		).rejects.toMatchObject({ reason: { kind: 'tokenWithTotal' } });
		await expect(quoteDigitalOrder(api, withToken)).resolves.toMatchObject({
			priceToken: 'earlier',
		});
		expect(calls).toEqual([]);
	});

	it('does not compare limits, or a total, in one currency with prices in another', () => {
		const inDollars = priceFix({ currency: 'USD' });
		const currencies = { prices: 'USD', order: 'TRY' };
		expect(() => quoteAt(inDollars, { ...order, limits: { maxTotal: 1 } })).toThrow(
			expect.objectContaining({ reason: { kind: 'otherCurrency', of: 'limits', ...currencies } }),
		);
		expect(() => quoteAt(inDollars, { ...byTotal, side: 'sell' })).toThrow(
			expect.objectContaining({ reason: { kind: 'otherCurrency', of: 'total', ...currencies } }),
		);
		// 100 TRY at 60 USD a gram: what 100 USD buy would cost forty times as much.
		const grams = priceFix({ currency: 'USD' }, { buy_price: 60, buy_amount: 1.6666 });
		expect(() => quoteAt(grams, byTotal)).toThrow(
			expect.objectContaining({ reason: { kind: 'otherCurrency', of: 'total', ...currencies } }),
		);
	});

	it.each([null, undefined, 0, -1, '1.470', '3.010,12', '3e3', '', Number.NaN])(
		'has no price where Minted gives %p: the order is refused',
		(buy_price) => {
			expect(() => quoteAt(priceFix({}, { buy_price }), order)).toThrow(
				expect.objectContaining({ reason: { kind: 'noPrice', sku: 'GAU' } }),
			);
		},
	);

	it('reads a price that Minted gives as a plain decimal text', () => {
		expect(quoteAt(priceFix({}, { buy_price: '3010.55' }), order)).toMatchObject({
			unitPrice: 3010.55,
		});
	});

	it('names what is offered where the product is not', () => {
		expect(() => quoteAt(priceFix(), { ...order, sku: 'GPD' })).toThrow(
			expect.objectContaining({ reason: { kind: 'notOffered', sku: 'GPD', offered: ['GAU'] } }),
		);
	});

	it.each([
		['maxUnitPrice', 3010, 3009.99, 'buy'],
		['minUnitPrice', 2990, 2990.01, 'sell'],
		['maxTotal', 301, 300.99, 'buy'],
		['maxTotal', 299, 298.99, 'sell'],
	] as const)('is refused beyond %s, and not at it', (limit, fine, tooTight, side) => {
		const at = (allowed: number) => ({ ...order, side, limits: { [limit]: allowed } });
		expect(() => quoteAt(priceFix(), at(fine))).not.toThrow();
		expect(() => quoteAt(priceFix(), at(tooTight))).toThrow(
			expect.objectContaining({
				reason: { kind: 'limit', limit, allowed: tooTight, actual: fine, currency: 'TRY' },
			}),
		);
	});

	it('asks for a total price only where a customer buys', async () => {
		for (const [more, body] of [
			[forCustomer('c'), { currency: 'TRY', total: 100, customer_external_id: 'c' }],
			[{}, {}],
			[{ side: 'sell', ...forCustomer('c') }, { customer_external_id: 'c' }],
		] as const) {
			const scripted = new ScriptedApi(() => data(priceFix()));
			await quoteDigitalOrder(scripted.api, { ...byTotal, ...more });
			expect(scripted.bodies(FIX)).toEqual([{ type: 'digital', ...body }]);
		}
	});

	it('takes the grams that Minted worked out, else rounds them down itself', () => {
		expect(quoteAt(priceFix({}, { buy_amount: 0.0331 }), byTotal).amount).toBe(0.0331);
		expect(quoteAt(priceFix(), byTotal).amount).toBe(0.0332);
		expect(quoteAt(priceFix({}, { buy_amount: 0.04 }), byTotal).amount).toBe(0.04);
		expect(quoteAt(priceFix(), { ...byTotal, side: 'sell' }).amount).toBe(0.0334);
		const tiny: DigitalOrder = { ...byTotal, quantity: { total: 0.1, gramDecimals: 4 } };
		expect(() => quoteAt(priceFix(), tiny)).toThrow(
			expect.objectContaining({ reason: expect.objectContaining({ kind: 'tooLittle' }) as object }),
		);
	});

	it('takes no grams of Minted that come to far more than the total price', () => {
		const tenfold = priceFix({}, { buy_amount: 0.332 });
		expect(() => quoteAt(tenfold, byTotal)).toThrow(
			expect.objectContaining({
				reason: { kind: 'tooMuch', total: 100, actual: 999.32, currency: 'TRY' },
			}),
		);
	});
});

describe('An order', () => {
	it('is looked for, priced and sent, once each', async () => {
		const shop = new Shop();
		expect(await shop.place()).toEqual({
			outcome: 'placed',
			result: [{ ...placedOrder, order_at: 'now' }],
		});
		expect(shop.endpoints).toEqual([LOOK, FIX, BUY]);
		expect(shop.scripted.bodies(BUY)).toEqual([
			{
				price_token: 'token',
				currency_code: 'TRY',
				external_id: 'shop-1',
				items: [{ sku: 'GAU', amount: 0.1 }],
			},
		]);
	});

	it('of a customer brings the details, and further fields replace nothing of it', async () => {
		const shop = new Shop();
		await shop.place({
			side: 'sell',
			customer: forCustomer('c').customer,
			body: { note: 'gift', external_id: 'other', items: [], customer: { external_id: 'x' } },
		});
		expect(shop.scripted.bodies(SELL)).toEqual([
			{
				note: 'gift',
				customer: { external_id: 'c' },
				price_token: 'token',
				currency_code: 'TRY',
				external_id: 'shop-1',
				items: [{ sku: 'GAU', amount: 0.1 }],
			},
		]);
	});

	it("is not sent with somebody else's details", async () => {
		const { details } = forCustomer('other').customer!;
		const shop = new Shop({ 'GET /partner/customer/c': [data(details)] });
		await expect(
			shop.place({ customer: { externalId: 'c', identityNumber: true } }),
		).rejects.toMatchObject({ details: { kind: 'unreadable', notSent: true } });
		expect(shop.scripted.bodies(BUY)).toEqual([]);
	});

	it('is not ordered where it exists already; its price may have been fixed for nothing', async () => {
		const shop = new Shop({ [LOOK]: [data(placedOrder)] });
		await expect(shop.place()).resolves.toMatchObject({ outcome: 'existing' });
		expect(shop.endpoints).toEqual([LOOK, FIX]);
	});

	it.each<[string, Partial<DigitalOrder>, Script]>([
		['a price of null', {}, { [FIX]: [data(priceFix({}, { buy_price: null }))] }],
		['no prices at all', {}, { [FIX]: [data({ token: 't', currency: 'TRY' })] }],
		['prices of null', {}, { [FIX]: [data(null)] }],
		['a broken answer to the price', {}, { [FIX]: [{ status: 200, body: '{"data":{"tok' }] }],
		['no answer to the price', {}, { [FIX]: [lost] }],
		['a price beyond the limits', { limits: { maxTotal: 1 } }, {}],
	])(
		'with %s ends at once: nothing was sent, and nothing is looked for',
		async (_, more, script) => {
			const shop = new Shop(script);
			const error: unknown = await shop.place(more).catch((thrown: unknown) => thrown);
			expect(['MintedError', 'NotPreparedError', 'OrderRefusal']).toContain((error as Error).name);
			if ((error as Error).name === 'MintedError') {
				expect(error).toMatchObject({ mayHaveBeenProcessed: false });
			}
			expect(shop.endpoints).toEqual([LOOK, FIX]);
			expect(shop.endpoints.filter((endpoint) => endpoint === LOOK)).toHaveLength(1);
			expect(shop.ledger.get('shop-1')).toBeUndefined();
		},
	);
});

describe('Sending an order', () => {
	it.each<[string, Reply | Error]>([
		['no answer', lost],
		['an error of the server', refusal(503)],
		['half an answer', { status: 200, body: '{"data":{"guid":["G' }],
		['a web page', { status: 200, body: '<!doctype html><p>Hello' }],
		['a redirect', { status: 302, body: '' }],
		['a refusal nobody knows', refusal(200, 'Please contact us')],
		['a code of the server', refusal(200, 'Insufficient balance', { code: 500 })],
		['the answer to another order', data({ orders: [{ guid: 'G', external_id: 'shop-2' }] })],
		['an answer without an order', data({ orders: [], guid: [], order_code: [] })],
		['an order without a guid', data({ orders: [{ external_id: 'shop-1' }] })],
		['no data', data(null)],
	])('is never repeated after %s: the order is looked for', async (_, answer) => {
		const found = new Shop({ [BUY]: [answer], [LOOK]: [unknown, unknown, data(placedOrder)] });
		await expect(found.place()).resolves.toEqual({ outcome: 'recovered', result: [placedOrder] });
		expect(found.endpoints).toEqual([LOOK, FIX, BUY, LOOK, LOOK]);
		const missing = new Shop({ [BUY]: [answer] });
		await expect(missing.place()).rejects.toMatchObject({ name: 'OrderNotPlacedError' });
		expect(missing.endpoints.filter((endpoint) => endpoint === BUY)).toHaveLength(1);
	});

	it.each<[string, Reply | Error]>([
		['too little money', refusal(422, 'Yetersiz bakiye.')],
		['a refused value', refusal(422, 'Parameter Error.')],
		['no permission', refusal(403, 'Forbidden')],
		['no connection', new HttpFailure('refused', 'api refuses the connection')],
	])('is neither repeated nor looked for after %s', async (_, answer) => {
		const shop = new Shop({ [BUY]: [answer] });
		await expect(shop.place()).rejects.toMatchObject({ mayHaveBeenProcessed: false });
		expect(shop.endpoints).toEqual([LOOK, FIX, BUY]);
	});

	const expired = refusal(422, 'The price token (price_token) has expired.');
	const busy = (seconds: number): Reply => ({
		status: 429,
		body: '',
		headers: { 'retry-after': String(seconds) },
	});

	it('is tried once more at a new price when the token has expired', async () => {
		const shop = new Shop({
			[BUY]: [expired, placed],
			[FIX]: [data(priceFix()), data(priceFix({ token: 'newer' }, { buy_price: 3020 }))],
		});
		await expect(shop.place()).resolves.toMatchObject({ outcome: 'placed' });
		expect(shop.endpoints).toEqual([LOOK, FIX, BUY, FIX, BUY]);
		expect(shop.scripted.bodies(BUY)).toMatchObject([
			{ price_token: 'token' },
			{ price_token: 'newer' },
		]);
	});

	it('is not tried at a new price that is beyond the limits', async () => {
		const shop = new Shop({
			[BUY]: [expired, placed],
			[FIX]: [data(priceFix()), data(priceFix({}, { buy_price: 3020 }))],
		});
		await expect(shop.place({ limits: { maxUnitPrice: 3015 } })).rejects.toMatchObject({
			reason: { kind: 'limit', limit: 'maxUnitPrice' },
		});
		expect(shop.endpoints).toEqual([LOOK, FIX, BUY, FIX]);
	});

	it('is not tried again with a token of the user: only they can fix another', async () => {
		const shop = new Shop({ [BUY]: [expired] });
		await expect(shop.place({ priceToken: 'mine' })).rejects.toMatchObject({
			kind: 'priceTokenExpired',
		});
		expect(shop.endpoints).toEqual([LOOK, BUY]);
	});

	it('waits for a busy API, once and no longer than a minute', async () => {
		const shop = new Shop({ [BUY]: [busy(5), placed] });
		await expect(shop.place()).resolves.toMatchObject({ outcome: 'placed' });
		expect(shop.scripted.clock.now()).toBeGreaterThanOrEqual(5_000);
		const patient = new Shop({ [BUY]: [busy(61)] });
		await expect(patient.place()).rejects.toMatchObject({ kind: 'rateLimited' });
		expect(patient.endpoints).toEqual([LOOK, FIX, BUY]);
	});

	it('was not done when fixing the new price fails', async () => {
		const shop = new Shop({ [BUY]: [expired], [FIX]: [data(priceFix()), lost] });
		await expect(shop.place()).rejects.toMatchObject({ mayHaveBeenProcessed: false });
	});
});

describe('The answer to an order', () => {
	const answered = async (value: object) => {
		const shop = new Shop({
			[BUY]: [data({ order_code: [], guid: [], orders: [], order_at: 'now', ...value })],
		});
		return (await shop.place()).result;
	};

	it('brings each order with the date and the payment of the whole', async () => {
		const payment = { is_3d: false };
		const orders = [{ guid: 'G-1' }, { guid: 'G-2', external_id: null }];
		expect(await answered({ orders, payment })).toEqual([
			{ guid: 'G-1', order_at: 'now', payment },
			{ guid: 'G-2', external_id: null, order_at: 'now', payment },
		]);
	});

	it('is made from the lists of guids and codes where Minted sends no more', async () => {
		const rows = await answered({ guid: ['G-1', 'G-2'], order_code: ['C-1'] });
		expect(rows).toMatchObject([
			{ guid: 'G-1', order_code: 'C-1', external_id: 'shop-1', order_at: 'now', items: [] },
			{ guid: 'G-2', order_code: '', external_id: 'shop-1', order_at: 'now', items: [] },
		]);
	});
});

describe('An order under the ID of another account', () => {
	const ofCompany = { ...placedOrder, customer: null };
	const ofCustomer = { ...placedOrder, customer: { external_id: 'MTD-DEMO-1' } };
	const ofOther = { ...placedOrder, customer: { external_id: 'MTD-DEMO-2' } };
	const ofDemo = forCustomer('MTD-DEMO-1');

	it.each([
		['a customer', 'the company', ofDemo, ofCompany],
		['the company', 'a customer', {}, ofCustomer],
		['a customer', 'another customer', ofDemo, ofOther],
	])('is no order for %s, when it is one of %s', async (_, _of, more, found) => {
		const shop = new Shop({ [LOOK]: [data(found)] });
		await expect(shop.place(more)).rejects.toMatchObject({
			reason: { kind: 'taken', externalId: 'shop-1', certain: true },
		});
		expect(shop.endpoints).toEqual([LOOK, FIX]);
	});

	it.each([
		['a customer', 'the company', ofDemo, {}],
		['the company', 'a customer', {}, ofDemo],
		['one customer', 'another', ofDemo, forCustomer('MTD-DEMO-2')],
	])('that this process placed for %s is none for %s', async (_, _for, first, second) => {
		for (const [look, certain] of [
			[refusal(500), true],
			[unknown, true],
			// An order that does not name its customer may be anybody's.
			[data({ ...placedOrder, customer: undefined }), false],
		] as const) {
			const shop = new Shop({ [LOOK]: [unknown, look] });
			await shop.place(first);
			await expect(shop.place(second)).rejects.toMatchObject({
				name: 'OrderRefusal',
				reason: { kind: 'taken', certain },
			});
			expect(shop.endpoints.filter((endpoint) => endpoint === BUY)).toHaveLength(1);
		}
	});

	it('found after a lost answer leaves it open what became of this one', async () => {
		const shop = new Shop({ [BUY]: [lost], [LOOK]: [unknown, data(ofOther)] });
		await expect(shop.place(ofDemo)).rejects.toMatchObject({
			name: 'OrderOutcomeUnknownError',
			found: { reason: { kind: 'taken', found: { customerExternalId: 'MTD-DEMO-2' } } },
		});
	});
});

it.each<[string, Partial<DigitalOrder>]>([
	['side', { side: 'sell' }],
	['metal', { sku: 'GAG' }],
	['currency', { currency: 'USD' }],
	['amount', { quantity: { grams: 0.2 } }],
	['way to say how much', { quantity: { total: 301, gramDecimals: 4 } }],
])('Another %s under an ID that this process has placed is refused', async (_, more) => {
	const shop = new Shop({
		[FIX]: [
			data(
				priceFix({
					prices: [
						{ sku: 'GAU', buy_price: 1 },
						{ sku: 'GAG', buy_price: 1 },
					],
				}),
			),
		],
	});
	await shop.place();
	await expect(shop.place(more)).rejects.toMatchObject({ name: 'OrderRefusal' });
	expect(shop.endpoints.filter((endpoint) => [BUY, SELL].includes(endpoint))).toHaveLength(1);
});

it('Other limits and another payment are the same wish', async () => {
	const shop = new Shop();
	await shop.place();
	const more = { limits: { maxTotal: 1 }, body: { payment_type: 'creditcard' } };
	await expect(shop.place(more)).resolves.toMatchObject({ outcome: 'existing' });
});

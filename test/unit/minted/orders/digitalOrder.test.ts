import type { MintedApi } from '../../../../minted/client/api';
import { MintedError, type MintedErrorDetails } from '../../../../minted/errors';
import type { Order, OrderResponse, PriceFix } from '../../../../minted/model';
import {
	isSameOrder,
	lookupOrder,
	placedOrders,
	quote,
	quoteAt,
	sendOrder,
	type DigitalOrder,
} from '../../../../minted/orders/digitalOrder';
import { FakeClock } from '../../../support/fakeClock';

const order: DigitalOrder = {
	side: 'buy',
	sku: 'GAU',
	externalId: 'shop-1',
	currency: 'TRY',
	quantity: { grams: 0.1 },
	limits: {},
};

const priceFix = (more: Partial<PriceFix> = {}): PriceFix => ({
	token: 'token',
	total: null,
	expires_at: '2026-11-02T12:04:00+03:00',
	expire_ttl: 240,
	is_total_price: false,
	currency: 'TRY',
	prices: [
		{
			currency_id: 1,
			product_id: 1,
			spot_price: 3000,
			buy_price: 3010,
			sell_price: 2990,
			buy_amount: null,
			sku: 'GAU',
		},
	],
	...more,
});

type Answer = unknown;

/** Answers each call with the next of these; an error is thrown. */
function fakeApi(...answers: Answer[]) {
	const calls: Array<[id: string, body: unknown]> = [];
	const api = {
		async call(id: string, { body }: { body: unknown }) {
			calls.push([id, body]);
			const answer = answers.shift();
			if (answer instanceof Error) throw answer;
			return answer;
		},
	};
	return { api: api as unknown as MintedApi, calls };
}

const failure = (details: MintedErrorDetails) => new MintedError(details);

describe('A quote', () => {
	it('has the price of the side, and what the order comes to', () => {
		expect(quoteAt(priceFix(), order)).toMatchObject({ unitPrice: 3010, amount: 0.1, total: 301 });
		expect(quoteAt(priceFix(), { ...order, side: 'sell' })).toMatchObject({
			unitPrice: 2990,
			total: 299,
		});
	});

	it('checks no limits against a token from an earlier step: it refuses them', async () => {
		const { api, calls } = fakeApi();
		const withToken = { ...order, priceToken: 'earlier' };
		await expect(quote(api, { ...withToken, limits: { maxTotal: 1 } })).rejects.toThrow(
			'Price limits cannot be checked against a price token',
		);
		await expect(quote(api, withToken)).resolves.toMatchObject({ priceToken: 'earlier' });
		expect(calls).toEqual([]);
	});

	it('does not compare limits in one currency with prices in another', () => {
		const inDollars = priceFix({ currency: 'USD' });
		expect(() => quoteAt(inDollars, { ...order, limits: { maxTotal: 1 } })).toThrow(
			'The prices came in USD, the limits are in TRY',
		);
	});

	it('asks for a total price only where a customer buys', async () => {
		const byTotal: DigitalOrder = { ...order, quantity: { total: 100, gramDecimals: 4 } };
		for (const [more, body] of [
			[{ customerExternalId: 'c' }, { currency: 'TRY', total: 100, customer_external_id: 'c' }],
			[{}, {}],
			[{ side: 'sell', customerExternalId: 'c' }, { customer_external_id: 'c' }],
		] as const) {
			const { api, calls } = fakeApi(priceFix());
			await quote(api, { ...byTotal, ...more });
			expect(JSON.parse(JSON.stringify(calls[0]?.[1]))).toEqual({ type: 'digital', ...body });
		}
	});
});

describe('Sending an order', () => {
	const first = quoteAt(priceFix(), order);
	const confirmNew = jest.fn<Promise<void>, []>();
	beforeEach(() => confirmNew.mockReset().mockResolvedValue());
	const send = async (api: MintedApi, more: Partial<DigitalOrder> = {}, clock = new FakeClock()) =>
		await sendOrder(api, { ...order, ...more }, first, {}, { clock, confirmNew });

	it('is done once', async () => {
		const { api, calls } = fakeApi('placed');
		await expect(send(api)).resolves.toBe('placed');
		expect(calls).toEqual([
			[
				'buyDigital',
				{
					price_token: 'token',
					currency_code: 'TRY',
					external_id: 'shop-1',
					items: [{ sku: 'GAU', amount: 0.1 }],
				},
			],
		]);
	});

	it.each<MintedErrorDetails>([
		{ kind: 'noAnswer' },
		{ kind: 'server', status: 503 },
		{ kind: 'unreadable', status: 200 },
		{ kind: 'insufficientBalance', status: 422 },
		{ kind: 'unreachable' },
	])('is never repeated after %p', async (details) => {
		const { api, calls } = fakeApi(failure(details), 'placed');
		await expect(send(api)).rejects.toMatchObject({ details });
		expect(calls).toHaveLength(1);
	});

	it('is tried once more at a new price when the token has expired', async () => {
		const { api, calls } = fakeApi(
			failure({ kind: 'priceTokenExpired' }),
			priceFix({ token: 'newer' }),
			'placed',
		);
		await expect(send(api)).resolves.toBe('placed');
		expect(calls.map(([id]) => id)).toEqual(['buyDigital', 'priceFix', 'buyDigital']);
		expect(calls[2]?.[1]).toMatchObject({ price_token: 'newer' });
	});

	it('is not tried at a new price that is beyond the limits', async () => {
		const { api, calls } = fakeApi(failure({ kind: 'priceTokenExpired' }), priceFix());
		await expect(send(api, { limits: { maxUnitPrice: 3000 } })).rejects.toThrow(
			'Maximum Unit Price',
		);
		expect(calls).toHaveLength(2);
	});

	it('is not tried again with a token of the user: only they can fix another', async () => {
		const { api, calls } = fakeApi(failure({ kind: 'priceTokenExpired' }));
		await expect(send(api, { priceToken: 'mine' })).rejects.toBeInstanceOf(MintedError);
		expect(calls).toHaveLength(1);
	});

	it('waits for a busy API, once and no longer than a minute', async () => {
		const busy = (retryAfterMs: number) => failure({ kind: 'rateLimited', retryAfterMs });
		const clock = new FakeClock();
		const { api } = fakeApi(busy(5_000), priceFix(), 'placed');
		await expect(send(api, {}, clock)).resolves.toBe('placed');
		expect(clock.now()).toBeGreaterThanOrEqual(5_000);
		const patient = fakeApi(busy(61_000));
		await expect(send(patient.api, {}, clock)).rejects.toBeInstanceOf(MintedError);
		expect(patient.calls).toHaveLength(1);
	});

	it('is confirmed to be new right before each attempt', async () => {
		const { api, calls } = fakeApi(failure({ kind: 'priceTokenExpired' }), priceFix());
		const known = new Error('known');
		confirmNew.mockResolvedValueOnce().mockRejectedValueOnce(known);
		await expect(send(api)).rejects.toBe(known);
		expect(calls.map(([id]) => id)).toEqual(['buyDigital', 'priceFix']);
	});

	it('was not done when fixing the new price fails', async () => {
		const { api } = fakeApi(failure({ kind: 'priceTokenExpired' }), failure({ kind: 'noAnswer' }));
		await expect(send(api)).rejects.toMatchObject({ mayHaveBeenProcessed: false });
	});
});

describe('The answer to an order', () => {
	const response = (more: object) =>
		({ order_code: [], guid: [], orders: [], ...more }) as unknown as OrderResponse;

	it.each([
		[{ orders: [{ guid: 'G-1', external_id: 'shop-1' }] }],
		[{ orders: [{ guid: 'G-1', external_id: null }] }],
		[{ guid: ['G-1'], order_code: ['C-1'] }],
	])('names what was placed: %j', (more) => {
		expect(placedOrders(response(more), 'shop-1')).toMatchObject([{ guid: 'G-1' }]);
	});

	it.each([
		['nothing', {}],
		['another order', { orders: [{ guid: 'G-1', external_id: 'shop-2' }] }],
		['no guid', { orders: [{ external_id: 'shop-1' }] }],
	])('that names %s leaves open what was placed', (_what, more) => {
		expect(() => placedOrders(response(more), 'shop-1')).toThrow(
			expect.objectContaining({ kind: 'unreadable', mayHaveBeenProcessed: true }),
		);
	});
});

describe('Looking an order up', () => {
	const look = async (answer: unknown) => await lookupOrder(fakeApi(answer).api, 'shop-1');

	it('brings the order', async () => {
		const found = { guid: 'G-1', external_id: 'shop-1' };
		await expect(look(found)).resolves.toBe(found);
	});

	it.each<MintedErrorDetails>([
		{ kind: 'notFound', status: 404, apiCode: 4041 },
		{ kind: 'parameter', status: 422, apiCode: 422, apiMessage: 'Parameter Error.' },
		{ kind: 'refused', status: 200, apiCode: 1, apiMessage: 'Sipariş bulunamadı.' },
		{ kind: 'refused', status: 200, apiCode: 1, apiMessage: 'ORDER NOT FOUND' },
	])('%p means that there is none', async (details) => {
		await expect(look(failure(details))).resolves.toBeUndefined();
	});

	it('brings nothing where Minted answers with no data', async () => {
		await expect(look(null)).resolves.toBeUndefined();
	});

	it.each<MintedErrorDetails>([
		{ kind: 'server', status: 500, apiCode: 1, apiMessage: 'Order not found' },
		{ kind: 'noAnswer' },
		{ kind: 'credentials', status: 401, apiCode: 1, apiMessage: 'User not found' },
		{ kind: 'forbidden', status: 403, apiCode: 1 },
		{ kind: 'notMinted', status: 200 },
		{ kind: 'noSuchPath', status: 404 },
		// A firewall in between.
		{ kind: 'parameter', status: 400 },
		{ kind: 'parameter', status: 422 },
		{ kind: 'refused', status: 200, apiCode: 1, apiMessage: 'Closed for maintenance' },
	])('%p proves nothing', async (details) => {
		await expect(look(failure(details))).rejects.toMatchObject({ details });
	});

	it.each([
		['another order', { guid: 'G-2', external_id: 'shop-2' }],
		['no order', { ok: true }],
	])('proves nothing when %s comes back', async (_what, answer) => {
		await expect(look(answer)).rejects.toMatchObject({ details: { kind: 'unreadable' } });
	});
});

describe('A found order is the one that was asked for', () => {
	const found = (more: object) => ({ type: 'Buy', items: [{ sku: 'GAU', amount: 0.1 }], ...more });
	it.each([
		[{}, true],
		[{ type: 'Sell' }, false],
		[{ items: [{ sku: 'GAG', amount: 0.1 }] }, false],
		[{ items: [{ sku: 'GAU', amount: 0.2 }] }, false],
		[{ items: [{ sku: 'GAU' }] }, true],
		// Where Minted answers with codes only, there is nothing to compare.
		[{ type: undefined, items: [] }, true],
		[{ customer: { external_id: 'MTD-DEMO-1' } }, true],
		[{ customer: { external_id: 'MTD-DEMO-2' } }, false],
		[{ customer: null }, true],
	])('with %j: %p', (more, same) => {
		const wanted = { ...order, customerExternalId: 'MTD-DEMO-1' };
		expect(isSameOrder(found(more) as unknown as Order, wanted)).toBe(same);
	});
});

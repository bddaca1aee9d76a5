import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop, type RunOptions } from '../../support/inProcess';
import {
	openRewritingProxy,
	type Exchange,
	type RewritingProxy,
	type Rewritten,
} from '../../support/rewritingProxy';

const shop = openShop();
let proxy: RewritingProxy | undefined;
afterEach(async () => {
	await proxy?.close();
	proxy = undefined;
});

const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: 0.1,
	externalId: 'web-shop-1',
	options: { settleSeconds: 0.3 },
};

/** One run against an API whose answers are rewritten. */
async function runAgainst(
	rewrite: (exchange: Exchange) => Rewritten,
	parameters: INodeParameters = buy,
	options: Partial<RunOptions> = {},
) {
	proxy = await openRewritingProxy(shop.sandbox.url, rewrite);
	return await shop.run(parameters, { credential: { baseUrl: proxy.url }, ...options });
}

const isLookup = ({ method, path }: Exchange) => method === 'POST' && path === '/partner/order';
const isBuy = ({ path }: Exchange) => path === '/partner/order/digital/buy';
const isPriceFix = ({ path }: Exchange) => path === '/partner/pricefix';

const said = (message: string, code: number, more = {}) => ({
	data: null,
	success: false,
	code,
	message,
	...more,
});

const bought = () => proxy?.signed.filter((call) => call.endsWith('/digital/buy')).length;

describe('A price that is none', () => {
	it.each([null, 0, -1, 'free'])('(%p) is told at once: nothing was sent', async (buy_price) => {
		const { error } = await runAgainst((exchange) => {
			if (!isPriceFix(exchange)) return undefined;
			const { data } = exchange.answer.json as { data: { prices: object[] } };
			const prices = data.prices.map((price) => ({ ...price, buy_price }));
			return { json: { ...exchange.answer.json, data: { ...data, prices } } };
		});
		expect(error?.message).toBe('Minted gave no price for "GAU" that can be ordered at');
		expect(error?.description).toContain('Nothing was ordered.');
		expect(bought()).toBe(0);
		expect(proxy?.signed.filter((call) => call === 'POST /partner/order')).toHaveLength(1);
	});

	it('or an answer without prices', async () => {
		const { error } = await runAgainst((exchange) =>
			isPriceFix(exchange) ? { json: { ...exchange.answer.json, data: {} } } : undefined,
		);
		expect(error?.message).toBe('The answer of Minted has other fields than described');
		expect(error?.description).toContain('Nothing was ordered.');
		expect(bought()).toBe(0);
	});
});

describe('A lookup that does not say "not found"', () => {
	const answers: Array<[string, Rewritten]> = [
		['422 without a reason', { status: 422, json: said('Parametre hatası.', 422) }],
		['422 of another field', { status: 422, json: said('The given data was invalid.', 422) }],
		['a customer that is not found', { status: 404, json: said('Customer not found', 404) }],
		['a route that is not found', { status: 404, json: said('Route not found', 404) }],
		['an order not found yet', { json: said('Order is being processed, not found yet', 1) }],
		['success false and 500', { json: said('Order not found', 500) }],
		['maintenance', { json: said('Closed for maintenance', 7) }],
		['a page', { status: 404, html: '<html>Not found</html>' }],
	];

	it.each(answers)('(%s) proves nothing: nothing is ordered', async (_what, answer) => {
		const { error } = await runAgainst((exchange) => (isLookup(exchange) ? answer : undefined));
		expect(error?.description).toContain('Nothing was ordered.');
		expect(bought()).toBe(0);
	});

	it.each(answers)('(%s) leaves a lost answer unknown', async (_what, answer) => {
		let sent = false;
		const { error } = await runAgainst((exchange) => {
			if (isBuy(exchange)) {
				sent = true;
				return 'lost';
			}
			return isLookup(exchange) && sent ? answer : undefined;
		});
		expect(error?.message).toBe('It is not known whether this was carried out');
		expect(bought()).toBe(1);
	});
});

describe('An order that is answered', () => {
	it.each([
		['success false without a known reason', said('Beklenmeyen durum', 17)],
		['success false and 500', said('Insufficient balance service down', 500)],
		['success false and 503', said('Hizmet verilemiyor', 503)],
	])('with %s is looked up, and found', async (_what, json) => {
		const { json: rows } = await runAgainst((exchange) =>
			isBuy(exchange) ? { status: 200, json } : undefined,
		);
		expect(rows[0]).toMatchObject({ outcome: 'recovered', external_id: 'web-shop-1' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('with a refusal that is known was not placed', async () => {
		const { error } = await runAgainst((exchange) =>
			isBuy(exchange) ? { status: 200, json: said('Yetersiz bakiye', 422) } : undefined,
		);
		expect(error?.message).toBe('The balance is not sufficient');
		expect(error?.description).toContain('Nothing was ordered.');
	});

	it('with "this ID is taken" is looked up: it was there before', async () => {
		await shop.run(buy);
		let lookups = 0;
		const { json } = await runAgainst((exchange) => {
			if (isBuy(exchange))
				return { status: 422, json: said('Bu external_id daha önce kullanıldı.', 4226) };
			return isLookup(exchange) && lookups++ === 0
				? { status: 404, json: said('', 404) }
				: undefined;
		});
		expect(json[0]).toMatchObject({ outcome: 'existing', external_id: 'web-shop-1' });
	});

	it('with "this ID is taken" while nothing is found stays unknown', async () => {
		const { error } = await runAgainst((exchange) =>
			isBuy(exchange)
				? { status: 409, json: said('Order with this external_id already exists', 409) }
				: isLookup(exchange)
					? { status: 404, json: said('Order not found', 404) }
					: undefined,
		);
		expect(error?.message).toBe('It is not known whether this was carried out');
	});

	it('without its shape is still told as placed', async () => {
		const { json, error } = await runAgainst((exchange) => {
			if (!isBuy(exchange)) return undefined;
			const { data } = exchange.answer.json as { data: { orders: object[] } };
			const orders = data.orders.map((order) => ({ ...order, items: 7, payment: 'none' }));
			return { json: { ...exchange.answer.json, data: { ...data, orders } } };
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ outcome: 'placed', external_id: 'web-shop-1' });
	});
});

describe('Grams that Minted rounds', () => {
	const rounded = (places: number) => (exchange: Exchange) => {
		const { data } = exchange.answer.json as { data?: { items?: Array<{ amount: number }> } };
		if (!isLookup(exchange) || !data?.items) return undefined;
		const items = data.items.map((item) => ({ ...item, amount: +item.amount.toFixed(places) }));
		return { json: { ...exchange.answer.json, data: { ...data, items } } };
	};
	const precise = { ...buy, amount: 0.1234 };

	it.each([2, 3])('to %d decimals: the order is ours', async (places) => {
		await shop.run(precise);
		proxy = await openRewritingProxy(shop.sandbox.url, rounded(places));
		const { json } = await shop.run(precise, { credential: { baseUrl: proxy.url } });
		expect(json[0]).toMatchObject({ outcome: 'existing' });
	});

	it('to fewer is unclear: nothing is ordered, and nobody is told to take another ID first', async () => {
		await shop.run(precise);
		proxy = await openRewritingProxy(shop.sandbox.url, rounded(1));
		const { error } = await shop.run(precise, { credential: { baseUrl: proxy.url } });
		expect(error?.message).toBe(
			'The External Order ID "web-shop-1" is in use, perhaps for this very order',
		);
		expect(error?.description).toMatch(/Look at it first .* give this one an ID of its own\.$/);
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('by more than rounding are those of another order', async () => {
		await shop.run(precise);
		const { error } = await shop.run({ ...precise, amount: 0.13 });
		expect(error?.message).toContain('already belongs to another order');
	});
});

describe('An order of another account under the same ID', () => {
	const forCustomer = { ...buy, account: 'customer', customerId: byId('MTD-DEMO-1') };

	it.each<[string, string, INodeParameters, INodeParameters]>([
		['a customer', 'the company', forCustomer, buy],
		['the company', 'a customer', buy, forCustomer],
		['a customer', 'another', forCustomer, { ...forCustomer, customerId: byId('MTD-DEMO-2') }],
	])('of %s is foreign to %s', async (_owner, _other, first, second) => {
		await shop.run(first);
		for (const lookupDelayMs of [0, 60_000]) {
			shop.sandbox.behaviour.lookupDelayMs = lookupDelayMs;
			const { error, json } = await shop.run(second);
			expect(json).toEqual([]);
			expect(error?.message).toContain('already belongs to another order');
			expect(error?.description).toContain('Nothing was ordered.');
		}
		expect(shop.sandbox.orders()).toHaveLength(1);
	});
});

describe('One page of something in between', () => {
	it('on a lookup passes: the order is placed', async () => {
		let pages = 0;
		const { json } = await runAgainst((exchange) =>
			isLookup(exchange) && pages++ === 0
				? { status: 200, html: '<html>One moment</html>' }
				: undefined,
		);
		expect(json[0]).toMatchObject({ outcome: 'placed' });
	});

	it('that stays is told, after it was asked again', async () => {
		const { error } = await runAgainst((exchange) =>
			isLookup(exchange) ? { status: 200, html: '<html>One moment</html>' } : undefined,
		);
		expect(error?.message).toBe('The address answers, but not as Minted Connect');
		expect(error?.description).toContain('Tried 3 times.');
	});
});

describe('The answer to a batch of KYC records', () => {
	const kyc: INodeParameters = {
		resource: 'customer',
		operation: 'bulkUpsertKyc',
		customerId: byId('={{ $json.id }}'),
		kycFields: '{"level": 1}',
	};
	const ids = ['MTD-DEMO-1', 'MTD-DEMO-2', 'MTD-DEMO-3'];
	const items = ids.map((id) => ({ id }));
	const isBulk = ({ path }: Exchange) => path === '/partner/customer/kyc/bulk';
	const rows = (exchange: Exchange) => (exchange.answer.json as { data: object[] }).data;
	const run = async (data: (rows: object[]) => unknown) =>
		await runAgainst(
			(exchange) =>
				isBulk(exchange)
					? { json: { ...exchange.answer.json, data: data(rows(exchange)) } }
					: undefined,
			kyc,
			{ items },
		);

	it('in another order still reaches the right items', async () => {
		const { json } = await run((all) => [...all].reverse());
		expect(json.map(({ customer_external_id }) => customer_external_id)).toEqual(ids);
		expect(json.some(({ matched }) => matched === false)).toBe(false);
	});

	it('that is shorter shifts nothing', async () => {
		const { json } = await run((all) => all.slice(1));
		expect(
			json.map(({ customer_external_id, matched }) => [customer_external_id, matched]),
		).toEqual([
			['MTD-DEMO-1', false],
			['MTD-DEMO-2', undefined],
			['MTD-DEMO-3', undefined],
		]);
	});

	it.each([[{ updated: 3 }], [null], [[{}, {}, {}]]])('that is %j names nobody', async (answer) => {
		const { json } = await run(() => answer);
		expect(json).toEqual(
			ids.map((customer_external_id) => ({ customer_external_id, accepted: true, matched: false })),
		);
	});

	it('comes from each path and time-out that the items ask for', async () => {
		const { error } = await runAgainst(
			() => undefined,
			{
				...kyc,
				options: { endpointPath: '={{ $json.id === "MTD-DEMO-2" ? "/partner/other" : "" }}' },
			},
			{ items, onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		expect(proxy?.signed).toEqual(['POST /partner/customer/kyc/bulk', 'POST /partner/other']);
	});
});

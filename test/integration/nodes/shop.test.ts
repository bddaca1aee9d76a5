/** Minted Connect Shop: a basket becomes an order once, within its limits, whatever gets lost. */
import type { INodeParameters } from 'n8n-workflow';
import { eventually } from '../../../harness/eventually';
import { byId, openShop, SHOP_NODE, SHOP_TOOL_NODE, startWorker } from '../../support/inProcess';
import type { RunOptions } from '../../support/inProcess';
import { BAR, BASKET_OWNER, openBasket, WALLET_BAR } from '../../support/operations/baskets';
import { searchList } from '../../support/inProcess/searchList';

const shop = openShop();
const QUICK = { options: { settleSeconds: 0.3, retrySeconds: 0.2, timeoutSeconds: 2 } };

const run = async (parameters: INodeParameters, options: Partial<RunOptions> = {}) =>
	await shop.run(
		{ customerId: byId(BASKET_OWNER), ...QUICK, ...parameters },
		{ nodeType: SHOP_NODE, ...options },
	);

const KINDS = {
	complete: { section: 'ecom', kind: 'buy', endpoint: 'ecomCompleteBasket' },
	completeBuy: { section: 'wallet', kind: 'buy', endpoint: 'walletableCompleteBuy' },
	completeSell: { section: 'wallet', kind: 'sell', endpoint: 'walletableCompleteSell' },
	completeDelivery: { section: 'wallet', kind: 'delivery', endpoint: 'walletableCompleteDelivery' },
} as const;
type Completion = keyof typeof KINDS;

/** A basket that can be completed, and the form that does so. */
function ready(operation: Completion): { token: string; form: INodeParameters } {
	const { section, kind } = KINDS[operation];
	const token = openBasket(shop.sandbox, { section, kind });
	const address = {
		...{ fullname: 'Ada Example', phone: '+905000000000', address: 'Example Street 1' },
		...{ county: 'Kadıköy', city: 'İstanbul' },
	};
	const body = operation === 'completeDelivery' ? { shipping: address } : {};
	const form = {
		resource: section === 'ecom' ? 'basket' : 'walletBasket',
		...{ operation, cartToken: byId(token), additionalBody: JSON.stringify(body) },
	};
	return { token, form };
}

it('is completed as it was looked at, whatever this process would change about it meanwhile', async () => {
	const { token, form } = ready('complete');
	shop.sandbox.faults.add({
		...{ kind: 'latency', match: { operationId: 'ecomCompleteBasket' }, delayMs: 500 },
	});
	const completing = run({ ...form, limits: { maxPaidTotal: 5_000 } });
	const sent = () => shop.sandbox.counters().byOperation.ecomCompleteBasket ?? 0;
	await eventually(
		() => Promise.resolve(sent()),
		(count) => count > 0,
		5_000,
	);
	const adding = run({
		...{ resource: 'basket', operation: 'addItem', addTo: 'existing', cartToken: byId(token) },
		...{ sku: byId(BAR), qty: 9 },
	});
	expect((await completing).json[0]).toMatchObject({ outcome: 'placed' });
	expect((await adding).error).toBeDefined();
	expect(ordersOf(token).map(({ content }) => content.pieces.length)).toEqual([1]);
});

const ordersOf = (token: string) =>
	shop.sandbox.shop.orders.all().filter(({ content }) => content.cartToken === token);

describe.each(Object.keys(KINDS) as Completion[])('A basket with %s', (operation) => {
	const { endpoint } = KINDS[operation];

	it('becomes an order once, and is found by whoever comes later', async () => {
		const { token, form } = ready(operation);
		const first = await run(form);
		expect(first.json[0]).toMatchObject({
			outcome: 'placed',
			cart_token: token,
			order_creation_status: 'order',
		});
		const again = await run(form);
		expect(again.json[0]).toMatchObject({ outcome: 'existing', cart_token: token });
		const elsewhere = await run(form, { worker: startWorker() });
		expect(elsewhere.json[0]).toMatchObject({ outcome: 'existing', cart_token: token });
		expect(ordersOf(token)).toHaveLength(1);
	});

	it.each(['resetAfter', '500After', 'hangAfter', 'truncatedJsonAfter'] as const)(
		'is found after an answer that was lost by %s',
		async (kind) => {
			const { token, form } = ready(operation);
			shop.sandbox.faults.add({ kind, match: { operationId: endpoint }, delayMs: 2_500 });
			const { json } = await run(form);
			expect(json[0]).toMatchObject({ outcome: 'recovered', cart_token: token });
			expect(ordersOf(token)).toHaveLength(1);
		},
	);

	it('is reported as not completed where the request never arrived, and can be run again', async () => {
		const { token, form } = ready(operation);
		shop.sandbox.faults.add({ kind: 'resetBefore', match: { operationId: endpoint } });
		const { error } = await run(form);
		expect(error).toMatchObject({
			message: 'The basket was not completed; it is safe to run it again',
			description: expect.stringContaining('Nothing was ordered.'),
		});
		expect(error?.description).toContain(token);
		expect(ordersOf(token)).toHaveLength(0);
		expect((await run(form)).json[0]).toMatchObject({ outcome: 'placed' });
		expect(ordersOf(token)).toHaveLength(1);
	});

	it('is left alone where Minted cannot be asked for it first', async () => {
		const { token, form } = ready(operation);
		const lookup = operation === 'complete' ? 'ecomGetOrder' : 'walletableGetOrders';
		shop.sandbox.faults.add({ kind: '500Before', match: { operationId: lookup }, times: 20 });
		const { error } = await run(form);
		expect(error?.description).toContain('Nothing was ordered.');
		expect(ordersOf(token)).toHaveLength(0);
	});

	it('says that nobody knows where it cannot be asked for afterwards, and finds it later', async () => {
		const { token, form } = ready(operation);
		const lookup = operation === 'complete' ? 'ecomGetOrder' : 'walletableGetOrders';
		shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: endpoint } });
		shop.sandbox.faults.add({
			...{ kind: '500Before', match: { operationId: lookup }, skip: 1, times: 30 },
		});
		const { error } = await run(form);
		expect(error).toMatchObject({
			message: 'It is not known whether this was carried out',
			description: expect.stringContaining('Nothing more was sent.'),
		});
		expect(error?.description).toContain('with this cart token');
		shop.sandbox.faults.clear();
		expect((await run(form)).json[0]?.outcome).toMatch(/^(existing|recovered)$/);
		expect(ordersOf(token)).toHaveLength(1);
	});

	it('shows all its lines with Preview Only, and orders nothing', async () => {
		const { token, form } = ready(operation);
		const { json, requests } = await run({ ...form, previewOnly: true });
		const raw = await run({ ...form, previewOnly: true, simplify: false });
		const figures = Object.entries(raw.json[0]!).filter(
			([name, value]) => typeof value === 'number' && name !== 'id' && name !== 'status_id',
		);
		expect(figures.length).toBeGreaterThan(8);
		expect(json[0]).toMatchObject({ outcome: 'preview', ...Object.fromEntries(figures) });
		expect(requests.byOperation[endpoint]).toBeUndefined();
		expect(ordersOf(token)).toHaveLength(0);
	});

	it('is held back by a limit on what Minted says is paid, to the cent', async () => {
		const { token, form } = ready(operation);
		const preview = await run({ ...form, previewOnly: true });
		const paid = Number(preview.json[0]?.paid_total);
		const isSale = operation === 'completeSell';
		const name = isSale ? 'minPaidTotal' : 'maxPaidTotal';
		const cent = isSale ? 0.01 : -0.01;
		const limit = (value: number) => ({ limits: { [name]: Math.round(value * 100) / 100 } });
		const refused = await run({ ...form, ...limit(paid + cent) });
		expect(refused.error?.message).toContain(
			isSale ? 'below the Minimum Paid Total' : 'above the Maximum Paid Total',
		);
		expect(refused.error?.message).toContain('nothing was ordered');
		expect(refused.requests.byOperation[endpoint]).toBeUndefined();
		expect((await run({ ...form, ...limit(paid) })).json[0]).toMatchObject({ outcome: 'placed' });
		expect(ordersOf(token)).toHaveLength(1);
	});

	it('has its prices renewed where they have expired: the basket is as good as before', async () => {
		const { token, form } = ready(operation);
		shop.sandbox.clock.advance(600_000);
		const { json } = await run(form);
		expect(json[0]).toMatchObject({ outcome: 'placed' });
		expect(ordersOf(token)).toHaveLength(1);
	});

	it('is completed at most once by two that come at the same time', async () => {
		const { token, form } = ready(operation);
		await Promise.all([run(form), run(form), run(form)]);
		expect(ordersOf(token)).toHaveLength(1);
	});

	it('of another customer is not touched', async () => {
		const { token, form } = ready(operation);
		const { error } = await run({ ...form, customerId: byId('MTD-DEMO-2') });
		expect(error?.description).toContain('Nothing was ordered.');
		expect(ordersOf(token)).toHaveLength(0);
	});
});

describe('A price that changes', () => {
	it('between the limit and the completion is checked anew', async () => {
		const { token, form } = ready('complete');
		const before = await run({ ...form, previewOnly: true });
		const paid = Number(before.json[0]?.paid_total);
		shop.sandbox.faults.add({
			...{ kind: 'priceTokenExpired', match: { operationId: 'ecomCompleteBasket' } },
		});
		shop.sandbox.setPrices({ frozen: true, spot: { GAU: 9000 } });
		const { error } = await run({ ...form, limits: { maxPaidTotal: paid } });
		expect(error?.message).toContain('above the Maximum Paid Total');
		expect(ordersOf(token)).toHaveLength(0);
	});
});

describe('As a tool of a model', () => {
	const asTool = { nodeType: SHOP_TOOL_NODE };
	const allowed = { allowOrdersByAi: true, aiMaxTotal: 100_000 };

	it.each(Object.keys(KINDS) as Completion[])(
		'%s does nothing unless it is allowed',
		async (kind) => {
			const { token, form } = ready(kind);
			const { json } = await run(form, asTool);
			expect(json[0]).toMatchObject({ outcome: 'refused' });
			expect(ordersOf(token)).toHaveLength(0);
		},
	);

	it.each(Object.keys(KINDS) as Completion[])('%s stays within its limits', async (kind) => {
		const { token, form } = ready(kind);
		const { json } = await run({ ...form, ...allowed, aiMaxTotal: 0.01 }, asTool);
		expect(json[0]).toMatchObject({ outcome: 'refused' });
		expect(ordersOf(token)).toHaveLength(0);
		const { json: done } = await run({ ...form, ...allowed }, asTool);
		expect(done[0]).toMatchObject({ outcome: 'placed', cart_token: token });
		expect(ordersOf(token)).toHaveLength(1);
	});

	it('the model cannot choose the body, and a preview needs no permission', async () => {
		const { token, form } = ready('complete');
		const chosen = { ...form, ...allowed, additionalBody: "={{ $fromAI('body') }}" };
		expect((await run(chosen, asTool)).json[0]).toMatchObject({ outcome: 'refused' });
		const { json } = await run({ ...form, previewOnly: true }, asTool);
		expect(json[0]).toMatchObject({ outcome: 'preview', cart_token: token });
		expect(ordersOf(token)).toHaveLength(0);
	});
});

describe('Lists', () => {
	const sizesOf = (operationId: string) =>
		shop.sandbox
			.requests()
			.filter((request) => request.operationId === operationId && request.authFailure === null)
			.map(({ url }) => Number(new URL(url, shop.sandbox.url).searchParams.get('total')));

	it('ask for products in pages of 5 to 100', async () => {
		const list = { resource: 'product', operation: 'getMany' };
		expect((await run({ ...list, limit: 1 })).json).toHaveLength(1);
		expect((await run({ ...list, returnAll: true })).json).toHaveLength(12);
		expect(sizesOf('ecomGetProducts')).toEqual([5, 100]);
	});

	it('ask for orders in pages of 5 to 30, and read to the last one', async () => {
		for (let index = 0; index < 33; index++) {
			const { form } = ready('completeBuy');
			await run(form);
		}
		const list = { resource: 'walletOrder', operation: 'getMany', simplify: true };
		expect((await run({ ...list, limit: 1 })).json).toHaveLength(1);
		const before = sizesOf('walletableGetOrders').length;
		const { json } = await run({ ...list, returnAll: true });
		expect(new Set(json.map(({ guid }) => guid)).size).toBe(33);
		expect(sizesOf('walletableGetOrders').slice(before)).toEqual([30, 30]);
		expect(Math.min(...sizesOf('walletableGetOrders'))).toBe(5);
	}, 60_000);

	it('fill the pickers: bars, and the baskets of the chosen customer', async () => {
		const token = openBasket(shop.sandbox);
		const search = async (method: Parameters<typeof searchList>[0]['method'], filter?: string) =>
			await searchList({
				...{ sandbox: shop.sandbox, nodeType: SHOP_NODE, method, filter },
				parameters: { resource: 'basket', operation: 'clear', customerId: byId(BASKET_OWNER) },
			});
		expect((await search('searchProducts')).results).toHaveLength(12);
		expect((await search('searchWalletProducts', WALLET_BAR)).results).toHaveLength(1);
		expect((await search('searchBaskets')).results.map(({ value }) => value)).toEqual([token]);
		const wallet = openBasket(shop.sandbox, { section: 'wallet' });
		expect((await search('searchWalletBaskets')).results[0]?.value).toBe(wallet);
	});
});

import { setTimeout as delay } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';
import { openRewritingProxy, type Exchange } from '../../support/rewritingProxy';

const shop = openShop();

const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'customer',
	customerId: byId('={{ $json.customer }}'),
	amount: '={{ $json.grams ?? 0.1 }}',
	externalId: '={{ $json.id }}',
};
const items = [
	{ id: 'a-1', customer: 'MTD-DEMO-1' },
	{ id: 'a-2', customer: 'MTD-DEMO-1' },
	{ id: 'b-1', customer: 'MTD-DEMO-2' },
	{ id: 'a-3', customer: 'MTD-DEMO-1' },
	{ id: 'b-2', customer: 'MTD-DEMO-2' },
];

const boughtId = ({ path, body }: Exchange) =>
	path === '/partner/order/digital/buy' ? body?.external_id : undefined;

describe('Orders of different accounts', () => {
	it('go side by side: one that is answered late holds up its own account only', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const bought: unknown[] = [];
		const proxy = await openRewritingProxy(shop.sandbox.url, async (exchange) => {
			const id = boughtId(exchange);
			if (id !== undefined) bought.push(id);
			if (id === 'a-1') await held;
			return undefined;
		});
		const run = shop.run(buy, { items, credential: { baseUrl: proxy.url } });
		while (!bought.includes('b-2')) await delay(10);
		expect([...bought].sort()).toEqual(['a-1', 'b-1', 'b-2']);
		release();
		const { json } = await run;
		expect(json.map(({ external_id }) => external_id)).toEqual(items.map(({ id }) => id));
		expect(bought.filter((id) => String(id).startsWith('a'))).toEqual(['a-1', 'a-2', 'a-3']);
		await proxy.close();
	});

	it('go one at a time where Parallel Items says so', async () => {
		await shop.run({ ...buy, options: { parallelItems: 1 } }, { items });
		expect(shop.sandbox.orders().map(({ externalId }) => externalId)).toEqual(
			items.map(({ id }) => id),
		);
	});

	it('of which one fails: nothing more is started, and the error says what became of the others', async () => {
		const { error } = await shop.run(buy, {
			items: [
				{ id: 'a-1', customer: 'MTD-DEMO-1' },
				{ id: 'b-1', customer: 'MTD-DEMO-2', grams: -1 },
				{ id: 'a-2', customer: 'MTD-DEMO-1' },
			],
		});
		expect(error?.description).toContain(
			'This item was not ordered. 1 earlier item of this run was: a-1. 1 item was not started.',
		);
		expect(shop.sandbox.orders().map(({ externalId }) => externalId)).toEqual(['a-1']);
	});

	it('under one ID are one order', async () => {
		const { json } = await shop.run(buy, {
			items: Array.from({ length: 4 }, () => ({ id: 'same', customer: 'MTD-DEMO-1' })),
		});
		expect(json.map(({ outcome }) => outcome)).toEqual([
			'placed',
			'existing',
			'existing',
			'existing',
		]);
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('read each customer once', async () => {
		const { requests } = await shop.run(buy, { items });
		expect(requests.byOperation.getCustomer).toBe(2);
	});
});

describe('An order that is there already', () => {
	it('costs at most a price fix that nobody uses, and no order', async () => {
		await shop.run(buy, { items: [items[0]!] });
		const other = { credential: { baseUrl: shop.sandbox.url.replace('127.0.0.1', 'localhost') } };
		const { json, requests } = await shop.run(buy, { items: [items[0]!], ...other });
		expect(json[0]).toMatchObject({ outcome: 'existing' });
		expect(requests.byOperation.buyDigital).toBeUndefined();
		expect(requests.byOperation.priceFix ?? 0).toBeLessThanOrEqual(1);
	});

	it('is returned even if its price could not be fixed any more', async () => {
		await shop.run(buy, { items: [items[0]!] });
		const other = { credential: { baseUrl: shop.sandbox.url.replace('127.0.0.1', 'localhost') } };
		const { json, error } = await shop.run(
			{ ...buy, limits: { maxTotal: 0.01 } },
			{ items: [items[0]!], ...other },
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ outcome: 'existing' });
	});
});

describe('Wait Until Completed', () => {
	const wait = { ...buy, customerId: byId('MTD-DEMO-1'), externalId: 'w-1', amount: 0.1 };

	it('returns the order as it is in the end', async () => {
		const run = shop.run({ ...wait, options: { waitUntilCompleted: true, waitSeconds: 20 } });
		while (shop.sandbox.orders().length === 0) await delay(10);
		shop.sandbox.moveOrder('w-1', 'Completed');
		const { json } = await run;
		expect(json[0]).toMatchObject({ outcome: 'placed', status_name: 'Completed' });
	});

	it('never fails an order that is merely slow, nor for a look that fails', async () => {
		shop.sandbox.faults.add({
			kind: '500Before',
			match: { operationId: 'getOrderAlternative' },
			skip: 1,
			times: 3,
		});
		const { json, error } = await shop.run({
			...wait,
			options: { waitUntilCompleted: true, waitSeconds: 1.2 },
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ outcome: 'placed', status_name: 'Created' });
	});

	it('is off by default', async () => {
		const { requests } = await shop.run(wait);
		expect(requests.byOperation.getOrderAlternative).toBe(1);
	});

	it('with a time that makes no sense orders nothing', async () => {
		const { error, requests } = await shop.run({
			...wait,
			options: { waitUntilCompleted: true, waitSeconds: -5 },
		});
		expect(error?.message).toContain('Wait At Most');
		expect(requests.requests).toBe(0);
	});
});

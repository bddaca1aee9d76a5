import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

/** One customer an item, by the item's id. */
const get: INodeParameters = {
	resource: 'customer',
	operation: 'get',
	customerId: byId('={{ $json.id }}'),
};
const items = [{ id: 'MTD-DEMO-3' }, { id: 'NOBODY' }, { id: 'MTD-DEMO-1' }];
const NOT_KNOWN = 'Minted does not know this customer';

it('each give their own results, in their own order, paired with them', async () => {
	const { items: out } = await shop.run(get, { items: [items[0]!, items[2]!] });
	expect(out).toEqual([
		{ json: expect.objectContaining({ external_id: 'MTD-DEMO-3' }), pairedItem: { item: 0 } },
		{ json: expect.objectContaining({ external_id: 'MTD-DEMO-1' }), pairedItem: { item: 1 } },
	]);
});

it('may give several results each', async () => {
	const { items: out } = await shop.run(
		{ ...get, resource: 'balance', operation: 'getCustomer' },
		{ items: [items[0]!, items[2]!] },
	);
	const pairs = out.map(({ json, pairedItem }) => [json.customer_external_id, pairedItem]);
	expect(pairs).toContainEqual(['MTD-DEMO-3', { item: 0 }]);
	expect(pairs).toContainEqual(['MTD-DEMO-1', { item: 1 }]);
	expect(new Set(pairs.map((pair) => JSON.stringify(pair))).size).toBe(2);
});

it('read every parameter for themselves', async () => {
	const { json } = await shop.run(
		{
			resource: 'order',
			operation: 'buy',
			account: 'partner',
			amount: '={{ $json.grams }}',
			externalId: '={{ $json.id }}',
			simplify: '={{ $json.simple }}',
			previewOnly: '={{ $json.preview }}',
		},
		{
			items: [
				{ id: 'a-1', grams: 1, simple: true, preview: false },
				{ id: 'a-2', grams: 2, simple: false, preview: false },
				{ id: 'a-3', grams: 3, simple: true, preview: true },
			],
		},
	);
	expect(json.map(({ external_id, outcome }) => [external_id, outcome])).toEqual([
		['a-1', 'placed'],
		['a-2', 'placed'],
		['a-3', 'preview'],
	]);
	expect(json[1]).toHaveProperty('items');
	expect(shop.sandbox.orders()).toHaveLength(2);
});

it('are ordered one after another, so that money moves in their order', async () => {
	await shop.run(
		{
			resource: 'order',
			operation: 'buy',
			account: 'partner',
			amount: 1,
			externalId: '={{ $json.id }}',
		},
		{ items: Array.from({ length: 12 }, (_, index) => ({ id: `batch-${index}` })) },
	);
	expect(shop.sandbox.orders().map(({ externalId }) => externalId)).toEqual(
		Array.from({ length: 12 }, (_, index) => `batch-${index}`),
	);
});

describe('With a failing item, the node', () => {
	it('stops by default and names the item', async () => {
		const { error, items: out } = await shop.run(get, { items });
		expect(error).toMatchObject({ message: NOT_KNOWN, context: { itemIndex: 1 } });
		expect(out).toEqual([]);
	});

	it('orders nothing after it', async () => {
		const { error } = await shop.run(
			{
				resource: 'order',
				operation: 'buy',
				account: 'partner',
				amount: '={{ $json.grams }}',
				externalId: '={{ $json.id }}',
			},
			{
				items: [
					{ id: 'a-1', grams: 1 },
					{ id: 'a-2', grams: 0 },
					{ id: 'a-3', grams: 1 },
				],
			},
		);
		expect(error).toMatchObject({ message: 'Amount (Grams) is zero', context: { itemIndex: 1 } });
		expect(shop.sandbox.orders().map(({ externalId }) => externalId)).toEqual(['a-1']);
	});

	it.each([{ onError: 'continueRegularOutput' as const }, { continueOnFail: true }])(
		'goes on and puts the error in its place (%p)',
		async (setting) => {
			const { error, items: out } = await shop.run(get, { items, ...setting });
			expect(error).toBeUndefined();
			expect(out.map(({ json }) => json.external_id ?? json.error)).toEqual([
				'MTD-DEMO-3',
				NOT_KNOWN,
				'MTD-DEMO-1',
			]);
			expect(out.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		},
	);

	it('sends it to the error output, in the shape that n8n routes there', async () => {
		const { items: out, errorItems } = await shop.run(get, {
			items,
			onError: 'continueErrorOutput',
		});
		expect(out.map(({ json }) => json.external_id)).toEqual(['MTD-DEMO-3', 'MTD-DEMO-1']);
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0]).toMatchObject({
			json: { error: NOT_KNOWN },
			pairedItem: { item: 1 },
		});
	});

	it('goes on when the credential itself cannot be used: no, that is an error of the step', async () => {
		const { error } = await shop.run(get, {
			items,
			onError: 'continueErrorOutput',
			credential: { baseUrl: '' },
		});
		expect(error?.message).toContain('The Base URL is empty');
	});
});

it('cost one request each, once the session exists', async () => {
	const { requests } = await shop.run(get, {
		items: Array.from({ length: 10 }, () => ({ id: 'MTD-DEMO-1' })),
		// Later items wait for no challenge of their own.
		tries: 1,
	});
	expect(requests.byOperation).toEqual({ getCustomer: 10 });
	expect(requests.bodiesTo401).toBe(0);
});

it('have one operation, which no data can choose', async () => {
	const { error, requests } = await shop.run(
		{ ...get, operation: '={{ $json.do }}' },
		{ items: [{ ...items[0], do: 'delete' }] },
	);
	expect(error?.message).toMatch(/The operation .* does not exist/);
	expect(requests.byOperation).toEqual({});
});

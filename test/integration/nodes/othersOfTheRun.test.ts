import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: '={{ $json.grams }}',
	externalId: '={{ $json.id }}',
};

describe('An order that fails among others', () => {
	const items = [
		{ id: 'a-1', grams: 1 },
		{ id: 'a-2', grams: 1 },
		{ id: 'a-3', grams: -1 },
		{ id: 'a-4', grams: 1 },
	];

	it('says what became of the others', async () => {
		const { error } = await shop.run(buy, { items });
		expect(error?.message).toBe('Amount (Grams) is negative');
		expect(error?.description).toContain('Nothing was ordered.');
		expect(error?.description).toContain(
			'This item was not ordered. 2 earlier items of this run were: a-1, a-2. 1 item was not started.',
		);
	});

	const rows = items.map((item) => ({ ...item, row: `row of ${item.id}` }));

	it('leaves its row and what to do next in the error output', async () => {
		const { items: done, errorItems } = await shop.run(buy, {
			items: rows,
			onError: 'continueErrorOutput',
		});
		expect(done.map(({ json }) => json.external_id)).toEqual(['a-1', 'a-2', 'a-4']);
		expect(errorItems).toEqual([
			{
				json: {
					...rows[2],
					error: 'Amount (Grams) is negative',
					message: 'Nothing was ordered. Enter a number greater than zero. External ID: a-3.',
				},
				pairedItem: { item: 2 },
			},
		]);
	});

	it('leaves its row, its ID, its outcome and what to do next in the regular output', async () => {
		const { items: out } = await shop.run(buy, { items: rows, onError: 'continueRegularOutput' });
		expect(out[2]).toEqual({
			json: {
				...rows[2],
				error: 'Amount (Grams) is negative',
				next: 'Nothing was ordered. Enter a number greater than zero.',
				outcome: 'refused',
				external_id: 'a-3',
			},
			pairedItem: { item: 2 },
		});
	});

	it('whose answer is lost is unknown there', async () => {
		shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' }, times: 1 });
		shop.sandbox.faults.add({
			kind: '503Before',
			match: { operationId: 'getOrderAlternative' },
			skip: 1,
			times: 100,
		});
		const { json } = await shop.run(
			{ ...buy, options: { settleSeconds: 0.2, timeoutSeconds: 1 } },
			{ items: [items[0]!], onError: 'continueRegularOutput' },
		);
		expect(json[0]).toMatchObject({ outcome: 'unknown', external_id: 'a-1' });
	}, 60_000);
});

describe('The error that ends a run', () => {
	it('names another item whose outcome is not known, and one that was refused', async () => {
		shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' }, times: 1 });
		const items = [
			{ id: 'a-1', customer: 'MTD-NOBODY' },
			{ id: 'a-2', customer: 'MTD-DEMO-1' },
			{ id: 'a-3', customer: 'MTD-NONE' },
		];
		shop.sandbox.faults.add({
			kind: '500Before',
			match: { operationId: 'getOrderAlternative' },
			skip: items.length,
			times: 100,
		});
		const { error } = await shop.run(
			{
				...buy,
				amount: 0.1,
				account: 'customer',
				customerId: byId('={{ $json.customer }}'),
				options: { settleSeconds: 0.2 },
			},
			{ items },
		);
		expect(shop.sandbox.orders()).toHaveLength(1);
		expect(error?.message).toBe('Minted does not know this customer');
		expect(error?.description).toContain(
			'Of 1 other item of this run it is not known whether it was ordered: a-2. 1 other item of this run was not ordered: a-3.',
		);
	});

	it('calls no preview ordered', async () => {
		const { error } = await shop.run(
			{ ...buy, previewOnly: '={{ $json.preview }}' },
			{
				items: [
					{ id: 'a-1', grams: 1, preview: true },
					{ id: 'a-2', grams: 1, preview: false },
					{ id: 'a-3', grams: -1, preview: false },
				],
			},
		);
		expect(shop.sandbox.orders()).toHaveLength(1);
		expect(error?.description).toContain('1 earlier item of this run was: a-2.');
	});
});

describe('An expression that throws', () => {
	const broken = '={{ $json.id === "a-2" ? $("Nowhere").item : "" }}';

	it.each<[string, INodeParameters]>([
		['Endpoint Path', { options: { endpointPath: broken } }],
		[
			'Timeout',
			{ options: { timeoutSeconds: '={{ $json.id === "a-2" ? $("Nowhere").item : 5 }}' } },
		],
		[
			'a field',
			{ customerId: byId('={{ $json.id === "a-2" ? $("Nowhere").item : "MTD-DEMO-1" }}') },
		],
	])('in %s fails its own item only', async (_where, parameters) => {
		const { json, error } = await shop.run(
			{
				resource: 'customer',
				operation: 'getKyc',
				customerId: byId('MTD-DEMO-1'),
				...parameters,
			},
			{
				items: ['a-1', 'a-2', 'a-3'].map((id) => ({ id })),
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(json.map((row) => 'error' in row)).toEqual([false, true, false]);
	});

	it('in a field of an order says that nothing was ordered', async () => {
		const { error } = await shop.run(
			{ ...buy, amount: '={{ $("Nowhere").item }}' },
			{ items: [{ id: 'a-1' }] },
		);
		expect(error?.description).toContain('Nothing was ordered.');
	});
});

describe('An External Order ID', () => {
	it.each([
		['', true],
		['a-1', false],
	])('of "%s" is told to be made for the execution: %p', async (externalId, isMade) => {
		shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' } });
		shop.sandbox.faults.add({
			kind: '500Before',
			match: { operationId: 'getOrderAlternative' },
			skip: 1,
			times: 100,
		});
		const { error } = await shop.run({
			...buy,
			amount: 1,
			externalId,
			options: { settleSeconds: 0.2 },
		});
		expect(error?.message).toBe('It is not known whether this was carried out');
		expect(error?.description?.includes('This ID was made for this execution')).toBe(isMade);
	});

	it.each([
		['null', '={{ null }}'],
		['nothing', '={{ $json.missing }}'],
		['an empty text', '={{ "" }}'],
		['no text at all', '='],
	])('whose expression brings %s is refused', async (_what, externalId) => {
		const { error, requests } = await shop.run({ ...buy, amount: 1, externalId });
		expect(error?.message).toBe('The expression of External Order ID brings no ID');
		expect(error?.description).toContain('Nothing was ordered.');
		expect(requests.requests).toBe(0);
	});

	it('that was really left empty is made here', async () => {
		const { json } = await shop.run({ ...buy, amount: 1, externalId: '' });
		expect(json[0]?.external_id).toMatch(/^n8n-/);
	});
});

describe('A price limit', () => {
	it.each([
		'={{ 0 }}',
		'={{ null }}',
		'={{ "" }}',
		'={{ $json.missing }}',
		'={{ "0" }}',
		'={{ -1 }}',
	])('that comes out of %s is an error, never "no limit"', async (maxTotal) => {
		const { error, requests } = await shop.run({
			...buy,
			amount: 1,
			externalId: 'a',
			limits: { maxTotal },
		});
		expect(error?.message).toMatch(/Maximum Total/);
		expect(error?.description).toContain('Nothing was ordered.');
		expect(requests.requests).toBe(0);
	});

	it('of 0 that was typed means none', async () => {
		const { json } = await shop.run({
			...buy,
			amount: 1,
			externalId: 'a',
			limits: { maxTotal: 0 },
		});
		expect(json[0]).toMatchObject({ outcome: 'placed' });
	});
});

describe('Extra Body Fields (JSON) of an order', () => {
	it.each([
		'customer',
		'customer_external_id',
		'payment',
		'payment_type',
		'items',
		'external_id',
		'price_token',
	])('cannot set %s', async (key) => {
		for (const operation of ['buy', 'sell']) {
			const { error, requests } = await shop.run({
				...buy,
				operation,
				amount: 1,
				externalId: 'a',
				additionalBody: JSON.stringify({ [key]: { external_id: 'MTD-DEMO-1' } }),
			});
			expect(error?.message).toContain(`contains "${key}"`);
			expect(requests.requests).toBe(0);
		}
	});
});

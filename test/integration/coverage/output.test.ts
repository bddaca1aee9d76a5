import { rowsForModel } from '../../../nodes/shared/tool/output';
import { operations } from '../../../nodes/MintedConnect/registry';
import { byId } from '../../support/forms';
import { TOOL_NODE } from '../../support/inProcess';
import { keyOf } from '../../support/operations/parameters';
import { prepareWorld, PREPARED_ORDER, type PreparedWorld } from '../../support/operations/world';

let world: PreparedWorld;
beforeAll(async () => {
	world = await prepareWorld();
	const { run } = world;
	const threeD = { payment: 'cardNumber', cardNumber: '5406670000005403' };
	await run('order.buy', { ...threeD, externalId: 'EXAMPLE-3D' });
});
afterAll(async () => await world.sandbox.close());

const asTool = { nodeType: TOOL_NODE };
const reads = [
	'order.get',
	'order.getMany',
	'customer.get',
	'balance.getCustomer',
	'balance.getPartner',
];

describe.each(reads)('%s', (key) => {
	it('returns all fields, nested as Minted sends them, without Simplify', async () => {
		const { json: simple } = await world.run(key);
		const { json: raw } = await world.run(key, { simplify: false });
		expect(raw).toHaveLength(simple.length);
		expect(Object.keys(raw[0]!).length).toBeGreaterThan(Object.keys(simple[0]!).length - 3);
		expect(
			Object.values(raw[0]!).some((value) => typeof value === 'object' && value !== null),
		).toBe(true);
		expect(
			Object.entries(simple[0]!).every(
				// A customer's wallets are what one looks for.
				([name, value]) => typeof value !== 'object' || value === null || name === 'wallets',
			),
		).toBe(true);
	});

	it('gives a model the simplified fields, the raw ones, or those that were named', async () => {
		const { json: simple } = await world.run(key);
		const { json: raw } = await world.run(key, { simplify: false });
		const { json: byDefault } = await world.run(key, {}, asTool);
		const { json: rawForTool } = await world.run(key, { output: 'raw' }, asTool);
		const [first, second] = Object.keys(simple[0]!);
		const { json: selected } = await world.run(
			key,
			{ output: 'selected', outputFields: `${first}, ${second}` },
			asTool,
		);
		// Small, and without what a model has no business to know.
		expect(byDefault).toEqual(rowsForModel(key, simple));
		expect(rawForTool).toEqual(rowsForModel(key, raw));
		for (const row of selected) expect(Object.keys(row)).toEqual([first, second]);
	});
});

it('Selected Fields without a name is refused', async () => {
	const { json } = await world.run(
		'order.get',
		{ output: 'selected', outputFields: ' , ' },
		asTool,
	);
	expect(json).toEqual([
		expect.objectContaining({ outcome: 'refused', message: 'Fields is empty' }),
	]);
});

it('Raw output keeps the date as Minted sent it, simplified output has ISO 8601', async () => {
	const dateOf = async (simplify: boolean) =>
		(await world.run('order.get', { simplify })).json[0]!.order_at;
	expect(await dateOf(false)).toBe('02-11-2026 12:00');
	expect(await dateOf(true)).toBe('2026-11-02T12:00:00+03:00');
});

it('A card number is masked in raw output, too', async () => {
	const { json, run } = await world.run('order.get', {
		simplify: false,
		orderId: byId('EXAMPLE-3D'),
	});
	const { details } = json[0]!.payment as { details: Record<string, unknown> };
	expect(details.card_number).toBe('540667******5403');
	expect(details).not.toHaveProperty('card_cvv');
	expect(JSON.stringify(run.data.resultData.runData)).not.toContain('5406670000005403');
});

it.each(['customer.upsertKyc', 'customer.getKyc'])(
	'A card that Minted itself sends in full is masked, and its security code left out (%s)',
	async (key) => {
		const card = { card_number: '5406670000000003', card_cvv: '987', note: 'Example' };
		await world.run('customer.upsertKyc', { kycFields: JSON.stringify(card) });
		const choices = key === 'customer.getKyc' ? {} : { kycFields: JSON.stringify(card) };
		const { json } = await world.run(key, choices);
		expect(json[0]!.fields).toEqual({ card_number: '540667******0003', note: 'Example' });
	},
);

it('An order is found by each of its three IDs, and is the same', async () => {
	const byExternalId = (await world.run('order.get')).json[0]!;
	for (const orderIdType of ['guid', 'order_code'] as const) {
		const orderId = byId(byExternalId[orderIdType] as string);
		expect((await world.run('order.get', { orderIdType, orderId })).json).toEqual([byExternalId]);
	}
	expect(byExternalId.external_id).toBe(PREPARED_ORDER);
});

it('A failed item does not take the others with it, wherever it stands', async () => {
	const items = [{ id: 'MTD-DEMO-1' }, { id: 'NOBODY' }, { id: 'MTD-DEMO-3' }];
	const { items: output, errorItems } = await world.run(
		'customer.get',
		{ customerId: byId('={{ $json.id }}') },
		{ items, onError: 'continueErrorOutput' },
	);
	expect(output.map(({ json, pairedItem }) => [json.external_id, pairedItem])).toEqual([
		['MTD-DEMO-1', { item: 0 }],
		['MTD-DEMO-3', { item: 2 }],
	]);
	expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
});

it('Every operation with a simplified view offers it to people and to models', () => {
	const simplified = operations.filter(({ simplify }) => simplify !== undefined).map(keyOf);
	expect(simplified).toEqual(expect.arrayContaining(reads));
});

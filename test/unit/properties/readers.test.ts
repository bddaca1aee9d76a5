/**
 * What an expression brings into the fields that keep an order from going wrong: its ID and its
 * limits. An expression that has lost its value is refused; it never means "none".
 */
import * as fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { operationsByKey } from '../../../nodes/MintedConnect/registry';
import { fillIn } from '../../support/operations/parameters';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

const SEED = 20261124;
const CASES = Number(process.env.MINTED_PROPERTY_CASES ?? 24);

let world: PreparedWorld;
let tried = 0;
beforeAll(async () => {
	world = await prepareWorld();
});
afterAll(async () => {
	await world.sandbox.close();
	process.stdout.write(`properties: ${tried} lost IDs and limits, none of them ordered\n`);
});

/** All items in one run; each must fail with these words, and nothing may be sent. */
async function expectRefused(
	key: string,
	parameters: INodeParameters,
	values: unknown[],
	words: RegExp,
): Promise<void> {
	tried += values.length;
	const { json, errorItems, requests } = await world.run(key, undefined, {
		items: values.map((v) => ({ v }) as IDataObject),
		parameters,
		onError: 'continueErrorOutput',
	});
	expect([json.length, requests.requests, errorItems.length]).toEqual([0, 0, values.length]);
	for (const { json: item } of errorItems) expect(String(item.error)).toMatch(words);
}

const form = (key: string, choices: INodeParameters) =>
	fillIn(operationsByKey.get(key)!, choices, { samples: world.samples });

const PLACING = ['order.buy', 'order.sell', 'delivery.create', 'balance.updateCustomerCash'];

describe.each(PLACING)('The ID of %s', (key) => {
	const name = key.startsWith('balance') ? 'External Movement ID' : 'External Order ID';

	it('is refused where its expression brings nothing: it is not made up', async () => {
		const parameters = form(key, { externalId: '={{ $json.v }}' });
		const nothing = new RegExp(`^The expression of ${name} brings no ID$|^${name} is empty$`);
		await expectRefused(key, parameters, [null, '', '  ', '\t', '\u00a0', undefined], nothing);
		await expectRefused(key, form(key, { externalId: '={{ $json.none?.id }}' }), [1], nothing);
		await expectRefused(key, form(key, { externalId: '=' }), [1], nothing);
	});

	it('is refused where its expression brings something that is no ID', async () => {
		const noId = fc.oneof(
			fc.constantFrom<unknown>(true, false, [], ['a'], {}, { id: 'a' }, 1.5, 2 ** 53, -0.1),
			fc.constantFrom(' a', 'a ', 'a\nb', '...', 'a\u2028b', 'x'.repeat(256)),
			fc.dictionary(fc.string(), fc.jsonValue()),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(noId, { minLength: 1, maxLength: CASES / 2 }), async (values) => {
				const parameters = form(key, { externalId: '={{ $json.v }}' });
				await expectRefused(key, parameters, values, new RegExp(`^${name} `));
			}),
			{ numRuns: 2, seed: SEED },
		);
	});

	it('is what its expression brings, text or whole number', async () => {
		const ids = [`id of ${key}`, 10042 + PLACING.indexOf(key)];
		const { errorItems, json } = await world.run(key, undefined, {
			items: ids.map((v) => ({ v })),
			parameters: form(key, { externalId: '={{ $json.v }}' }),
			onError: 'continueErrorOutput',
		});
		for (const item of errorItems) expect(String(item.json.error)).not.toContain(name);
		const named = json.map(({ external_id }) => external_id).filter((id) => id !== undefined);
		expect(ids.map(String)).toEqual(expect.arrayContaining(named));
	});

	it('is made up only where the field is really empty, anew for each item', async () => {
		const { json, errorItems } = await world.run(key, undefined, {
			items: [{}, {}],
			parameters: form(key, { externalId: '' }),
			onError: 'continueErrorOutput',
			executionId: `execution of ${key}`,
		});
		const ids = [...json, ...errorItems.map((item) => item.json)]
			.map(({ external_id }) => external_id)
			.filter((id) => id !== undefined);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^n8n-[0-9a-f]{32}$/);
	});
});

const LIMITS = [
	['order.buy', 'maxTotal', 'Maximum Total'],
	['order.buy', 'maxUnitPrice', 'Maximum Unit Price'],
	['order.sell', 'maxTotal', 'Maximum Total'],
	['order.sell', 'minUnitPrice', 'Minimum Unit Price'],
] as const;

describe.each(LIMITS)('%s with the limit %s', (key, limit, name) => {
	const limited = (value: unknown) =>
		form(key, { externalId: '={{ $json.id ?? "limited" }}', limits: { [limit]: value } as never });

	it('orders nothing where an expression brings no limit: that is not "no limit"', async () => {
		const lost = [0, null, '', '0', '0.00', -0, undefined, '  ', Number.NaN, 'NaN', 'none'];
		await expectRefused(key, limited('={{ $json.v }}'), lost, new RegExp(name));
		await expectRefused(key, limited('={{ $json.none?.limit }}'), [1], new RegExp(name));
		await expectRefused(key, limited('={{ Number("x") }}'), [1], new RegExp(name));
	});

	it('orders nothing where an expression brings what can be no limit', async () => {
		const wrong = fc.oneof(
			fc.constantFrom<unknown>(true, false, [], [1], {}, '1,5', '1.250,50', '1e3', '5 TRY'),
			fc.double({ max: -0.01, noNaN: true }),
			fc.double({ min: 1.1e12, noNaN: true }),
			fc.constantFrom<unknown>('1e400', '99999999999999999999', 0.000001, '1.00001'),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(wrong, { minLength: 1, maxLength: CASES }), async (values) => {
				await expectRefused(key, limited('={{ $json.v }}'), values, new RegExp(`^${name} `));
			}),
			{ numRuns: 2, seed: SEED },
		);
	});

	it.each([0, '', null])('has none where the field itself holds %p', async (unset) => {
		const { errorItems } = await world.run(key, undefined, {
			items: [{ id: `${key} ${limit} ${unset}` }],
			parameters: limited(unset),
			onError: 'continueErrorOutput',
		});
		expect(errorItems.map(({ json }) => json.error).join()).not.toContain(name);
	});

	it('goes by what its expression brings, number or text', async () => {
		const tight = key === 'order.sell' && limit === 'minUnitPrice' ? 1_000_000 : 0.01;
		const { json, errorItems, requests } = await world.run(key, undefined, {
			items: [
				{ v: tight, id: 'tight' },
				{ v: String(tight), id: 'tight text' },
			],
			parameters: limited('={{ $json.v }}'),
			onError: 'continueErrorOutput',
		});
		expect(json).toEqual([]);
		for (const { json: item } of errorItems) expect(String(item.error)).toContain(name);
		expect(requests.byOperation).not.toHaveProperty(
			key === 'order.buy' ? 'buyDigital' : 'sellDigital',
		);
	});
});

describe('An item on the error output', () => {
	const buy = (more: INodeParameters) =>
		form('order.buy', { externalId: '={{ $json.id }}', ...more });

	it.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'says with %s which row failed, what became of it, and what to do',
		async (onError) => {
			const { items, errorItems } = await world.run('order.buy', undefined, {
				items: [{ id: 'row-7', row: 7 }],
				parameters: buy({ limits: { maxTotal: '={{ $json.none }}' } }),
				onError,
			});
			const [item] = onError === 'continueErrorOutput' ? errorItems : items;
			const shown = JSON.stringify(item?.json);
			expect(item?.json).toMatchObject({ row: 7, id: 'row-7' });
			expect(shown).toContain('Nothing was ordered.');
			if (onError === 'continueRegularOutput') expect(shown).toContain('refused');
			expect(item?.pairedItem).toEqual({ item: 0 });
		},
	);
});

it.each([null, '', undefined])(
	'Preview Only that an expression brings %p for orders nothing: it is refused',
	async (v) => {
		const { json, requests } = await world.run('order.buy', undefined, {
			items: [{ v, id: `preview-${JSON.stringify(v)}` }],
			parameters: form('order.buy', {
				externalId: '={{ $json.id }}',
				previewOnly: '={{ $json.v }}',
			}),
			onError: 'continueErrorOutput',
		});
		expect(json).toEqual([]);
		expect(requests.byOperation).not.toHaveProperty('buyDigital');
	},
);

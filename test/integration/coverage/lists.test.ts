import { searchList, type SearchListOptions } from '../../support/inProcess/searchList';
import { byId } from '../../support/forms';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

const DAY_MS = 86_400_000;
let world: PreparedWorld;

/** 65 further orders: 40 of gold for Ada, 25 of silver for the own company, two days apart. */
beforeAll(async () => {
	world = await prepareWorld();
	const { run, sandbox } = world;
	const each = (count: number) => Array.from({ length: count }, (_, i) => ({ i }));
	await run('order.buy', { amount: '={{ ($json.i + 1) / 100 }}' }, { items: each(40) });
	sandbox.clock.advance(2 * DAY_MS);
	await run('order.buy', { account: 'partner', metal: 'GAG', amount: 1 }, { items: each(25) });
	sandbox.clock.freeze();
}, 60_000);
afterAll(async () => await world.sandbox.close());

const codes = (rows: Array<{ order_code?: unknown }>) => rows.map(({ order_code }) => order_code);

describe('Order > Get Many', () => {
	it('reads pages until the last one for Return All, each order once', async () => {
		const { json, requests } = await world.run('order.getMany', { returnAll: true });
		expect(json).toHaveLength(66);
		expect(new Set(codes(json)).size).toBe(66);
		expect(requests.byOperation).toEqual({ getOrders: 3 });
	});

	it('reads no more than it needs for a limit, and asks within the documented page size', async () => {
		for (const [limit, pages] of [
			[1, 1],
			[30, 1],
			[31, 2],
			[60, 2],
		] as const) {
			const { json, requests } = await world.run('order.getMany', { limit });
			expect(json).toHaveLength(limit);
			expect(requests.byOperation).toEqual({ getOrders: pages });
		}
		const sizes = world.sandbox
			.requests()
			.filter(({ operationId }) => operationId === 'getOrders')
			.map(({ url }) => Number(new URL(url, world.sandbox.url).searchParams.get('total')));
		expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(30);
	});

	it('reads Limit for each item by itself', async () => {
		const { items } = await world.run(
			'order.getMany',
			{ limit: '={{ $json.n }}' },
			{ items: [{ n: 2 }, { n: 3 }] },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
			{ item: 1 },
		]);
	});

	it.each([
		['a customer', { customerId: 'MTD-DEMO-1' }, 41],
		['a product', { sku: 'GAG' }, 25],
		['a status', { statuses: ['Created'] }, 25],
		['another status', { statuses: ['Cancelled', 'Completed'] }, 41],
		['a type', { types: ['Buy'] }, 66],
		['another type', { types: ['Sell', 'Delivery'] }, 0],
		['a period', { period: { days: { startDate: '2026-11-04', endDate: '2026-11-04' } } }, 25],
		['a period as it was saved before', { startDate: '2026-11-04', endDate: '2026-11-04' }, 25],
		['a customer and a product', { customerId: 'MTD-DEMO-1', sku: 'GAG' }, 0],
	])('filters by %s', async (_, filters, expected) => {
		const { json } = await world.run('order.getMany', { returnAll: true, filters });
		expect(json).toHaveLength(expected);
	});

	it.each([
		['From Date', { endDate: '2026-11-04' }],
		['To Date', { startDate: '2026-11-04' }],
		['From Date', {}],
	])('asks for %s where a period has none', async (field, days) => {
		const run = world.run('order.getMany', { filters: { period: { days } } });
		await expect(run).rejects.toMatchObject({ message: `${field} is empty` });
	});

	it('sorts as asked, over all pages', async () => {
		const sortedBy = async (direction: string) =>
			(
				await world.run('order.getMany', { returnAll: true, sort: { by: 'total', direction } })
			).json.map(({ total }) => Number(total));
		const totals = await sortedBy('asc');
		expect(totals).toEqual([...totals].sort((a, b) => a - b));
		expect(await sortedBy('desc')).toEqual([...totals].reverse());
	});

	it('gives nothing for an empty list', async () => {
		const { json, error } = await world.run('order.getMany', { filters: { customerId: 'NOBODY' } });
		expect([json, error]).toEqual([[], undefined]);
	});
});

describe('The pickers', () => {
	const search = async (options: Omit<SearchListOptions, 'sandbox'>) =>
		await searchList({ sandbox: world.sandbox, ...options });

	it('page through all orders with the token that they return', async () => {
		const values: unknown[] = [];
		let paginationToken: string | undefined;
		do {
			const page = await search({
				method: 'searchOrders',
				parameters: { orderIdType: 'guid' },
				paginationToken,
			});
			values.push(...page.results.map(({ value }) => value));
			paginationToken = page.paginationToken;
		} while (paginationToken !== undefined);
		expect(new Set(values)).toEqual(new Set(world.sandbox.orders().map(({ guid }) => guid)));
	});

	it('offer orders by the kind of ID that the node asks for', async () => {
		const first = world.sandbox.orders().at(-1)!;
		for (const [orderIdType, value] of [
			['external_id', first.externalId],
			['guid', first.guid],
			['order_code', first.orderCode],
		] as const) {
			const { results } = await search({ method: 'searchOrders', parameters: { orderIdType } });
			expect(results[0]).toEqual({
				name: `Buy 1 g GAG, Created (${value})`,
				value,
			});
		}
	});

	it('find a customer by a part of the name or the ID, over the pages', async () => {
		const pages = [];
		for (const paginationToken of ['1', '2', '3']) {
			pages.push(
				await search({ method: 'searchCustomers', parameters: {}, filter: 'ada', paginationToken }),
			);
		}
		const names = pages.flatMap(({ results }) => results.map(({ name }) => name));
		expect(new Set(names)).toEqual(new Set(['Ada Example (MTD-DEMO-1)']));
		expect(pages.map((page) => page.paginationToken)).toEqual(['2', '3', undefined]);
		const none = await search({ method: 'searchCustomers', parameters: {}, filter: 'nobody' });
		expect(none.results).toEqual([]);
	});

	it('offer what is traded, with its price, and filter it', async () => {
		const { results } = await search({ method: 'searchSkus', parameters: {} });
		expect(results.map(({ value }) => value)).toEqual(['GAU', 'GAG', 'BGAU', 'BGAG', 'GPT', 'GPD']);
		const { results: silver } = await search({
			method: 'searchSkus',
			parameters: {},
			filter: 'gag',
		});
		expect(silver.map(({ value }) => value)).toEqual(['GAG', 'BGAG']);
	});

	it('name the metals, with what a buyer pays or a seller gets on the day of the list', async () => {
		const named = async (operation: string) => {
			const { results } = await search({
				method: 'searchSkus',
				parameters: { resource: 'order', operation },
				filter: 'gold',
			});
			return results.map(({ name }) => name);
		};
		const [bought, sold] = [await named('buy'), await named('sell')];
		const form = /^Gold \(GAU\), [\d,]+\.\d{2,4} TRY per gram on \d{1,2} [A-Z][a-z]{2,3}$/;
		expect(bought).toEqual([expect.stringMatching(form)]);
		expect(sold).toEqual([expect.stringMatching(form)]);
		expect(bought).not.toEqual(sold);
	});

	it('say of a SKU that no public page names that its name is not public', async () => {
		const { results } = await search({ method: 'searchSkus', parameters: {}, filter: 'bga' });
		expect(results.map(({ name }) => name.split(',')[0])).toEqual([
			'Name not public (BGAU)',
			'Name not public (BGAG)',
		]);
	});

	it('offer the saved cards of the chosen customer, masked', async () => {
		const { results } = await search({
			method: 'searchCards',
			parameters: { customerId: byId('MTD-DEMO-1') },
		});
		expect(results).toEqual([
			{
				name: '540667******0003 Ada Example',
				value: (world.samples.cardToken as { value: string }).value,
			},
		]);
	});

	it('say what is wrong when they cannot be filled', async () => {
		await expect(
			search({ method: 'searchCards', parameters: { customerId: byId('') } }),
		).rejects.toThrow('Customer is empty');
		await expect(
			search({ method: 'searchOrders', parameters: {}, credential: { password: 'wrong' } }),
		).rejects.toThrow('Minted refused the user name or password');
	});
});

import * as fc from 'fast-check';
import type { Order } from '../../../minted/model';
import { ordersMatching } from '../../../minted/orders/list';

const order = (guid: string, type: string) => ({ guid, type, items: [] }) as unknown as Order;
const orders = fc.uniqueArray(fc.uuid(), { maxLength: 200 }).chain((guids) =>
	fc
		.array(fc.constantFrom('Buy', 'Sell', 'Delivery'), {
			minLength: guids.length,
			maxLength: guids.length,
		})
		.map((types) => guids.map((guid, i) => order(guid, types[i]!))),
);

/** An API that pages as documented; a page beyond the last is empty. */
const pager =
	(all: Order[], said: number[] = []) =>
	async (query: Record<string, unknown>) => {
		const page = Number(query.page);
		const rows = Number(query.total);
		said.push(rows);
		const last_page = Math.max(1, Math.ceil(all.length / rows));
		return { data: all.slice((page - 1) * rows, page * rows), last_page } as never;
	};

it('A limit gives exactly the first orders, in their order, within the documented page size', async () => {
	await fc.assert(
		fc.asyncProperty(orders, fc.integer({ min: 1, max: 250 }), async (all, limit) => {
			const said: number[] = [];
			const found = await ordersMatching(pager(all, said), {}, { limit, types: [] });
			expect(found).toEqual(all.slice(0, limit));
			expect(said.every((rows) => rows >= 5 && rows <= 30)).toBe(true);
			expect(said.length).toBeLessThanOrEqual(
				Math.max(1, Math.ceil(Math.min(limit, all.length) / 5)),
			);
		}),
		{ numRuns: 200 },
	);
});

it('Types are picked out over all pages, the limit counts only them', async () => {
	await fc.assert(
		fc.asyncProperty(orders, fc.integer({ min: 1, max: 50 }), async (all, limit) => {
			const found = await ordersMatching(pager(all), {}, { limit, types: ['Sell'] });
			expect(found).toEqual(all.filter(({ type }) => type === 'Sell').slice(0, limit));
		}),
		{ numRuns: 100 },
	);
});

it('Orders that slip to the next page while the list is read are returned once', async () => {
	const all = Array.from({ length: 90 }, (_, i) => order(String(i), 'Buy'));
	let news = 0;
	const moving = async (query: Record<string, unknown>) => {
		const page = await pager([...all])(query);
		all.unshift(order(`new ${news++}`, 'Buy'));
		return page;
	};
	const found = await ordersMatching(moving, {}, { limit: Infinity, types: [] });
	const guids = found.map(({ guid }) => guid);
	expect(new Set(guids).size).toBe(guids.length);
	expect(guids).toEqual(expect.arrayContaining(Array.from({ length: 90 }, (_, i) => String(i))));
});

it('A list that never ends is given up after 2,000 pages, with advice', async () => {
	let pages = 0;
	const endless = async () => {
		pages++;
		return { data: [order(String(pages), 'Buy')], last_page: 1e9 } as never;
	};
	await expect(ordersMatching(endless, {}, { limit: Infinity, types: [] })).rejects.toMatchObject({
		message: 'The list of orders has more than 2000 pages',
		hint: 'Narrow it with filters, e.g. by date.',
	});
	expect(pages).toBe(2_000);
});

it('An empty page ends a list that does not say how long it is', async () => {
	const pages = [[order('1', 'Buy')], []];
	const unsaid = async () => ({ data: pages.shift()!, next_page_url: 'more' }) as never;
	const found = await ordersMatching(unsaid, {}, { limit: Infinity, types: [] });
	expect(found.map(({ guid }) => guid)).toEqual(['1']);
});

import { FieldError } from '../errors';
import type { components, operations } from '../generated/types';
import type { Order, OrderType } from '../model';

type OrderPage = components['schemas']['OrderPage'];

/** Filters, sorting and page of the list, as the contract has them. */
export type OrderQuery = NonNullable<operations['getOrders']['parameters']['query']>;

/** Bounds of rows per page, as documented. */
export interface PageBounds {
	least: number;
	most: number;
}

/** Of orders, in all sections. */
export const ORDER_PAGES: PageBounds = { least: 5, most: 30 };

/** A list that never ends is a fault of the other side; this many pages are 60,000 orders. */
const MOST_PAGES = 2_000;

/** What all lists of the API look like, as far as it is read. */
export interface Page<Row> {
	data: readonly Row[];
	last_page?: number;
	next_page_url?: string | null;
}

export interface PageRules<Row> {
	/** For messages: "orders". */
	what: string;
	bounds: PageBounds;
	limit: number;
	/** What tells a row from all others; a row without it counts by itself. */
	nameOf(row: Row): unknown;
	/** Of what the API cannot filter by; without it every row is wanted. */
	isWanted?(row: Row): boolean;
	/** Whether the pages after this one need not be read. */
	isEnough?(page: readonly Row[]): boolean;
}

/**
 * Reads pages until enough rows are found or the last page is reached. Rows that slip to the next
 * page while the list is read, because new ones came in, are returned once.
 *
 * @param readPage asks for `page` and `total` (rows per page)
 * @throws FieldError when the list does not end
 */
export async function rowsMatching<Row>(
	readPage: (page: { page: number; total: number }) => Promise<Page<Row>>,
	{ what, bounds, limit, nameOf, isWanted, isEnough = () => false }: PageRules<Row>,
): Promise<Row[]> {
	const { least, most } = bounds;
	const total = Math.min(most, Math.max(least, isWanted === undefined ? limit : most));
	const found = new Map<unknown, Row>();
	for (let page = 1; page <= MOST_PAGES; page++) {
		const answer = await readPage({ page, total });
		for (const row of answer.data) {
			if (isWanted?.(row) ?? true) found.set(nameOf(row) ?? row, row);
		}
		if (found.size >= limit || isLastPage(answer, page) || isEnough(answer.data)) {
			return [...found.values()].slice(0, limit);
		}
	}
	throw new FieldError(
		'list',
		`The list of ${what} has more than ${MOST_PAGES} pages`,
		'Narrow it with filters, e.g. by date.',
	);
}

function isLastPage<Row>({ data, last_page, next_page_url }: Page<Row>, page: number): boolean {
	if (data.length === 0) return true;
	return last_page === undefined ? !next_page_url : page >= last_page;
}

export interface ListOptions {
	limit: number;
	/** Empty for all; the API has no such filter. */
	types: readonly OrderType[];
	/** Whether the pages after this one need not be read. */
	isEnough?(page: readonly Order[]): boolean;
}

/**
 * The orders of the Partner API that match, see {@link rowsMatching}.
 *
 * @param readPage asks for `page` and `total` (rows per page) beside the filters
 * @throws FieldError when the list does not end
 */
export async function ordersMatching(
	readPage: (query: OrderQuery) => Promise<OrderPage>,
	filters: OrderQuery,
	{ limit, types, isEnough }: ListOptions,
): Promise<Order[]> {
	return await rowsMatching(async (page) => await readPage({ ...filters, ...page }), {
		what: 'orders',
		bounds: ORDER_PAGES,
		limit,
		nameOf: ({ guid }) => guid,
		isWanted: types.length > 0 ? ({ type }) => types.includes(type) : undefined,
		isEnough,
	});
}

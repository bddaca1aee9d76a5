import { FieldError } from '../errors';
import type { components, operations } from '../generated/types';
import type { Order, OrderType } from '../model';

type OrderPage = components['schemas']['OrderPage'];

/** Filters, sorting and page of the list, as the contract has them. */
export type OrderQuery = NonNullable<operations['getOrders']['parameters']['query']>;

/** The documented bounds of rows per page. */
const MIN_ROWS = 5;
const MAX_ROWS = 30;

/** A list that never ends is a fault of the other side; this many pages are 60,000 orders. */
const MOST_PAGES = 2_000;

export interface ListOptions {
	limit: number;
	/** Empty for all; the API has no such filter. */
	types: readonly OrderType[];
	/** Whether the pages after this one need not be read. */
	isEnough?(page: readonly Order[]): boolean;
}

/**
 * Reads pages until enough orders are found or the last page is reached. Orders that slip to the
 * next page while the list is read, because new ones came in, are returned once.
 *
 * @param readPage asks for `page` and `total` (rows per page) beside the filters
 * @throws FieldError when the list does not end
 */
export async function ordersMatching(
	readPage: (query: OrderQuery) => Promise<OrderPage>,
	filters: OrderQuery,
	{ limit, types, isEnough = () => false }: ListOptions,
): Promise<Order[]> {
	const rows = Math.min(MAX_ROWS, Math.max(MIN_ROWS, types.length > 0 ? MAX_ROWS : limit));
	const found = new Map<string, Order>();
	for (let page = 1; page <= MOST_PAGES; page++) {
		const answer = await readPage({ ...filters, page, total: rows });
		for (const order of answer.data) {
			if (types.length === 0 || types.includes(order.type)) found.set(order.guid, order);
		}
		if (found.size >= limit || isLastPage(answer, page) || isEnough(answer.data)) {
			return [...found.values()].slice(0, limit);
		}
	}
	throw new FieldError(
		'list',
		`The list of orders has more than ${MOST_PAGES} pages`,
		'Narrow it with filters, e.g. by date.',
	);
}

function isLastPage({ data, last_page, next_page_url }: OrderPage, page: number): boolean {
	if (data.length === 0) return true;
	return last_page === undefined ? !next_page_url : page >= last_page;
}

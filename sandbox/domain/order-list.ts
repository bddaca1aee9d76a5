import { fieldError } from '../errors';
import { dayBounds, getOrderDate } from './dates';
import type { Order } from './orders';
import { ORDER_STATUSES, statusId } from './orders';
import { orderView } from './views';
import type { Json } from './views';

export interface OrderListQuery {
	page?: number;
	/** Rows a page. */
	total?: number;
	customer_external_id?: string;
	sku?: string;
	sortBy?: 'type' | 'total' | 'customer_external_id' | 'created_at';
	sortType?: 'asc' | 'desc';
	status?: string;
	tx_type?: string;
	startDate?: string;
	endDate?: string;
}

const DEFAULT_ROWS = 10;
/** Pages shown on either side of the current one, as Laravel's paginator does. */
const LINK_WINDOW = 3;

/** Filters, sorts and cuts orders (newest first on arrival) into a Laravel page. */
export function listOrders(
	orders: readonly Order[],
	query: OrderListQuery,
	path: string,
	baseUrl: string,
): Json {
	const matching = sort(orders.filter(createFilter(query)), query);
	const rows = query.total ?? DEFAULT_ROWS;
	const page = query.page ?? 1;
	const lastPage = Math.max(1, Math.ceil(matching.length / rows));
	const from = (page - 1) * rows;
	const slice = matching.slice(from, from + rows);
	const url = (target: number): string => `${path}?page=${target}`;
	return {
		current_page: page,
		data: slice.map((order) => orderView(order, getOrderDate, baseUrl)),
		first_page_url: url(1),
		from: slice.length > 0 ? from + 1 : null,
		last_page: lastPage,
		last_page_url: url(lastPage),
		links: links(page, lastPage, url),
		next_page_url: page < lastPage ? url(page + 1) : null,
		path,
		per_page: rows,
		prev_page_url: page > 1 ? url(page - 1) : null,
		to: slice.length > 0 ? from + slice.length : null,
		total: matching.length,
	};
}

function createFilter(query: OrderListQuery): (order: Order) => boolean {
	const { customer_external_id: customer, sku, startDate, endDate } = query;
	if ((startDate === undefined) !== (endDate === undefined)) {
		throw fieldError(
			startDate === undefined ? 'startDate' : 'endDate',
			'startDate and endDate must be used together',
			'startDate ve endDate birlikte kullanılmalıdır',
		);
	}
	const start = startDate === undefined ? -Infinity : dayBounds(startDate).start;
	const end = endDate === undefined ? Infinity : dayBounds(endDate).end;
	const statuses = readList(query.status, 'status', (name) =>
		ORDER_STATUSES.find(
			(status) => status.toLowerCase() === name || String(statusId(status)) === name,
		),
	);
	const types = readList(query.tx_type, 'tx_type', (name) =>
		(['Buy', 'Sell', 'Delivery'] as const).find((type) => type.toLowerCase() === name),
	);
	return (order) =>
		(customer === undefined || order.customer?.external_id === customer) &&
		(sku === undefined || order.lines.some(({ product }) => product.sku === sku)) &&
		(!statuses || statuses.includes(order.status)) &&
		(!types || types.includes(order.type)) &&
		order.createdAt >= start &&
		order.createdAt <= end;
}

/** A comma list whose members must all be known. */
function readList<T>(
	text: string | undefined,
	field: string,
	recognise: (name: string) => T | undefined,
): T[] | null {
	if (text === undefined) return null;
	return text.split(',').map((part) => {
		const known = recognise(part.trim().toLowerCase());
		if (known === undefined) {
			throw fieldError(field, `does not know ${part}`, `bilinmeyen değer: ${part}`);
		}
		return known;
	});
}

function sort(orders: Order[], { sortBy, sortType }: OrderListQuery): Order[] {
	const keys = {
		type: (order: Order) => order.type,
		total: (order: Order) => order.total.toNumber(),
		customer_external_id: (order: Order) => order.customer?.external_id ?? '',
		created_at: (order: Order) => order.sequence,
	};
	const key = keys[sortBy ?? 'created_at'];
	const direction = (sortType ?? 'desc') === 'asc' ? 1 : -1;
	return [...orders].sort((left, right) => {
		const [a, b] = [key(left), key(right)];
		if (a === b) return right.sequence - left.sequence;
		return a < b ? -direction : direction;
	});
}

function links(page: number, lastPage: number, url: (page: number) => string): Json[] {
	const around = Array.from({ length: lastPage }, (_, i) => i + 1).filter(
		(number) => number <= 2 || number > lastPage - 2 || Math.abs(number - page) <= LINK_WINDOW,
	);
	const numbers: Json[] = [];
	around.forEach((number, i) => {
		if (number - (around[i - 1] ?? 0) > 1) numbers.push({ url: null, label: '...', active: false });
		numbers.push({ url: url(number), label: String(number), active: number === page });
	});
	const step = (label: string, target: number, exists: boolean): Json => ({
		url: exists ? url(target) : null,
		label,
		active: false,
	});
	return [
		step('&laquo; Previous', page - 1, page > 1),
		...numbers,
		step('Next &raquo;', page + 1, page < lastPage),
	];
}

import { getOrderDate } from './dates';
import type { PeriodQuery, SortQuery } from './filters';
import { readList, readPeriod, readStatuses, sortRows } from './filters';
import type { Order } from './orders';
import type { PageQuery } from './paginator';
import { paginate } from './paginator';
import { orderView } from './views';
import type { Json } from './views';

export interface OrderListQuery extends PageQuery, PeriodQuery, SortQuery {
	customer_external_id?: string;
	sku?: string;
	status?: string;
	tx_type?: string;
}

/** Filters, sorts and cuts orders (newest first on arrival) into a Laravel page. */
export function listOrders(
	orders: readonly Order[],
	query: OrderListQuery,
	path: string,
	baseUrl: string,
): Json {
	const matching = sortRows(orders.filter(createFilter(query)), query, {
		type: ({ type }) => type,
		total: ({ total }) => total.toNumber(),
		customer_external_id: ({ customer }) => customer?.external_id ?? '',
	});
	return paginate(matching, query, path, (order) => orderView(order, getOrderDate, baseUrl));
}

function createFilter(query: OrderListQuery): (order: Order) => boolean {
	const { customer_external_id: customer, sku } = query;
	const isInPeriod = readPeriod(query);
	const statuses = readStatuses(query.status);
	const types = readList(query.tx_type, 'tx_type', (name) =>
		(['Buy', 'Sell', 'Delivery'] as const).find((type) => type.toLowerCase() === name),
	);
	return (order) =>
		(customer === undefined || order.customer?.external_id === customer) &&
		(sku === undefined || order.lines.some(({ product }) => product.sku === sku)) &&
		(!statuses || statuses.includes(order.status)) &&
		(!types || types.includes(order.type)) &&
		isInPeriod(order.createdAt);
}

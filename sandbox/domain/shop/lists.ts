import type { PeriodQuery, SortQuery } from '../filters';
import { readList, readPeriod, readStatuses, sortRows } from '../filters';
import { ORDER_STATUSES } from '../orders';
import type { PageQuery } from '../paginator';
import type { BasketKind } from './baskets';
import { ecomFigures, walletFigures } from './fees';
import type { ShopOrder } from './orders';

export interface ShopOrderQuery extends PageQuery, PeriodQuery, SortQuery {
	customer_external_id?: string;
	sku?: string;
	status?: string;
	tx_type?: string;
	orderId?: string;
}

const KINDS: readonly BasketKind[] = ['buy', 'sell', 'delivery'];
/** No order of the shop is Created. */
const STATUSES = ORDER_STATUSES.filter((status) => status !== 'Created');

/** The orders that a query asks for, in its order. Throws ApiError. */
export function selectOrders(orders: readonly ShopOrder[], query: ShopOrderQuery): ShopOrder[] {
	const { customer_external_id: customerId, sku, orderId } = query;
	const isInPeriod = readPeriod(query);
	const statuses = readStatuses(query.status, STATUSES);
	const kinds = readList(query.tx_type, 'tx_type', (name) => KINDS.find((kind) => kind === name));
	const matching = orders.filter(
		(order) =>
			(customerId === undefined || owner(order) === customerId) &&
			(sku === undefined || order.content.pieces.some((piece) => piece.sku === sku)) &&
			(orderId === undefined || names(order).includes(orderId)) &&
			(!statuses || statuses.includes(order.status)) &&
			(!kinds || kinds.includes(order.content.kind)) &&
			isInPeriod(order.createdAt),
	);
	return sortRows(matching, query, {
		type: ({ content }) => content.kind,
		total: (order) => paidTotal(order),
		customer_external_id: owner,
	});
}

/** What an order costs, or a sale brings. */
export function paidTotal(order: ShopOrder): number {
	const { content, rates, payment } = order;
	const figures =
		content.section === 'ecom'
			? ecomFigures(content, payment?.commission)
			: walletFigures(content, rates);
	return figures.paidTotal.toNumber();
}

function owner({ content }: ShopOrder): string {
	return content.customer.details.external_id;
}

/** Every id that orderId may mean (assumed). */
function names({ id, guid, incrementId }: ShopOrder): string[] {
	return [String(id), guid, incrementId];
}

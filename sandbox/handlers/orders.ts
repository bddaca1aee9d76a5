import { getOrderDate } from '../domain/dates';
import { listOrders } from '../domain/order-list';
import { ORDER_STATUSES, statusId } from '../domain/orders';
import type { Order } from '../domain/orders';
import { buy, sell } from '../domain/trading';
import type { TradeRequest } from '../domain/trading';
import { invoiceView, orderResponse, orderView } from '../domain/views';
import { ApiError, fieldError } from '../errors';
import type { Call, Handlers } from './call';

interface OrderReference {
	guid?: string;
	order_code?: string;
	external_id?: string;
	push_hook?: boolean;
}

export const orders: Handlers = {
	buyDigital: ({ world, body, channel, baseUrl }: Call) =>
		orderResponse(buy(world, body as TradeRequest, channel), baseUrl),

	sellDigital: ({ world, body, channel, baseUrl }: Call) =>
		orderResponse(sell(world, body as TradeRequest, channel), baseUrl),

	getOrder({ world, path, baseUrl }: Call) {
		const order = world.orders.find(path.order_id ?? '');
		if (!order) throw new ApiError('orderNotFound');
		return orderView(order, getOrderDate, baseUrl);
	},

	getOrderInvoice({ world, path, baseUrl }: Call) {
		const order = world.orders.findByExternalId(path.external_order_id ?? '');
		if (!order) throw new ApiError('orderNotFound');
		return invoiceView(order, baseUrl);
	},

	getOrderAlternative({ world, body, baseUrl, pushOrder }: Call) {
		const reference = body as OrderReference;
		const order = findByReference(world.orders, reference);
		if (reference.push_hook) pushOrder(order);
		return orderView(order, getOrderDate, baseUrl);
	},

	getOrders: ({ world, query, url, baseUrl }: Call) =>
		listOrders(world.orders.visible(), query, url, baseUrl),

	orderStatuses: () => ORDER_STATUSES.map((name) => ({ id: statusId(name), name })),
};

/** All references that are given must mean the same order. */
function findByReference(book: Call['world']['orders'], reference: OrderReference): Order {
	const { guid, order_code: code, external_id: externalId } = reference;
	const key = guid ?? code ?? externalId;
	if (!key) {
		throw fieldError(
			'guid',
			'one of guid, order_code and external_id is required',
			'guid, order_code ve external_id alanlarından biri zorunludur',
		);
	}
	const order = book.find(key);
	if (
		!order ||
		(guid !== undefined && order.guid !== guid) ||
		(code !== undefined && order.orderCode !== code) ||
		(externalId !== undefined && order.externalId !== externalId)
	) {
		throw new ApiError('orderNotFound');
	}
	return order;
}

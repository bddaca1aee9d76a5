import { Decimal } from 'decimal.js';
import type { FastifyInstance } from 'fastify';
import { body } from './control-body';
import { ORDER_STATUSES } from './domain/orders';
import type { OrderStatus } from './domain/orders';
import type { Sandbox } from './index';

interface BarSettings {
	/** The price of a piece, in the currency of its section; null frees it. */
	prices?: Record<string, number | null>;
	stock?: Record<string, number>;
	/** Pieces in the wallet of a customer. */
	owner?: string;
	set?: Record<string, number>;
}

const pieces = {
	type: 'object',
	additionalProperties: { type: 'integer', minimum: 0 },
};

const BARS = body({
	prices: {
		type: 'object',
		additionalProperties: { type: ['number', 'null'], exclusiveMinimum: 0 },
	},
	stock: pieces,
	owner: { type: 'string' },
	set: pieces,
} satisfies Record<keyof BarSettings, unknown>);

const MOVE = body({ status: { enum: ORDER_STATUSES } });

/** What concerns the shop: prices, stock and wallets of bars, and the statuses of its orders. */
export function registerShopControl(server: FastifyInstance, sandbox: () => Sandbox): void {
	server.post<{ Body: BarSettings }>('/bars', { schema: BARS }, (request) => {
		const { prices = {}, stock = {}, owner, set = {} } = request.body;
		const { shop } = sandbox();
		for (const [sku, price] of Object.entries(prices)) {
			shop.prices.pin(sku, price === null ? null : new Decimal(price));
		}
		for (const [sku, left] of Object.entries(stock)) shop.setStock(sku, left);
		for (const [sku, count] of Object.entries(set)) shop.setBars(owner ?? '', sku, count);
		return request.body;
	});

	server.post<{ Body: { status?: OrderStatus }; Params: { reference: string } }>(
		'/shop/orders/:reference/move',
		{ schema: MOVE },
		(request) => {
			const { orders } = sandbox().shop;
			const order = orders.byReference(request.params.reference);
			if (request.body.status) orders.enter(order, request.body.status);
			else orders.step(order);
			return { guid: order.guid, status: order.status };
		},
	);
}

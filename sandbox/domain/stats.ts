import { Decimal } from 'decimal.js';
import { dayBounds, lastDays } from './dates';
import type { PeriodQuery } from './filters';
import { readPeriod } from './filters';
import type { Order, OrderType } from './orders';
import { convert } from './prices';
import type { Json } from './views';
import type { Wallets } from './wallets';
import type { World } from './world';

export interface StatsQuery extends PeriodQuery {
	customer_external_id?: string;
}

/** Counts and sums of the orders of a period that were not undone, in the partner's currency. */
export function tradeStats(world: World, query: StatsQuery): Json {
	const { customer_external_id: customer } = query;
	const isInPeriod = readPeriod(query);
	if (customer !== undefined) world.customers.get(customer);
	const counted = world.orders
		.all()
		.filter(
			(order) =>
				(customer === undefined || order.customer?.external_id === customer) &&
				isInPeriod(order.createdAt) &&
				order.status !== 'Cancelled' &&
				order.status !== 'Refunded',
		);
	const side = (type: OrderType): Json =>
		statsSide(
			counted.filter((order) => order.type === type),
			world.behaviour.currency,
		);
	return {
		order_count: counted.length,
		buy: side('Buy'),
		sell: side('Sell'),
		delivery: side('Delivery'),
	};
}

/** What each wallet held at the end of the last seven Turkish days, oldest first. */
export function sevenDayStats(wallets: Wallets, now: number): Json[] {
	return lastDays(now, 7).map((date) => ({
		date,
		balances: wallets.all().map(({ code }) => ({
			currency_code: code,
			balance: wallets.balanceAt(code, dayBounds(date).end).toNumber(),
		})),
	}));
}

function statsSide(orders: readonly Order[], currency: string): Json {
	const bySku = new Map<string, { amount: Decimal; total: Decimal }>();
	let total = new Decimal(0);
	for (const order of orders) {
		total = total.plus(convert(order.total, order.currency, currency));
		for (const line of order.lines) {
			const { sku } = line.product;
			const sums = bySku.get(sku) ?? { amount: new Decimal(0), total: new Decimal(0) };
			bySku.set(sku, {
				amount: sums.amount.plus(line.amount),
				total: sums.total.plus(convert(line.total, order.currency, currency)),
			});
		}
	}
	return {
		count: orders.length,
		total: total.toDecimalPlaces(2).toNumber(),
		currency_code: currency,
		items: [...bySku].map(([sku, sums]) => ({
			sku,
			amount: sums.amount.toNumber(),
			total: sums.total.toDecimalPlaces(2).toNumber(),
		})),
	};
}

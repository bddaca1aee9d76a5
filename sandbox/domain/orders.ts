import type { Decimal } from 'decimal.js';
import type { SandboxClock } from '../clock';
import type { RandomStream } from '../random';
import type { CustomerDetails } from './customers';
import type { CardPayment, Payments } from './payments';
import type { Product } from './products';
import type { Tracked } from './progress';
import { ENDED, Progress } from './progress';

/** In the documented order; an id is the place in the list, counted from 1. */
export const ORDER_STATUSES = [
	'Created',
	'Pending',
	'Processing',
	'Cancelled',
	'Completed',
	'Preparing',
	'Packed',
	'Shipped',
	'Transferring',
	'Refunding',
	'Refunded',
	'Payment Confirmed',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];
export type OrderType = 'Buy' | 'Sell' | 'Delivery';

export interface OrderLine {
	product: Product;
	spotPrice: Decimal;
	price: Decimal;
	/** Grams. */
	amount: Decimal;
	total: Decimal;
}

export interface DeliveryAddress {
	billing: Record<string, unknown>;
	shipping: Record<string, unknown>;
}

export interface Order extends Tracked {
	/** Counts all orders; newest is highest. */
	sequence: number;
	id: number;
	guid: string;
	orderCode: string;
	externalId: string | null;
	type: OrderType;
	currency: string;
	createdAt: number;
	/** Lookups do not find the order before. */
	visibleAt: number;
	customer: CustomerDetails | null;
	payment: CardPayment | null;
	/** Commission of a card payment. */
	paymentCost: Decimal;
	lines: OrderLine[];
	total: Decimal;
	channel: string;
	address: DeliveryAddress | null;
	trackingNumber: string | null;
}

export type NewOrder = Pick<
	Order,
	| 'externalId'
	| 'type'
	| 'currency'
	| 'customer'
	| 'payment'
	| 'paymentCost'
	| 'lines'
	| 'total'
	| 'channel'
	| 'address'
	| 'holds'
	| 'credits'
>;

export interface OrderBookSettings {
	/** Sandbox time from one status to the next; null leaves every step to the caller. */
	stepMs: number | null;
	lookupDelayMs: number;
}

const PATHS: Readonly<Record<OrderType, readonly OrderStatus[]>> = {
	Buy: ['Created', 'Pending', 'Processing', 'Completed'],
	Sell: ['Created', 'Pending', 'Processing', 'Completed'],
	Delivery: ['Created', 'Payment Confirmed', 'Preparing', 'Packed', 'Shipped'],
};

/** All orders, their way through the statuses, and the money that moves with them. */
export class OrderBook {
	private readonly orders: Order[] = [];
	private readonly byGuid = new Map<string, Order>();
	private readonly byCode = new Map<string, Order>();
	private readonly byExternalId = new Map<string, Order[]>();
	private readonly progress: Progress<Order>;

	constructor(
		private readonly clock: SandboxClock,
		private readonly random: RandomStream,
		private readonly settings: OrderBookSettings,
		private readonly payments: Payments,
		private readonly onStatus: (order: Order) => void,
	) {
		this.progress = new Progress(clock, settings, {
			pathOf: ({ type }) => PATHS[type],
			nameOf: ({ type, orderCode }) => `${type} ${orderCode}`,
			entered: (order) => {
				if (order.status === 'Shipped') order.trackingNumber ??= random.trackingNumber();
				onStatus(order);
			},
		});
	}

	/** Books orders whose holds are taken already; they share an external id and a payment. */
	place(drafts: readonly NewOrder[]): Order[] {
		const placed = drafts.map((draft) => this.add(draft));
		const payment = placed[0]?.payment;
		if (payment?.state === 'new') {
			this.payments.await(payment, (success) => {
				for (const order of placed) {
					if (success) this.step(order);
					else this.enter(order, 'Cancelled');
				}
			});
		} else {
			for (const order of placed) this.progress.scheduleNext(order);
		}
		return placed;
	}

	all(): readonly Order[] {
		return this.orders;
	}

	/** The orders that lookups may show, newest first. */
	visible(): Order[] {
		const now = this.clock.now();
		return this.orders.filter((order) => order.visibleAt <= now).reverse();
	}

	withExternalId(externalId: string): readonly Order[] {
		return this.byExternalId.get(externalId) ?? [];
	}

	/** By guid, order code or external id; of a repeated external id the newest placement. */
	find(reference: string): Order | undefined {
		const exact = this.byGuid.get(reference) ?? this.byCode.get(reference);
		if (exact && exact.visibleAt <= this.clock.now()) return exact;
		return this.findByExternalId(reference);
	}

	/** The newest placement under an external id, once lookups may show it. */
	findByExternalId(externalId: string): Order | undefined {
		const now = this.clock.now();
		return this.withExternalId(externalId).findLast(({ visibleAt }) => visibleAt <= now);
	}

	hasOpenOrders(customerExternalId: string): boolean {
		return this.orders.some(
			({ customer, status }) =>
				customer?.external_id === customerExternalId && !ENDED.includes(status),
		);
	}

	/** Moves an order to its next status; false when it has reached its end. */
	step(order: Order): boolean {
		return this.progress.step(order);
	}

	/** Puts an order into any status, see {@link Progress.enter}. */
	enter(order: Order, status: OrderStatus): void {
		this.progress.enter(order, status);
	}

	private add(draft: NewOrder): Order {
		const now = this.clock.now();
		const sequence = this.orders.length + 1;
		const order: Order = {
			...draft,
			sequence,
			id: 1000 + sequence,
			guid: this.random.guid(),
			orderCode: this.random.orderCode(),
			status: 'Created',
			history: [{ status: 'Created', at: now }],
			createdAt: now,
			visibleAt: now + this.settings.lookupDelayMs,
			trackingNumber: null,
		};
		this.orders.push(order);
		this.byGuid.set(order.guid, order);
		this.byCode.set(order.orderCode, order);
		if (order.externalId !== null) {
			const others = this.byExternalId.get(order.externalId);
			if (others) others.push(order);
			else this.byExternalId.set(order.externalId, [order]);
		}
		this.onStatus(order);
		return order;
	}
}

/** The id of a status, as the API's lists use it. */
export function statusId(status: OrderStatus): number {
	return ORDER_STATUSES.indexOf(status) + 1;
}

/** Whether the order has been invoiced: once it is done (assumed). */
export function hasInvoice({ status }: Order): boolean {
	return status === 'Completed' || status === 'Shipped';
}

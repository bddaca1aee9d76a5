import type { Decimal } from 'decimal.js';
import type { SandboxClock } from '../clock';
import type { RandomStream } from '../random';
import type { CardOnFile } from './cards';
import type { CustomerDetails } from './customers';
import type { Product } from './products';
import type { Wallets } from './wallets';

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

/** A reserved amount that is spent when the order reaches a status. */
export interface Hold {
	wallets: Wallets;
	code: string;
	amount: Decimal;
	captureAt: OrderStatus;
	/** Softly blocked until the order's payment is made. */
	awaitsPayment: boolean;
	state: 'held' | 'captured' | 'released';
}

/** An amount that is paid out when the order reaches a status. */
export interface Credit {
	wallets: Wallets;
	code: string;
	amount: Decimal;
	creditAt: OrderStatus;
	done: boolean;
}

/** A card payment; several orders placed together share one. */
export interface CardPayment {
	token: string;
	state: 'new' | 'approved' | 'failed';
	is3d: boolean;
	amount: Decimal;
	commission: Decimal;
	currency: string;
	card: CardOnFile;
	customerIp: string;
}

export interface DeliveryAddress {
	billing: Record<string, unknown>;
	shipping: Record<string, unknown>;
}

export interface Order {
	/** Counts all orders; newest is highest. */
	sequence: number;
	id: number;
	guid: string;
	orderCode: string;
	externalId: string | null;
	type: OrderType;
	currency: string;
	status: OrderStatus;
	history: Array<{ status: OrderStatus; at: number }>;
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
	holds: Hold[];
	credits: Credit[];
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

const ENDED: readonly OrderStatus[] = ['Completed', 'Shipped', 'Cancelled', 'Refunded'];

/** A 3D page that nobody finishes is a failed payment after this time. */
const PAYMENT_TIMEOUT_MS = 15 * 60_000;

/** All orders, their way through the statuses, and the money that moves with them. */
export class OrderBook {
	private readonly orders: Order[] = [];
	private readonly byGuid = new Map<string, Order>();
	private readonly byCode = new Map<string, Order>();
	private readonly byExternalId = new Map<string, Order[]>();
	private readonly payments = new Map<string, CardPayment>();

	constructor(
		private readonly clock: SandboxClock,
		private readonly random: RandomStream,
		private readonly settings: OrderBookSettings,
		private readonly onStatus: (order: Order) => void,
	) {}

	/** Books orders whose holds are taken already; they share an external id and a payment. */
	place(drafts: readonly NewOrder[]): Order[] {
		const placed = drafts.map((draft) => this.add(draft));
		for (const order of placed) {
			if (order.payment?.state === 'new') this.awaitPayment(order.payment);
			else this.scheduleNext(order);
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

	payment(token: string): CardPayment | undefined {
		return this.payments.get(token);
	}

	ordersOfPayment(payment: CardPayment): Order[] {
		return this.orders.filter((order) => order.payment === payment);
	}

	/** The result of a 3D page; a second result changes nothing. */
	decidePayment(payment: CardPayment, success: boolean): void {
		if (payment.state !== 'new') return;
		payment.state = success ? 'approved' : 'failed';
		for (const order of this.ordersOfPayment(payment)) {
			if (success) this.step(order);
			else this.enter(order, 'Cancelled');
		}
	}

	/** Moves an order to its next status; false when it has reached its end. */
	step(order: Order): boolean {
		const path = PATHS[order.type];
		const next = path[path.indexOf(order.status) + 1];
		if (!path.includes(order.status) || next === undefined) return false;
		this.enter(order, next);
		this.scheduleNext(order);
		return true;
	}

	/**
	 * Puts an order into any status. Cancelled and Refunded give back what was taken and take back
	 * what was given; that throws InsufficientFunds when the receiver has spent it.
	 */
	enter(order: Order, status: OrderStatus): void {
		if (order.status === status) return;
		if (order.status === 'Cancelled' || order.status === 'Refunded') {
			throw new RangeError(`A ${order.status} order keeps its status`);
		}
		if (status === 'Cancelled' || status === 'Refunded') this.unwind(order);
		else this.settle(order, status);
		order.status = status;
		order.history.push({ status, at: this.clock.now() });
		if (status === 'Shipped') order.trackingNumber ??= `SBX${this.random.int(1e9, 2e9)}`;
		this.onStatus(order);
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

	private awaitPayment(payment: CardPayment): void {
		if (this.payments.has(payment.token)) return;
		this.payments.set(payment.token, payment);
		this.clock.schedule(PAYMENT_TIMEOUT_MS, () => this.decidePayment(payment, false));
	}

	private scheduleNext(order: Order): void {
		if (this.settings.stepMs === null || ENDED.includes(order.status)) return;
		const { status } = order;
		this.clock.schedule(this.settings.stepMs, () => {
			if (order.status === status) this.step(order);
		});
	}

	private settle(order: Order, status: OrderStatus): void {
		const now = this.clock.now();
		const reached = PATHS[order.type].slice(0, PATHS[order.type].indexOf(status) + 1);
		const reason = `${order.type} ${order.orderCode}`;
		for (const hold of order.holds) {
			if (hold.state !== 'held') continue;
			if (hold.awaitsPayment && status !== 'Created') {
				hold.wallets.harden(hold.code, hold.amount);
				hold.awaitsPayment = false;
			}
			if (!reached.includes(hold.captureAt)) continue;
			hold.wallets.capture(hold.code, hold.amount, now, reason);
			hold.state = 'captured';
		}
		for (const credit of order.credits) {
			if (credit.done || !reached.includes(credit.creditAt)) continue;
			credit.wallets.move(credit.code, credit.amount, now, reason);
			credit.done = true;
		}
	}

	private unwind(order: Order): void {
		const now = this.clock.now();
		const reason = `Undo ${order.type} ${order.orderCode}`;
		for (const credit of order.credits) {
			if (credit.done) credit.wallets.move(credit.code, credit.amount.negated(), now, reason);
			credit.done = false;
		}
		for (const hold of order.holds) {
			if (hold.state === 'captured') hold.wallets.move(hold.code, hold.amount, now, reason);
			else if (hold.state === 'held' && hold.awaitsPayment) {
				hold.wallets.releaseSoft(hold.code, hold.amount);
			} else if (hold.state === 'held') hold.wallets.release(hold.code, hold.amount);
			hold.state = 'released';
		}
	}
}

/** The id of a status, as the API's lists use it. */
export function statusId(status: OrderStatus): number {
	return ORDER_STATUSES.indexOf(status) + 1;
}

/** Whether no further status follows of itself. */
export function hasEnded(order: Order): boolean {
	return ENDED.includes(order.status);
}

/** Whether the order has been invoiced: once it is done (assumed). */
export function hasInvoice({ status }: Order): boolean {
	return status === 'Completed' || status === 'Shipped';
}

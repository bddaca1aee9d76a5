import type { Decimal } from 'decimal.js';
import type { SandboxClock } from '../clock';
import type { OrderStatus } from './orders';
import type { Wallets } from './wallets';

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

/** What goes through statuses and moves money and metal on its way. */
export interface Tracked {
	status: OrderStatus;
	history: Array<{ status: OrderStatus; at: number }>;
	holds: Hold[];
	credits: Credit[];
}

/** How one kind of order goes. */
export interface Course<T extends Tracked> {
	pathOf(order: T): readonly OrderStatus[];
	/** For the reasons of movements. */
	nameOf(order: T): string;
	/** Called when an order has entered a status. */
	entered(order: T): void;
}

/** The statuses that no other follows of itself. */
export const ENDED: readonly OrderStatus[] = ['Completed', 'Shipped', 'Cancelled', 'Refunded'];

/** Whether no further status follows of itself. */
export function hasEnded({ status }: Tracked): boolean {
	return ENDED.includes(status);
}

/** The way of orders through their statuses, and the money that moves with them. */
export class Progress<T extends Tracked> {
	constructor(
		private readonly clock: SandboxClock,
		/** Sandbox time from one status to the next; null leaves every step to the caller. */
		private readonly settings: { stepMs: number | null },
		private readonly course: Course<T>,
	) {}

	/** Moves an order to its next status; false when it has reached its end. */
	step(order: T): boolean {
		const path = this.course.pathOf(order);
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
	enter(order: T, status: OrderStatus): void {
		if (order.status === status) return;
		if (order.status === 'Cancelled' || order.status === 'Refunded') {
			throw new RangeError(`A ${order.status} order keeps its status`);
		}
		if (status === 'Cancelled' || status === 'Refunded') this.unwind(order);
		else this.settle(order, status);
		order.status = status;
		order.history.push({ status, at: this.clock.now() });
		this.course.entered(order);
	}

	scheduleNext(order: T): void {
		if (this.settings.stepMs === null || hasEnded(order)) return;
		const { status } = order;
		this.clock.schedule(this.settings.stepMs, () => {
			if (order.status === status) this.step(order);
		});
	}

	private settle(order: T, status: OrderStatus): void {
		const now = this.clock.now();
		const path = this.course.pathOf(order);
		const reached = path.slice(0, path.indexOf(status) + 1);
		const reason = this.course.nameOf(order);
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

	private unwind(order: T): void {
		const now = this.clock.now();
		const reason = `Undo ${this.course.nameOf(order)}`;
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

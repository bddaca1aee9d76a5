import type { FieldError } from '../../../minted/errors';
import { LIMIT_NAMES, type Limits } from './limits';
import type { Offer } from './confirmation';
import { forModel } from './refusal';

/** What is known of a run; plain JSON, because n8n stores it with the execution. */
export interface RunMemory {
	/** Kept when the execution is retried under another ID. */
	run: string;
	/** Every movement that was, or may have been, carried out: see `keyOf`. */
	orders: Record<string, Booked>;
	/** Previews that can be confirmed, by their texts. */
	offers: Record<string, Offer>;
}

interface Booked extends Worth {
	/** `held` until its outcome is known. */
	state: 'held' | 'placed';
	/** Of the tool that ordered. */
	limits: Limits;
}

/** What a movement comes to. */
export interface Worth {
	total: number;
	currency: string;
}

/** One ID may name a movement of each kind, in each account. */
export interface MovementName {
	account: string;
	kind: string;
	externalId: string;
}

/** Never the name of something that every object has. */
export const keyOf = ({ account, kind, externalId }: MovementName): string =>
	JSON.stringify([account, kind, externalId]);

export const newMemory = (run: string): RunMemory => ({ run, orders: {}, offers: {} });

/**
 * Takes a movement into the books before it is sent. What one tool of a run has ordered counts for
 * all of them, and the strictest limits of those that ordered hold.
 *
 * @param key see `keyOf`
 * @returns whether it was not in them before
 * @throws FieldError when it does not fit any more
 */
export function reserve(memory: RunMemory, key: string, worth: Worth, limits: Limits): boolean {
	const { total, currency } = worth;
	const money = (amount: number) => `${round(amount)} ${currency}`;
	if (!(total >= 0) || !Number.isFinite(total)) {
		throw forModel('Total', 'What this would come to is not known', 'Ask a person to do it.');
	}
	if (total > limits.maxTotal) {
		throw refuse(
			LIMIT_NAMES.maxTotal,
			`This comes to ${money(total)}, more than the ${money(limits.maxTotal)} allowed for one order`,
			`Order less: at most ${money(limits.maxTotal)}.`,
		);
	}
	const others = Object.entries(memory.orders).flatMap(([other, booked]) =>
		other === key ? [] : [booked],
	);
	const strictest = (limit: 'budget' | 'maxOrders') =>
		Math.min(limits[limit], ...others.map((booked) => booked.limits[limit]));
	const maxOrders = strictest('maxOrders');
	if (others.length + 1 > maxOrders) {
		throw refuse(
			LIMIT_NAMES.maxOrders,
			`${others.length} of the ${maxOrders} orders allowed here were placed or may have been`,
			'Order nothing more. A person can start a new conversation.',
		);
	}
	if (others.some((booked) => booked.currency !== currency)) {
		throw refuse(
			LIMIT_NAMES.budget,
			'Another currency was used before, and a budget cannot be added up over currencies',
			'Order nothing more in this conversation.',
		);
	}
	const spent = others.reduce((sum, booked) => sum + booked.total, 0);
	const budget = strictest('budget');
	if (spent + total > budget + HALF_A_CENT) {
		throw refuse(
			LIMIT_NAMES.budget,
			`This comes to ${money(total)}, and ${money(budget - spent)} of the budget of ${money(budget)} are left`,
			`Order for at most ${money(budget - spent)}, or nothing.`,
		);
	}
	// What was placed stays so, whatever becomes of another try.
	const known = memory.orders[key]?.state;
	memory.orders[key] = { ...worth, limits, state: known ?? 'held' };
	return known === undefined;
}

const HALF_A_CENT = 0.005;
const round = (amount: number) => Math.round(Math.max(0, amount) * 100) / 100;

const refuse = (field: string, message: string, next: string): FieldError =>
	forModel(field, message, next);

/** How a call that reserved ended: what may have been placed stays in the books. */
export function settle(memory: RunMemory, key: string, isPlaced: boolean | 'unknown'): void {
	const booked = memory.orders[key];
	if (booked === undefined) return;
	if (isPlaced === true) booked.state = 'placed';
	if (isPlaced === false && booked.state === 'held') Reflect.deleteProperty(memory.orders, key);
}

import { toIsoDate } from '../values';
import type { Order } from '../model';
import { compareTexts } from '../text';

/** What is remembered of an order: its last status, and when it was placed. */
interface SeenOrder {
	status: string;
	/** ISO 8601, to the minute. */
	at: string;
}

/** Kept between polls; plain JSON. */
export interface PollState {
	/** By guid. */
	seen: Record<string, SeenOrder>;
	/** Everything up to here that is not in `seen` was seen and forgotten. ISO 8601. */
	floor?: string;
	/** Day of the last complete poll, YYYY-MM-DD in Turkey. */
	polledOn: string;
}

export interface OrderChange {
	order: Order;
	change: 'new' | 'status';
	previousStatus: string | null;
}

/** More than this is forgotten, oldest first: the state is stored with the workflow. */
const MOST_SEEN = 10_000;

const DAY_MS = 86_400_000;
const TURKEY_OFFSET_MS = 3 * 3_600_000;

/** The day in Turkey, where the API's dates are. */
export function turkishDay(instant: number): string {
	return new Date(instant + TURKEY_OFFSET_MS).toISOString().slice(0, 10);
}

/** First day to read: some days before the last poll, so that downtime and late changes are covered. */
export function firstDayToRead(polledOn: string, lookBackDays: number): string {
	return new Date(Date.parse(polledOn) - lookBackDays * DAY_MS).toISOString().slice(0, 10);
}

/**
 * What is new or has changed since `state`, oldest first, and the state after it. An order is known
 * by its guid, so many orders with one timestamp are no trouble.
 */
export function compareOrders(
	state: PollState,
	orders: readonly Order[],
	today: string,
	firstDay: string,
): { changes: OrderChange[]; state: PollState } {
	const seen: Record<string, SeenOrder> = {};
	for (const [guid, order] of Object.entries(state.seen)) {
		if (order.at.slice(0, 10) >= firstDay) seen[guid] = order;
	}
	const changes: OrderChange[] = [];
	// Times are to the minute, and the list has the newest first: of one minute the last is the oldest.
	const inOrder = [...orders].reverse();
	for (const order of inOrder) {
		const at = placedAt(order, today);
		const status = order.status_name ?? '';
		const known = seen[order.guid];
		if (known === undefined && isTooOld(at, firstDay, state.floor)) continue;
		if (known?.status === status) continue;
		seen[order.guid] = { status, at: known?.at ?? at };
		changes.push({
			order,
			change: known === undefined ? 'new' : 'status',
			previousStatus: known?.status ?? null,
		});
	}
	changes.sort((a, b) => compareTexts(placedAt(a.order, today), placedAt(b.order, today)));
	return { changes, state: { ...bounded(seen, state.floor), polledOn: today } };
}

/** Outside what is remembered nothing can be told new from old. */
function isTooOld(at: string, firstDay: string, floor: string | undefined): boolean {
	return at.slice(0, 10) < firstDay || (floor !== undefined && at <= floor);
}

/** Whether every order of a page is older than the window, so that reading on brings nothing. */
export function isBefore(orders: readonly Order[], firstDay: string): boolean {
	return (
		orders.length > 0 &&
		orders.every(
			(order) => order.order_at !== undefined && placedAt(order, '9999').slice(0, 10) < firstDay,
		)
	);
}

function placedAt(order: Order, fallback: string): string {
	return toIsoDate(order.order_at ?? '') ?? fallback;
}

function bounded(
	seen: Record<string, SeenOrder>,
	floor: string | undefined,
): Pick<PollState, 'seen' | 'floor'> {
	const entries = Object.entries(seen);
	if (entries.length <= MOST_SEEN) return { seen, floor };
	entries.sort(([, a], [, b]) => compareTexts(a.at, b.at));
	const dropped = entries.splice(0, entries.length - MOST_SEEN);
	return { seen: Object.fromEntries(entries), floor: dropped.at(-1)?.[1].at ?? floor };
}

import type { MintedApi } from '../client/api';
import { sleepUnlessStopped, type Clock } from '../client/retry';
import { MintedError } from '../errors';
import type { DeliveryOrder, Order } from '../model';
import { findOrder } from './lookup';

/** After these nothing more happens to an order by itself. */
const ENDED: ReadonlySet<string | undefined> = new Set(['Completed', 'Cancelled', 'Refunded']);

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export interface Patience {
	clock: Pick<Clock, 'now' | 'sleep'>;
	/** How long to wait at most. Milliseconds. */
	mostMs: number;
	signal?: AbortSignal;
}

/** What the answers to Buy, Sell and Delivery Create have in common. */
type Placed = Order | DeliveryOrder;

/**
 * The orders as they were read last, once they have ended or the time is over. An order that is merely
 * slow is no failure, and neither is a look at it that fails.
 */
export async function waitForAll<T extends Placed>(
	api: MintedApi,
	placed: readonly T[],
	patience: Patience,
): Promise<T[]> {
	return await Promise.all(placed.map(async (order) => await waitFor(api, order, patience)));
}

/** Looks again with growing pauses. What an answer leaves out stays as it was. */
async function waitFor<T extends Placed>(
	api: MintedApi,
	placed: T,
	{ clock, mostMs, signal }: Patience,
): Promise<T> {
	const until = clock.now() + mostMs;
	let order: T = placed;
	let pause = FIRST_PAUSE_MS;
	while (!ENDED.has(order.status_name) && clock.now() < until) {
		try {
			await sleepUnlessStopped(clock, Math.min(pause, until - clock.now()), signal);
			const found = await findOrder(api, { guid: String(placed.guid) });
			order = { ...order, ...found };
		} catch (error) {
			if (!(error instanceof MintedError)) throw error;
			if (error.kind === 'cancelled') return order;
		}
		pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
	}
	return order;
}

import { isoDate } from '../dates';
import { statusId } from '../orders';
import type { Json } from '../views';
import type { Basket } from './baskets';
import type { ShopOrder } from './orders';

/** What the API shows in one form: a basket, or the order that it has become. */
export type Subject = Basket | ShopOrder;

export function orderOf(subject: Subject): ShopOrder | null {
	return 'status' in subject ? subject : null;
}

/** The state of the prices: seconds left, negative once they have expired. */
export function pricefixView({ content }: Subject, now: number, updated?: boolean): Json {
	const { expiresAt } = content.fix;
	return {
		remaining: Math.floor((expiresAt - now) / 1000),
		nextUpdate: isoDate(expiresAt),
		...(updated === undefined ? {} : { updated }),
	};
}

/** A basket counts as Created. */
export function statusView(subject: Subject): Json {
	const status = orderOf(subject)?.status ?? 'Created';
	return {
		order_creation_status: orderOf(subject) ? 'order' : 'basket',
		status_id: statusId(status),
		status_name: status,
	};
}

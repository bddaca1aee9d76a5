import type { IDataObject } from 'n8n-workflow';
import type { Order } from '../../minted/model';
import { redactPersonalData } from '../../minted/output/redact';
import { simplifyOrder, viewOf, withIsoDates } from '../../minted/output/simplify';
import { dedupKey } from '../../minted/pushes/push';

/**
 * An order as both triggers put it out.
 *
 * @param readAt when Minted gave it, in milliseconds, so that no older state overwrites a newer one
 */
export function orderItem(order: Order, simplify: boolean, readAt: number): IDataObject {
	const whole = (row: Order): object => redactPersonalData(withIsoDates(row));
	const view = simplify ? viewOf<Order, object>(simplifyOrder, whole) : whole;
	return { ...view(order), dedupKey: dedupKey(order), read_at: new Date(readAt).toISOString() };
}

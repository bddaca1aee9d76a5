import { createHash } from 'crypto';

/** Where in n8n an order is placed; the same when n8n tries the same step again. */
export interface OrderOrigin {
	workflowId: string;
	executionId: string;
	nodeId: string;
	runIndex: number;
	itemIndex: number;
}

/**
 * An external_id for an order whose builder gave none: equal for equal origins, so that a
 * repeated attempt finds the order of the first, and different for every other item.
 */
export function deriveExternalId(origin: OrderOrigin): string {
	const text = JSON.stringify([
		origin.workflowId,
		origin.executionId,
		origin.nodeId,
		origin.runIndex,
		origin.itemIndex,
	]);
	return `n8n-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

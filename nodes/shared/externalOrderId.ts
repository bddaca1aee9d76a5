import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { FieldError } from '../../minted/errors';

/** Where in n8n an order is placed; the same when n8n tries the same step again. */
export interface OrderOrigin {
	workflowId: string;
	/** With the instance that it ran in. */
	executionId: string;
	nodeId: string;
	runIndex: number;
	itemIndex: number;
}

const MEMORY = 'mintedConnectExecution';

/**
 * An ID for an order whose builder gave none, from where it is placed.
 *
 * @throws FieldError when a retried execution cannot know the ID that its first run used
 */
export function deriveOrderId(execution: IExecuteFunctions, itemIndex: number): string {
	// Kept with the execution's data, so that a retried execution finds the ID of its first run.
	const memory = execution.getContext('node');
	if (memory[MEMORY] === undefined && execution.getMode() === 'retry') {
		throw new FieldError(
			'External Order ID',
			'This is a retry of an earlier execution, and the order has no External Order ID',
			'The earlier execution may have placed the order, and without an ID it cannot be found. Map your own order ID to External Order ID; if nothing was ordered yet, start the workflow anew instead of retrying it.',
		);
	}
	// Two instances count their executions alike. What an older version kept goes on as it was.
	memory[MEMORY] ??= JSON.stringify([execution.getInstanceId(), execution.getExecutionId()]);
	return hashOf({
		workflowId: String(execution.getWorkflow().id),
		executionId: String(memory[MEMORY]),
		nodeId: execution.getNode().id,
		runIndex: Number(execution.getWorkflowDataProxy(itemIndex).$runIndex),
		itemIndex,
	});
}

/**
 * Equal for equal origins, so that a repeated attempt finds the order of the first, and different for
 * every other item.
 */
export function hashOf(origin: OrderOrigin): string {
	const text = JSON.stringify([
		origin.workflowId,
		origin.executionId,
		origin.nodeId,
		origin.runIndex,
		origin.itemIndex,
	]);
	return `n8n-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

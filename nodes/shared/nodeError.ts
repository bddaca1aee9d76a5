import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { MintedError } from '../../minted/errors';
import { withoutSecrets } from '../../minted/output/redact';
import { explainError, type ExplainContext } from './explain';

export interface NodeErrorContext extends ExplainContext {
	itemIndex?: number;
}

/**
 * Any error as one that n8n shows well. It is built from words alone: the original may hold headers
 * and bodies, and n8n stores all of it.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	context: NodeErrorContext,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const { itemIndex } = context;
	const explanation = explainError(error, context);
	if (explanation === undefined) {
		const reason = error instanceof Error ? error.message : String(error);
		return new NodeOperationError(node, withoutSecrets(reason, context.secrets), { itemIndex });
	}
	const { message, description } = explanation;
	if (error instanceof MintedError) {
		const httpCode = error.details.status?.toString();
		return new NodeApiError(
			node,
			{ message, description },
			{ message, description, httpCode, itemIndex },
		);
	}
	return new NodeOperationError(node, message, { description, itemIndex });
}

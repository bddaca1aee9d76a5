import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { MintedError } from '../../minted/errors';
import { explainError, type ExplainContext } from './explain';

export interface NodeErrorContext extends ExplainContext {
	itemIndex?: number;
	/** A sentence about the other items of the run. */
	others?: string;
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
	const { itemIndex, others = '' } = context;
	const { message, description: words } = explainError(error, context);
	const description = [words, others].filter((part) => part !== '').join(' ');
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

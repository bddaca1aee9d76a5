import type { INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { explainError, type ExplainContext, type Explanation } from '../../shared/explain';
import { toNodeError } from '../../shared/nodeError';
import { askedPath } from '../../shared/pathEntry';
import type { ItemContext, Operation } from '../operation';
import { errorOutputOf } from './output';
import type { ItemParameters } from './parameters';
import type { Run } from './request';

/** Why there is no output for an item. */
export class Failure {
	constructor(
		readonly error: unknown,
		readonly params: ItemParameters,
		/** As far as it came: undefined where a shared field could not be read. */
		readonly item?: ItemContext,
	) {}
}

type FailedRun = Pick<Run, 'execution' | 'operation'> & Partial<Pick<Run, 'connection'>>;

/** What became of the other items of the run: their IDs, as far as they were carried out. */
export interface Others {
	done: ReadonlyArray<{ itemIndex: number; externalId: string }>;
	notStarted: number;
}

/** The error that ends the run. It says what became of the other items as well. */
export function endingError(
	run: FailedRun,
	failure: Failure,
	others: Others,
): NodeApiError | NodeOperationError {
	const context = contextOf(run, failure);
	return toNodeError(run.execution.getNode(), failure.error, {
		...context,
		itemIndex: failure.params.itemIndex,
		others: context.moves && othersInWords(failure, context, others),
	});
}

/** What is said about it, whoever it is said to. */
export const wordsOf = (run: FailedRun, failure: Failure): Explanation =>
	explainError(failure.error, contextOf(run, failure));

/** The item for the error output. */
export function errorItem(run: FailedRun, failure: Failure): INodeExecutionData {
	return errorOutputOf(run.execution, failure.params.itemIndex, {
		...wordsOf(run, failure),
		externalId: failure.item?.externalId,
	});
}

function contextOf(
	{ operation, connection }: FailedRun,
	{ params, item }: Failure,
): ExplainContext {
	return {
		...(operation.endpoint === undefined
			? {}
			: // What was read of the item: a field that could not be read is not read again.
				askedPath(operation.endpoint, connection, { nodePath: item?.endpointPath })),
		environment: connection?.environment ?? 'unknown environment',
		moves: moves(operation),
		secrets: [...(connection?.secrets ?? []), ...params.secrets],
	};
}

function moves(operation: Operation): ExplainContext['moves'] {
	if (!operation.movesMoney) return undefined;
	return operation.endpoint === 'updateCustomerCashBalance' ? 'moved' : 'ordered';
}

/** More IDs than this nobody reads in an error. */
const MOST_NAMED = 20;

function othersInWords(
	{ error, params }: Failure,
	context: ExplainContext,
	{ done, notStarted }: Others,
): string {
	const isUnknown = explainError(error, context).outcome === 'unknown';
	const parts: string[] = [];
	if (done.length > 0) {
		const which = done.every(({ itemIndex }) => itemIndex < params.itemIndex) ? 'earlier' : 'other';
		const count = `${done.length} ${which} item${done.length === 1 ? '' : 's'}`;
		const named = done.slice(0, MOST_NAMED).map(({ externalId }) => externalId);
		const more = done.length > MOST_NAMED ? ` and ${done.length - MOST_NAMED} more` : '';
		const verb = done.length === 1 ? 'was' : 'were';
		if (!isUnknown) parts.push(`This item was not ${context.moves}.`);
		parts.push(`${count} of this run ${verb}: ${named.join(', ')}${more}.`);
	}
	if (notStarted > 0) {
		parts.push(`${notStarted} item${notStarted === 1 ? ' was' : 's were'} not started.`);
	}
	return parts.join(' ');
}

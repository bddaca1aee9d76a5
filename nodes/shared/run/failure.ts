import type { INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { explainError, type ExplainContext, type Explanation } from '../explain';
import { verbOf } from '../moves';
import { toNodeError } from '../nodeError';
import { askedPath } from '../pathEntry';
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

/** What became of the other items of the run. */
export interface Others {
	/** What was carried out; no previews. */
	done: ReadonlyArray<{ itemIndex: number; externalId: string }>;
	failed: readonly Failure[];
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
		others: context.moves && othersInWords(run, failure, others),
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
		moves: movesOf(operation),
		isIdMade: item?.isIdMade,
		isUnguarded: item?.isUnguarded,
		secrets: [...(connection?.secrets ?? []), ...params.secrets],
	};
}

const movesOf = ({ movesMoney, moves = 'ordered' }: Operation): ExplainContext['moves'] =>
	movesMoney ? moves : undefined;

/** More IDs than this nobody reads in an error. */
const MOST_NAMED = 20;

function othersInWords(
	run: FailedRun,
	failure: Failure,
	{ done, failed, notStarted }: Others,
): string {
	const moved = verbOf(movesOf(run.operation) ?? 'moved');
	const isUnknown = (one: Failure) =>
		explainError(one.error, contextOf(run, one)).outcome === 'unknown';
	const open = failed.filter(isUnknown);
	const refused = failed.filter((one) => !isUnknown(one));
	const parts: string[] = [];
	if (done.length > 0) {
		const { itemIndex } = failure.params;
		const which = done.every((one) => one.itemIndex < itemIndex) ? 'earlier' : 'other';
		if (!isUnknown(failure)) parts.push(`This item was not ${moved}.`);
		parts.push(
			`${countOf(done, which)} of this run ${was(done)}: ${namesOf(done.map(({ externalId }) => externalId))}.`,
		);
	}
	if (open.length > 0) {
		parts.push(
			`Of ${countOf(open, 'other')} of this run it is not known whether ${open.length === 1 ? 'it was' : 'they were'} ${moved}: ${namesOf(open.map(idOf))}.`,
		);
	}
	if (refused.length > 0) {
		parts.push(
			`${countOf(refused, 'other')} of this run ${was(refused)} not ${moved}: ${namesOf(refused.map(idOf))}.`,
		);
	}
	if (notStarted > 0) {
		parts.push(`${notStarted} item${notStarted === 1 ? ' was' : 's were'} not started.`);
	}
	return parts.join(' ');
}

/** A failure may have come before the ID was read. */
const idOf = ({ item, params }: Failure): string =>
	item?.externalId ?? `input item ${params.itemIndex}`;

const was = ({ length }: readonly unknown[]) => (length === 1 ? 'was' : 'were');

const countOf = ({ length }: readonly unknown[], which: string) =>
	`${length} ${which} item${length === 1 ? '' : 's'}`;

function namesOf(ids: readonly string[]): string {
	const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
	return `${ids.slice(0, MOST_NAMED).join(', ')}${more}`;
}

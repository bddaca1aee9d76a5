import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { FieldError } from '../../../minted/errors';
import { redactPersonalData, type Disclosure } from '../../../minted/output/redact';
import { viewOf, withIsoDates } from '../../../minted/output/simplify';
import type { Explanation } from '../explain';
import { IDENTITY_NUMBERS_OPTION } from '../fields/shared';
import type { Operation } from '../operation';
import type { ToolContext } from '../tool/context';
import type { ItemParameters } from './parameters';

const OUTPUTS = ['raw', 'selected', 'simplified'] as const;

/** What of one result goes into the output. Read before anything is sent. */
export type Shape = (row: unknown) => IDataObject;

/**
 * What of a result the user asked to have: simplified unless asked otherwise; for a model the builder
 * chooses. What is not simplified goes on without the personal data that was not asked for.
 *
 * @throws FieldError
 */
export function readShape(
	operation: Operation,
	params: ItemParameters,
	tool: ToolContext | undefined,
): Shape {
	const disclosure: Disclosure = {
		identityNumbers:
			operation.returnsIdentityNumbers === true &&
			// A model has no business to know them.
			tool === undefined &&
			params.flag(`options.${IDENTITY_NUMBERS_OPTION}`, 'Include Identity Numbers', false),
	};
	const whole: Shape = (row) => redactPersonalData(asObject(row), disclosure);
	const withDates: Shape = (row) => redactPersonalData(withIsoDates(asObject(row)), disclosure);
	if (operation.simplify === undefined) return withDates;
	// An answer of another shape must not hide that something was done.
	const simplified: Shape = viewOf(operation.simplify, withDates);
	// Only one of the two fields is shown, depending on whether the node is a tool.
	const output = params.raw('output') === null ? null : params.choice('output', 'Output', OUTPUTS);
	if (output === 'raw') return whole;
	if (output === 'selected') return selection(params, whole, simplified);
	return params.flag('simplify', 'Simplify', true) ? simplified : whole;
}

function selection(params: ItemParameters, whole: Shape, simplified: Shape): Shape {
	const names = String(params.raw('outputFields', ''))
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (names.length === 0) {
		throw new FieldError(
			'Fields',
			'Fields is empty',
			'Name the fields to return, e.g. guid, total.',
		);
	}
	return (row) => pick({ ...whole(row), ...simplified(row) }, names);
}

function pick(row: IDataObject, names: string[]): IDataObject {
	return Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]));
}

function asObject(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: { value: value as IDataObject[string] };
}

/** The output for one input item: a list only where it is not a single one. */
export function outputOf(
	shape: Shape,
	itemIndex: number,
	result: unknown,
): INodeExecutionData | INodeExecutionData[] {
	const outputItem = (row: unknown): INodeExecutionData => ({
		json: shape(row),
		pairedItem: { item: itemIndex },
	});
	return Array.isArray(result) ? result.map(outputItem) : outputItem(result);
}

/** What is told about a failed item. */
export interface ErrorWords extends Explanation {
	externalId: string | undefined;
}

/**
 * A failed item, in words and with the fields of its input, so that one can tell which row failed.
 *
 * n8n knows an item for the error output by its keys, adds the input's fields to it by itself, and
 * strips an item with an `error` beside its JSON of everything else.
 */
export function errorOutputOf(
	execution: IExecuteFunctions,
	itemIndex: number,
	{ message, description, outcome, externalId }: ErrorWords,
): INodeExecutionData {
	const pairedItem = { item: itemIndex };
	if (execution.getNode().onError === 'continueErrorOutput') {
		const named = externalId === undefined ? '' : ` External ID: ${externalId}.`;
		return { json: { error: message, message: `${description}${named}`.trim() }, pairedItem };
	}
	return {
		json: {
			...execution.getInputData()[itemIndex]?.json,
			error: message,
			next: description,
			...(outcome === undefined ? {} : { outcome }),
			...(externalId === undefined ? {} : { external_id: externalId }),
		},
		pairedItem,
	};
}

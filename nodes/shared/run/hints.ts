import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows a hint beside the output in the editor; an n8n that knows no hints shows none. */
export function hint(execution: IExecuteFunctions, message: string): void {
	const shown = { message, type: 'warning', location: 'outputPane' } as const;
	(execution as Partial<IExecuteFunctions>).addExecutionHints?.call(execution, shown);
}

/** Rows that an execution makes IDs for are ordered anew by the next one. */
export const madeIdsHint = (count: number, field: string): string =>
	`These ${count} items have no ${field} of their own. The IDs made for them hold for this execution: when the workflow runs again over the same rows, it orders again. Map the ID of each row, e.g. {{ $json.id }}, to ${field}.`;

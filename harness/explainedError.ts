/** An error whose text is all a person needs: what happened, and what to do next. No stack is shown. */
export class ExplainedError extends Error {
	readonly name = 'ExplainedError';

	constructor(whatHappened: string, whatToDo: string, options?: ErrorOptions) {
		super(`${whatHappened}\n${whatToDo}`, options);
	}
}

/** The text to print for an error that ends the program. */
export function errorText(error: unknown): string {
	if (error instanceof ExplainedError) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

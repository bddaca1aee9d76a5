/** A value out of a form or an expression as text; empty for what is neither text nor number. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** For sorting by code unit: the same on every machine, and without locale data, which load slowly. */
export function compareTexts(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

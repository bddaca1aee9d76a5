/** A value out of a form or an expression as text; empty for what is neither text nor number. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

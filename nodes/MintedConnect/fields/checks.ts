import { FieldError } from '../../../minted/errors';

/** YYYY-MM-DD out of what a date field or a spreadsheet brings. */
export function readDay(value: unknown, field: string): string {
	const text = value instanceof Date ? value.toISOString() : String(value);
	const [day] = /^\d{4}-\d{2}-\d{2}(?=$|T| )/.exec(text) ?? [];
	if (day === undefined || !isDay(day)) {
		throw new FieldError(
			field,
			`${field} is not a date`,
			'Write it as year-month-day, e.g. 2026-01-31.',
		);
	}
	return day;
}

/** Refuses what only looks like a day: month 13, 30 February. */
function isDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

export function readEmail(value: unknown, field: string): string {
	if (typeof value === 'string' && /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(value.trim())) {
		return value.trim();
	}
	throw new FieldError(field, `${field} is not an email address`, 'It looks like ada@example.com.');
}

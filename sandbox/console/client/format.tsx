import type { JSX } from 'preact';

const MONEY = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const AMOUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export function money(value: number, currency?: string): string {
	return currency ? `${MONEY.format(value)} ${currency}` : MONEY.format(value);
}

export function grams(value: number): string {
	return `${AMOUNT.format(value)} g`;
}

export function count(value: number): string {
	return AMOUNT.format(value);
}

/** The time of day; the date shows when one points at it. */
export function Time({ at }: { at: string }): JSX.Element {
	const date = new Date(at);
	return (
		<time dateTime={at} title={FULL.format(date)}>
			{CLOCK.format(date)}
		</time>
	);
}

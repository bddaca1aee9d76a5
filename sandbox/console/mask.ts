import { maskCardNumber } from '../domain/cards';

/** Names of fields whose values are nobody's business, in the spellings that people try. */
const PRIVATE_NAME = /identity|card_?(number|cvv|token)|cvv|cvc|password|secret|tckn/i;

/** 14 to 19 digits, also in groups. 13 are left alone: they are a time in milliseconds. */
const CARD_NUMBER = /(?<!\d)\d(?:[ -]?\d){13,18}(?!\d)/g;

/** An identity number of a person; none begins with 0, as a phone number may. */
const IDENTITY_NUMBER = /(?<![\d+])[1-9]\d{10}(?!\d)/g;

const STARS = '***';

/** Stars what looks like a card or identity number anywhere in a text. */
export function maskText(text: string): string {
	return text
		.replace(CARD_NUMBER, (digits) => maskCardNumber(digits.replace(/\D/g, '')))
		.replace(IDENTITY_NUMBER, STARS);
}

/**
 * A copy of a journaled body without private values. The journal has masked the fields of the API;
 * this also catches what somebody sends under another name or in the wrong place.
 */
export function maskValue(value: unknown): unknown {
	if (typeof value === 'string') return maskText(value);
	if (typeof value === 'number') {
		const masked = maskText(String(value));
		return masked === String(value) ? value : masked;
	}
	if (Array.isArray(value)) return value.map(maskValue);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [maskText(name), maskField(name, inner)]),
	);
}

function maskField(name: string, value: unknown): unknown {
	const isPlain = typeof value === 'string' || typeof value === 'number';
	if (!isPlain || !PRIVATE_NAME.test(name)) return maskValue(value);
	// The journal leaves the first and last digits of a card.
	return typeof value === 'string' && /^\d{6}\*+\d{4}$/.test(value) ? value : STARS;
}

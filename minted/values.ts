/**
 * Values as people and spreadsheets give them, checked before they are sent. The name of the field
 * is the caller's: whatever its user calls it.
 */
import { FieldError } from './errors';

/** Zero widths, direction marks, fillers; in Arabic script a joiner is a part of how a word is written. */
const INVISIBLE =
	/(?<!\p{Script=Arabic})[\u200c\u200d]|(?![\u200c\u200d])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * An identifier as the user gave it: text or number, kept to the letter.
 *
 * @throws FieldError when it is empty, too long, or could not stand in a path or a JSON text
 */
export function readId(
	value: unknown,
	field: string,
	limits: { max: number; min?: number },
): string {
	const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
	if (text === null || text === undefined) {
		throw new FieldError(field, `${field} is empty`, `Enter a value for ${field}.`);
	}
	if (typeof text !== 'string') {
		throw new FieldError(
			field,
			`${field} is not a text`,
			'Enter the id as Minted or you wrote it.',
		);
	}
	if (text.trim() === '')
		throw new FieldError(field, `${field} is empty`, `Enter a value for ${field}.`);
	if (text !== text.trim()) {
		throw new FieldError(
			field,
			`${field} begins or ends with a space`,
			'Remove it, or use the expression {{ $json.yourField.trim() }}.',
		);
	}
	refuseHidden(text, field);
	if (/^\.+$/.test(text)) {
		throw new FieldError(
			field,
			`${field} consists of dots only`,
			'Enter the id as Minted or you wrote it.',
		);
	}
	const { min = 1, max } = limits;
	if (text.length < min || text.length > max) {
		throw new FieldError(
			field,
			`${field} must have ${min} to ${max} characters, it has ${text.length}`,
		);
	}
	return text;
}

/** What nobody sees, or what changes on its way. @throws FieldError */
function refuseHidden(text: string, field: string): void {
	if (/[\p{Cc}\u2028\u2029]/u.test(text)) {
		throw new FieldError(
			field,
			`${field} contains a line break or another control character`,
			'Remove it.',
		);
	}
	if (INVISIBLE.test(text)) {
		throw new FieldError(
			field,
			`${field} contains a character that cannot be seen`,
			'Two texts that look alike would be two different ones. Remove it, or type the text anew.',
		);
	}
	if (text !== wellFormed(text)) {
		throw new FieldError(
			field,
			`${field} contains half a character`,
			'The text was probably cut in the middle; use the whole id.',
		);
	}
}

/**
 * JSON as the user typed it, or the value itself from an expression; undefined for an empty field.
 *
 * @throws FieldError
 */
export function readJson(value: unknown, field: string): unknown {
	if (typeof value !== 'string') return value ?? undefined;
	if (value.trim() === '') return undefined;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		throw new FieldError(field, `${field} is not valid JSON`, 'Check quotes, commas and brackets.');
	}
}

/** Lone halves of surrogate pairs would change on their way: they become U+FFFD. */
export function wellFormed(text: string): string {
	return text.replace(
		/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
		'\uFFFD',
	);
}

/** A path the user may type: it starts with one slash and stays below the base URL. @throws FieldError */
export function checkPath(path: string, field: string): string {
	const hint = 'It starts with one slash, e.g. /partner/order; a query goes into its own field.';
	if (!/^\/(?!\/)[\x21-\x7e]*$/.test(path) || /[?#\\]/.test(path)) {
		throw new FieldError(field, `${field} is not a path`, hint);
	}
	const segments = path.split('/').map((segment) => segment.replace(/%2e/gi, '.'));
	if (segments.includes('.') || segments.includes('..')) {
		throw new FieldError(field, `${field} must not contain "." or ".." as a part`, hint);
	}
	return path;
}

/** The places of a path that ids are filled into: "{a} {b}", so that two paths can be compared. */
export function placesOf(path: string): string {
	return (path.match(/\{[^}]*\}/g) ?? []).sort().join(' ');
}

export interface NumberRule {
	/** Name of the field as the user sees it. */
	field: string;
	maxDecimals: number;
	/** Whether zero is allowed; negative numbers need `negative`. */
	zero?: boolean;
	negative?: boolean;
	/** A price: a text of it with exactly three decimals may be one with a thousands separator. */
	isPrice?: boolean;
}

/** One separator of thousands, or three decimals: nobody can tell. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** Larger values lose their last decimals in a JSON number. */
const LARGEST = 1e12;

/**
 * A number as the user gave it, from a form or out of a spreadsheet cell.
 *
 * @throws FieldError that names the field, for anything that is not exactly one plain number
 */
export function readNumber(value: unknown, rule: NumberRule): number {
	const number = typeof value === 'string' ? parsePlain(value, rule) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) {
		throw new FieldError(
			rule.field,
			`${rule.field} is not a number`,
			'Enter digits with a point for decimals, e.g. 0.1.',
		);
	}
	if (number < 0 && !rule.negative) {
		throw new FieldError(
			rule.field,
			`${rule.field} is negative`,
			'Enter a number greater than zero.',
		);
	}
	if (number === 0 && !rule.zero) {
		throw new FieldError(rule.field, `${rule.field} is zero`, 'Enter a number greater than zero.');
	}
	if (Math.abs(number) > LARGEST) {
		throw new FieldError(
			rule.field,
			`${rule.field} is too large`,
			'Check the value: is it in the right unit?',
		);
	}
	if (decimalPlaces(number) > rule.maxDecimals) {
		throw new FieldError(
			rule.field,
			`${rule.field} has more than ${rule.maxDecimals} decimals`,
			`Round it to ${rule.maxDecimals} decimals or fewer.`,
		);
	}
	return number;
}

/**
 * A price as the API gives it, as a number or as a plain decimal text; undefined for everything else.
 * "1.470" is not read: with a separator of thousands it would be a thousand times as much.
 */
export function exactNumber(value: unknown): number | undefined {
	const isText = typeof value === 'string' && /^(0|[1-9]\d{0,11})(\.\d{1,8})?$/.test(value);
	if (isText && THOUSANDS.test(value)) return undefined;
	const number = isText ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** How many decimals the number is written with: 0.125 has 3. */
export function decimalPlaces(value: number): number {
	const [mantissa = '', exponent = '0'] = String(value).toLowerCase().split('e');
	return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

function parsePlain(text: string, rule: NumberRule): number {
	const trimmed = text.trim();
	// Turkey writes a thousand and a quarter as "1.250". Weights have three decimals as well.
	const isUnusual = rule.isPrice === true || rule.maxDecimals < 3;
	if (isUnusual && THOUSANDS.test(trimmed)) {
		throw new FieldError(
			rule.field,
			`${rule.field} could be meant with a thousands separator`,
			'Write it without one, e.g. 1250 or 1.25, or let the expression bring a number instead of a text.',
		);
	}
	if (/^[+-]?\d{1,15}(\.\d{1,20})?$/.test(trimmed)) return Number(trimmed);
	if (/^[+-]?[\d.]*,\d+$/.test(trimmed)) {
		throw new FieldError(
			rule.field,
			`${rule.field} has a comma in it`,
			'Write decimals with a point and no thousands separator, e.g. 1250.50.',
		);
	}
	return Number.NaN;
}

/** YYYY-MM-DD out of what a date field or a spreadsheet brings. @throws FieldError */
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

/** @throws FieldError for what has not the form of an address; whether it exists is not asked. */
export function readEmail(value: unknown, field: string): string {
	if (typeof value === 'string' && /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(value.trim())) {
		return value.trim();
	}
	throw new FieldError(field, `${field} is not an email address`, 'It looks like ada@example.com.');
}

/** Turkey has kept +03:00 all year since September 2016, before the oldest order of the API. */
const TURKEY = '+03:00';
const TURKEY_MS = 3 * 3_600_000;

const DAY_FIRST = /^(\d{2})-(\d{2})-(\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?$/;
const YEAR_FIRST = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Any of the four documented formats as ISO 8601 with an offset, in the local time of Turkey, so that
 * sorting by text sorts by time: `DD-MM-YYYY HH:mm` (Get Order), `YYYY-MM-DD HH:mm:ss` (Buy, Sell),
 * ISO with +03:00 (Price Fix, Delivery), UTC with microseconds (E-Commerce, Walletable).
 *
 * @returns undefined for anything else, so that the caller can keep what was sent
 */
export function toIsoDate(text: string): string | undefined {
	if (ISO.test(text)) return text.endsWith('Z') ? inTurkey(text) : text;
	const dayFirst = DAY_FIRST.exec(text);
	if (dayFirst) {
		const [, day, month, year, hour, minute, second = '00'] = dayFirst;
		return checked(`${year}-${month}-${day}T${hour}:${minute}:${second}${TURKEY}`);
	}
	const yearFirst = YEAR_FIRST.exec(text);
	if (yearFirst) {
		const [, year, month, day, hour, minute, second = '00'] = yearFirst;
		return checked(`${year}-${month}-${day}T${hour}:${minute}:${second}${TURKEY}`);
	}
	return undefined;
}

function inTurkey(utc: string): string | undefined {
	const instant = Date.parse(utc);
	if (Number.isNaN(instant)) return undefined;
	return `${new Date(instant + TURKEY_MS).toISOString().slice(0, 19)}${TURKEY}`;
}

/** Refuses what only looks like a date: 31-02, 25:00. */
function checked(iso: string): string | undefined {
	const instant = Date.parse(iso);
	if (Number.isNaN(instant)) return undefined;
	const local = new Date(instant + TURKEY_MS).toISOString();
	return local.slice(0, 19) === iso.slice(0, 19) ? iso : undefined;
}

/** A value out of a form or an expression as text; empty for what is neither text nor number. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

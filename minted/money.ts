/**
 * Exact decimal arithmetic on the API's JSON numbers, as integers scaled by a power of ten:
 * binary fractions would turn 0.1 g x 3 into a different order.
 */
import { FieldError } from './errors';

interface Decimal {
	/** value = units / 10^scale */
	units: bigint;
	scale: number;
}

function decimal(value: number): Decimal {
	const [mantissa = '', exponent = '0'] = String(value).toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	const scale = fraction.length - Number(exponent);
	const units = BigInt(whole + fraction);
	return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function rescale({ units, scale }: Decimal, places: number, round: 'down' | 'halfUp'): bigint {
	if (places >= scale) return units * 10n ** BigInt(places - scale);
	const divisor = 10n ** BigInt(scale - places);
	return (round === 'halfUp' ? units + divisor / 2n : units) / divisor;
}

function toNumber(units: bigint, places: number): number {
	return Number(`${units}e-${places}`);
}

/** How many decimals the number is written with: 0.125 has 3. */
export function decimalPlaces(value: number): number {
	return decimal(value).scale;
}

/** Price of an order: unit price x grams, in the price's currency, half up to two decimals. */
export function orderTotal(unitPrice: number, grams: number): number {
	const price = decimal(unitPrice);
	const amount = decimal(grams);
	const product = { units: price.units * amount.units, scale: price.scale + amount.scale };
	return toNumber(rescale(product, 2, 'halfUp'), 2);
}

/** As many digits as any number keeps exactly. */
const EXACT_DIGITS = 15;

/**
 * The grams that `total` pays for at `unitPrice`, rounded down to `places` decimals, or to fewer where
 * the number would have more than 15 digits.
 */
export function gramsFor(total: number, unitPrice: number, places: number): number {
	const money = decimal(total);
	const price = decimal(unitPrice);
	const scale = Math.max(money.scale, price.scale);
	const numerator = rescale(money, scale, 'down') * 10n ** BigInt(places);
	const units = numerator / rescale(price, scale, 'down');
	const surplus = Math.min(places, Math.max(0, String(units).length - EXACT_DIGITS));
	return toNumber(units / 10n ** BigInt(surplus), places - surplus);
}

export interface NumberRule {
	/** Name of the field as the user sees it. */
	field: string;
	maxDecimals: number;
	/** Whether zero is allowed; negative numbers need `negative`. */
	zero?: boolean;
	negative?: boolean;
}

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

function parsePlain(text: string, rule: NumberRule): number {
	const trimmed = text.trim();
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

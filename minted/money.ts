/**
 * Exact decimal arithmetic on the API's JSON numbers, as integers scaled by a power of ten:
 * binary fractions would turn 0.1 g x 3 into a different order.
 */
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

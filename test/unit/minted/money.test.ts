import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { gramsFor, orderTotal } from '../../../minted/money';
import { exactNumber } from '../../../minted/values';

Decimal.set({ precision: 60 });

/** A number with at most `decimals` decimals, as prices and grams come out of JSON. */
const decimalNumber = (decimals: number, most: number) =>
	fc.integer({ min: 1, max: most * 10 ** decimals }).map((units) => units / 10 ** decimals);
const price = decimalNumber(4, 100_000);
const grams = decimalNumber(8, 1_000);
const money = decimalNumber(2, 10_000_000);

describe('orderTotal', () => {
	it.each([
		[1889.73, 0.1, 188.97],
		[0.1, 3, 0.3],
		[34.68, 0.5, 17.34],
		[1.005, 1, 1.01],
		[2.675, 1, 2.68],
		[1e-7, 1, 0],
		[12345.6789, 1000, 12_345_678.9],
	])('of %d a gram times %d g is %d', (unit, amount, total) => {
		expect(orderTotal(unit, amount)).toBe(total);
	});

	it('is what exact decimal arithmetic gives, half up to two decimals', () => {
		fc.assert(
			fc.property(price, grams, (unit, amount) => {
				const exact = new Decimal(unit).times(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
				expect(orderTotal(unit, amount)).toBe(exact.toNumber());
			}),
		);
	});
});

describe('gramsFor', () => {
	it('never costs more than the total, and is the most that does not', () => {
		fc.assert(
			fc.property(money, price, fc.integer({ min: 0, max: 8 }), (total, unit, places) => {
				const amount = new Decimal(gramsFor(total, unit, places));
				// A number has no room for more than 15 digits.
				const whole = new Decimal(total).div(unit).trunc().toFixed().length;
				const step = new Decimal(10).pow(-Math.min(places, 15 - whole));
				expect(amount.times(unit).lte(total)).toBe(true);
				expect(amount.plus(step).times(unit).gt(total)).toBe(true);
				expect(amount.decimalPlaces()).toBeLessThanOrEqual(places);
			}),
		);
	});

	it('is not fooled by binary fractions', () => {
		expect(gramsFor(0.3, 0.1, 0)).toBe(3);
		expect(gramsFor(1, 3, 4)).toBe(0.3333);
		expect(gramsFor(432235.49, 0.0022, 8)).toBe(196_470_677.272727);
	});
});

describe('A price', () => {
	it.each([
		[1470.12, 1470.12],
		['1470.12', 1470.12],
		['0.5', 0.5],
		['1470', 1470],
		['1470.1234', 1470.1234],
		['1470.123', 1470.123],
	])('of %j is read', (value, price) => {
		expect(exactNumber(value)).toBe(price);
	});

	it.each([
		'1.470,12',
		'1,470.12',
		// One and a half, or a thousand and a half?
		'1.470',
		'1e3',
		'0x10',
		'007',
		'1470.',
		'.5',
		' 1470',
		'1470 TRY',
		'-1',
		'+1',
		'',
		'NaN',
		'١٤٧٠',
		Number.NaN,
		Number.POSITIVE_INFINITY,
		null,
		undefined,
		true,
		[1470],
		{ value: 1470 },
	])('of %j is not guessed at', (value) => {
		expect(exactNumber(value)).toBeUndefined();
	});
});

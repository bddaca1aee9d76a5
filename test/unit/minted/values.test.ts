import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { FieldError } from '../../../minted/errors';
import {
	checkPath,
	decimalPlaces,
	readDay,
	readEmail,
	readId,
	readJson,
	readNumber,
	textOf,
	toIsoDate,
	wellFormed,
} from '../../../minted/values';
import { hostileText } from '../support/hostile';

describe('readId', () => {
	it.each([
		[undefined, 'Order is empty'],
		[null, 'Order is empty'],
		['', 'Order is empty'],
		['  ', 'Order is empty'],
		['\u00a0', 'Order is empty'],
		[' a', 'Order begins or ends with a space'],
		['a\nb', 'Order contains a line break or another control character'],
		['a\u200b', 'Order contains a character that cannot be seen'],
		['a\u202eb', 'Order contains a character that cannot be seen'],
		['a\u00adb', 'Order contains a character that cannot be seen'],
		['a\u2060b', 'Order contains a character that cannot be seen'],
		['a\u3164b', 'Order contains a character that cannot be seen'],
		['a\ufe0fb', 'Order contains a character that cannot be seen'],
		['a\u200db', 'Order contains a character that cannot be seen'],
		['a\ud83d', 'Order contains half a character'],
		['..', 'Order consists of dots only'],
		[{}, 'Order is not a text'],
		[true, 'Order is not a text'],
		[['a'], 'Order is not a text'],
		[1.5, 'Order is not a text'],
		[Number.NaN, 'Order is not a text'],
		[2 ** 53, 'Order is not a text'],
		['ab', 'Order must have 3 to 5 characters, it has 2'],
		['abcdef', 'Order must have 3 to 5 characters, it has 6'],
	])('refuses %j: %s', (value, message) => {
		expect(() => readId(value, 'Order', { min: 3, max: 5 })).toThrow(new FieldError('x', message));
	});

	it('takes a text to the letter, and a whole number', () => {
		expect(readId('wéb-ş漢', 'Order', { max: 255 })).toBe('wéb-ş漢');
		expect(readId(10042, 'Order', { max: 255 })).toBe('10042');
		expect(readId(0, 'Order', { max: 255 })).toBe('0');
	});
});

describe('A path of the user', () => {
	it('stays below the base address, or is refused', () => {
		fc.assert(
			fc.property(hostileText, (text) => {
				try {
					checkPath(text, 'Path');
				} catch (error) {
					expect(error).toBeInstanceOf(FieldError);
					return;
				}
				const { origin, pathname } = new URL(`https://api.example.com/base${text}`);
				expect(origin).toBe('https://api.example.com');
				expect(pathname.startsWith('/base/')).toBe(true);
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each(['partner', '//evil.example', '/a?b=c', '/a#b', '/a/../b', '/a/%2e%2E/b', '/a b', ''])(
		'is refused: %j',
		(path) => {
			expect(() => checkPath(path, 'Endpoint Path')).toThrow(/^Endpoint Path /);
		},
	);
});

describe('readJson', () => {
	it('reads text, takes values as they are, and an empty field as nothing', () => {
		expect(readJson('{"a":1}', 'Body')).toEqual({ a: 1 });
		expect(readJson({ a: 1 }, 'Body')).toEqual({ a: 1 });
		for (const empty of ['', '  ', null, undefined])
			expect(readJson(empty, 'Body')).toBeUndefined();
		expect(() => readJson('{a:1}', 'Body')).toThrow('Body is not valid JSON');
	});
});

it('Half characters are replaced, and all others kept', () => {
	expect(wellFormed('a\ud83db\ude00👍')).toBe('a\ufffdb\ufffd👍');
	fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => wellFormed(text) === text));
});

describe('decimalPlaces', () => {
	it.each([
		[1, 0],
		[0.125, 3],
		[1e-7, 7],
		[1.5e-8, 9],
		[1e21, 0],
	])('of %d is %d', (value, places) => {
		expect(decimalPlaces(value)).toBe(places);
	});
});

describe('readNumber', () => {
	const rule = { field: 'Amount (Grams)', maxDecimals: 4 };
	const numbers = fc.integer({ min: 1, max: 10_000_000_000 }).map((units) => units / 10_000);

	it('takes numbers and plain texts to the last digit', () => {
		fc.assert(
			fc.property(numbers, (value) => {
				expect(readNumber(value, rule)).toBe(value);
				expect(readNumber(` ${new Decimal(value).toFixed()} `, rule)).toBe(value);
			}),
		);
	});

	it.each([
		['', 'is not a number'],
		['1e3', 'is not a number'],
		['0x10', 'is not a number'],
		['1 000', 'is not a number'],
		['1,000.50', 'is not a number'],
		[Number.NaN, 'is not a number'],
		[Number.POSITIVE_INFINITY, 'is not a number'],
		[null, 'is not a number'],
		[undefined, 'is not a number'],
		[true, 'is not a number'],
		[[1], 'is not a number'],
		[{ valueOf: () => 1 }, 'is not a number'],
		['0,5', 'has a comma in it'],
		['1.250,50', 'has a comma in it'],
		[-0.1, 'is negative'],
		['0', 'is zero'],
		[-0, 'is zero'],
		[1e13, 'is too large'],
		[0.12345, 'has more than 4 decimals'],
	])('refuses %p and names the field', (value, problem) => {
		expect(() => readNumber(value, rule)).toThrow(
			new FieldError(rule.field, `Amount (Grams) ${problem}`),
		);
	});

	it.each(['1.250', '-2.940', '+100.000', '12.500'])(
		'refuses %j for a price: in Turkey that is a number of thousands',
		(text) => {
			const money = { field: 'Total Price', maxDecimals: 2, negative: true };
			const unclear = new FieldError(
				'Total Price',
				'Total Price could be meant with a thousands separator',
			);
			expect(() => readNumber(text, money)).toThrow(unclear);
			expect(() => readNumber(text, { ...money, maxDecimals: 4, isPrice: true })).toThrow(unclear);
		},
	);

	it('takes three decimals of a weight, and numbers that nobody writes with a separator', () => {
		expect(readNumber('1.250', rule)).toBe(1.25);
		for (const text of ['0.250', '1250.000', '1.25', '1.2500']) {
			expect(readNumber(text, { ...rule, isPrice: true })).toBe(Number(text));
		}
	});

	it('takes zero and negative numbers where the rule does', () => {
		expect(readNumber(0, { ...rule, zero: true })).toBe(0);
		expect(readNumber('-2.5', { ...rule, negative: true })).toBe(-2.5);
	});
});

describe('readDay', () => {
	it.each([
		['2026-01-31', '2026-01-31'],
		['2026-01-31T23:30:00.000+03:00', '2026-01-31'],
		['2024-02-29 10:00', '2024-02-29'],
		[new Date('2026-01-31T10:00:00Z'), '2026-01-31'],
	])('takes the day out of %p', (value, day) => {
		expect(readDay(value, 'From Date')).toBe(day);
	});

	it.each(['31.12.2026', '2026-02-30', '2026-13-01', '20261231', '', 20261231, null])(
		'refuses %p',
		(value) => {
			expect(() => readDay(value, 'From Date')).toThrow('From Date is not a date');
		},
	);
});

describe('readEmail', () => {
	it('takes an address, without the spaces around it', () => {
		expect(readEmail(' ada@example.com ', 'Email')).toBe('ada@example.com');
	});

	it.each(['ada', 'ada@example', '@example.com', 'a b@example.com', '', null, 7])(
		'refuses %p',
		(value) => {
			expect(() => readEmail(value, 'Email')).toThrow('Email is not an email address');
		},
	);
});

describe('toIsoDate', () => {
	it.each([
		['Get Order', '21-11-2023 14:05', '2023-11-21T14:05:00+03:00'],
		['Get Order, with seconds', '21-11-2023 14:05:09', '2023-11-21T14:05:09+03:00'],
		['Buy', '2025-01-17 13:50:29', '2025-01-17T13:50:29+03:00'],
		['Price Fix', '2024-12-05T18:43:32+03:00', '2024-12-05T18:43:32+03:00'],
		['UTC', '2024-12-05T15:43:32Z', '2024-12-05T18:43:32+03:00'],
		['E-Commerce', '2024-07-15T21:30:09.000000Z', '2024-07-16T00:30:09+03:00'],
		['E-Commerce, with microseconds', '2024-07-15T09:30:09.123456Z', '2024-07-15T12:30:09+03:00'],
		['UTC, to the minute', '2024-12-31T22:00Z', '2025-01-01T01:00:00+03:00'],
	])('reads the format of %s', (_, text, iso) => {
		expect(toIsoDate(text)).toBe(iso);
	});

	it.each([
		'31-02-2024 10:00',
		'2024-13-01 10:00:00',
		'01-01-2024 25:00',
		'2024-13-01T10:00:00Z',
		'2024-01-01T25:00:00.000000Z',
		'2024-01-01',
		'01/02/2024 10:00',
		'yesterday',
		'',
		' 01-01-2024 10:00',
	])('leaves %j to the caller', (text) => {
		expect(toIsoDate(text)).toBeUndefined();
	});

	const instants = fc
		.date({
			min: new Date('2017-01-01T00:00:00Z'),
			max: new Date('2035-12-31T00:00:00Z'),
			noInvalidDate: true,
		})
		.map((date) => DateTime.fromJSDate(date, { zone: 'Europe/Istanbul' }).startOf('minute'));
	const formats = (local: DateTime) => [
		local.toFormat('dd-MM-yyyy HH:mm'),
		local.toFormat('yyyy-MM-dd HH:mm:ss'),
		local.toISO({ suppressMilliseconds: true }) ?? '',
		local.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'.000000Z'"),
	];

	it('gives the same text in all four formats: the instant, as it is in Istanbul', () => {
		fc.assert(
			fc.property(instants, (local) => {
				const [first = '', ...others] = formats(local).map(toIsoDate);
				expect(new Set(others)).toEqual(new Set([first]));
				expect(Date.parse(first)).toBe(local.toMillis());
			}),
		);
	});

	it('gives texts that sort by time, whatever the formats', () => {
		const which = fc.nat(3);
		fc.assert(
			fc.property(instants, which, instants, which, (a, formatOfA, b, formatOfB) => {
				const [one = '', two = ''] = [formats(a)[formatOfA], formats(b)[formatOfB]].map((text) =>
					toIsoDate(text ?? ''),
				);
				expect(Math.sign(one.localeCompare(two))).toBe(Math.sign(a.toMillis() - b.toMillis()));
			}),
		);
	});
});

describe('A value as text', () => {
	it.each([
		['GAU', 'GAU'],
		[12, '12'],
		[true, ''],
		[null, ''],
		[{ value: 'GAU' }, ''],
	])('%p is %p', (value, text) => {
		expect(textOf(value)).toBe(text);
	});
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { toIsoDate } from '../../../minted/values';

describe('toIsoDate', () => {
	it.each([
		['Get Order', '21-11-2023 14:05', '2023-11-21T14:05:00+03:00'],
		['Get Order, with seconds', '21-11-2023 14:05:09', '2023-11-21T14:05:09+03:00'],
		['Buy', '2025-01-17 13:50:29', '2025-01-17T13:50:29+03:00'],
		['Price Fix', '2024-12-05T18:43:32+03:00', '2024-12-05T18:43:32+03:00'],
		['UTC', '2024-12-05T15:43:32Z', '2024-12-05T15:43:32Z'],
	])('reads the format of %s', (_, text, iso) => {
		expect(toIsoDate(text)).toBe(iso);
	});

	it.each([
		'31-02-2024 10:00',
		'2024-13-01 10:00:00',
		'01-01-2024 25:00',
		'2024-01-01',
		'01/02/2024 10:00',
		'yesterday',
		'',
		' 01-01-2024 10:00',
	])('leaves %j to the caller', (text) => {
		expect(toIsoDate(text)).toBeUndefined();
	});

	it('gives the same instant in both local formats, which is the one in Istanbul', () => {
		const date = fc.date({
			min: new Date('2017-01-01T00:00:00Z'),
			max: new Date('2035-12-31T00:00:00Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(date, (instant) => {
				const local = DateTime.fromJSDate(instant, { zone: 'Europe/Istanbul' }).startOf('minute');
				const dayFirst = toIsoDate(local.toFormat('dd-MM-yyyy HH:mm'));
				expect(dayFirst).toBe(toIsoDate(local.toFormat('yyyy-MM-dd HH:mm:ss')));
				expect(Date.parse(dayFirst ?? '')).toBe(local.toMillis());
			}),
		);
	});
});

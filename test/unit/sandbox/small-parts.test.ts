import {
	cardAssociation,
	cardBehaviour,
	maskCardNumber,
	readCard,
} from '../../../sandbox/domain/cards';
import { dayBounds, getOrderDate, isoDate, lastDays } from '../../../sandbox/domain/dates';
import { checkAddress, deliveryCost } from '../../../sandbox/domain/delivery';
import { ApiError, chooseLanguage } from '../../../sandbox/errors';
import { Journal, maskAuthorization, maskBody } from '../../../sandbox/journal';
import type { JournalEntry } from '../../../sandbox/journal';
import { page, paragraph } from '../../../sandbox/pages/html';
import { RandomStream } from '../../../sandbox/random';

describe('cards', () => {
	const NOW = Date.parse('2026-05-31T20:00:00Z');
	const card = (changes: object) => ({
		...{ card_holder: 'Ada Example', card_number: '5406670000005403' },
		...{ card_expiry: '05/26', card_cvv: '000' },
		...changes,
	});

	test('show six and four digits and keep their length', () => {
		expect(maskCardNumber('5406670000005403')).toBe('540667******5403');
	});

	test.each([
		['5406670000005403', 'mastercard', '3d'],
		['4111110000000003', 'visa', 'no-3d'],
		['9792000000000002', 'troy', 'declined'],
	])('%s is %s and %s', (number, association, behaviour) => {
		expect([cardAssociation(number), cardBehaviour(number)]).toEqual([association, behaviour]);
	});

	test('are good to the end of their month, in Turkey', () => {
		expect(readCard(card({}), NOW, '')).toMatchObject({ expiry: '05/26' });
		expect(() => readCard(card({}), NOW + 3_600_000, '')).toThrow(ApiError);
	});

	test.each([[{ card_number: '1' }], [{ card_cvv: '12' }], [{ card_expiry: '13/30' }]])(
		'%j is refused',
		(changes) => {
			expect(() => readCard(card(changes), NOW, '')).toThrow(ApiError);
		},
	);
});

describe('dates', () => {
	const LATE = Date.parse('2026-05-04T22:30:00Z');

	test('are Turkish', () => {
		expect([getOrderDate(LATE), isoDate(LATE)]).toEqual([
			...['05-05-2026 01:30', '2026-05-05T01:30:00+03:00'],
		]);
		expect(lastDays(LATE, 2)).toEqual(['2026-05-04', '2026-05-05']);
		expect(dayBounds('2026-05-05')).toEqual({
			start: Date.parse('2026-05-04T21:00:00Z'),
			end: Date.parse('2026-05-05T20:59:59.999Z'),
		});
	});
});

describe('deliveries', () => {
	const place = { fullname: 'Ada Example', city: 'İstanbul', county: 'Kadıköy', address: 'No 1' };
	const blamed = (billing: object, shipping: object): string[] =>
		checkAddress({
			billing: { ...place, ...billing },
			shipping: { ...place, ...shipping },
		}).map(({ field }) => field);

	test('cost what the documented example says', () => {
		expect(deliveryCost(3).total.toNumber()).toBe(70.01);
	});

	test('need a place and, for companies, tax data', () => {
		expect(blamed({}, {})).toEqual([]);
		expect(blamed({ fullname: null }, { address: undefined })).toEqual([
			...['address.billing.fullname', 'address.shipping.address'],
		]);
		expect(blamed({ invoice_type: 'Corporate' }, {})).toEqual([
			...['company_name', 'tax_office', 'tax_number'].map((name) => `address.billing.${name}`),
		]);
	});
});

describe('messages', () => {
	test.each([
		[undefined, 'tr'],
		['en-US,tr;q=0.5', 'en'],
		['de, fr', 'tr'],
		['', 'tr'],
	])('for Accept-Language %s are in %s', (header, language) => {
		expect(chooseLanguage(header)).toBe(language);
	});

	test('of several complaints about a field stand together', () => {
		const complaint = { field: 'a', en: 'one', tr: 'bir' };
		const error = new ApiError('parameter', [complaint, { ...complaint, en: 'two' }]);
		expect(error.envelope('en').data).toEqual({ errors: { a: ['one', 'two'] } });
	});
});

describe('the journal', () => {
	test('stars what is secret, however deep', () => {
		const body = {
			payment: [{ card_number: '5406670000005403', card_cvv: '737', card_token: 't' }],
		};
		expect(maskBody({ ...body, customer: { identity_number: '10000000146' }, n: null })).toEqual({
			payment: [{ card_number: '540667******5403', card_cvv: '***', card_token: '***' }],
			customer: { identity_number: '***' },
			n: null,
		});
		expect(maskAuthorization('Digest username="u", response="r", nc=00000001, qop=auth')).toBe(
			'Digest nc=00000001 qop=auth',
		);
		expect(maskAuthorization('Basic c2VjcmV0')).toBe('Basic');
	});

	test('counts all and keeps the last', () => {
		const journal = new Journal(3);
		for (let i = 0; i < 10; i++) journal.add({ url: String(i) } as JournalEntry);
		expect(journal.requests().map(({ url }) => url)).toEqual(['7', '8', '9']);
		expect(journal.counters().requests).toBe(10);
	});
});

describe('pages', () => {
	test('escape what they show', () => {
		const html = page('<b>', [paragraph('"<script>&')]);
		expect(html).toContain('&#60;b&#62;');
		expect(html).not.toMatch(/<script|<b>/);
	});
});

describe('random streams', () => {
	test('have the documented forms', () => {
		const stream = new RandomStream(1, 'ids');
		for (let i = 0; i < 100; i++) {
			expect(stream.guid()).toMatch(
				/^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/,
			);
			expect(stream.orderCode()).toMatch(/^[A-Z0-9]{8}$/);
			expect(stream.token()).toMatch(/^[A-Za-z0-9]{32}$/);
		}
	});

	test('repeat for a seed and a name, and only then', () => {
		const draw = (seed: number, name: string): string => new RandomStream(seed, name).token();
		expect(draw(1, 'a')).toBe(draw(1, 'a'));
		expect(new Set([draw(1, 'a'), draw(2, 'a'), draw(1, 'b')]).size).toBe(3);
	});
});

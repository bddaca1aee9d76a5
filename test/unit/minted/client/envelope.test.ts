import fc from 'fast-check';
import { dataOf, readAnswer, retryAfterMs } from '../../../../minted/client/envelope';
import { MintedError, type MintedErrorDetails } from '../../../../minted/errors';

const response = (status: number, body: unknown, headers = {}) => ({
	status,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});
const unwrap = (answer: ReturnType<typeof response>) => dataOf(readAnswer(answer));
const refusal = (message: string, more = {}) => ({
	data: null,
	success: false,
	code: 1,
	message,
	...more,
});

function failureOf(...args: Parameters<typeof response>): MintedErrorDetails {
	try {
		unwrap(response(...args));
	} catch (error) {
		if (error instanceof MintedError) return error.details;
		throw error;
	}
	throw new Error('It was taken for a success');
}

describe('A success', () => {
	it('is the data of the envelope', () => {
		const data = { guid: 'G', total: 188.97 };
		expect(unwrap(response(200, { data, success: true, code: 0, message: '' }))).toEqual(data);
		expect(unwrap(response(201, { data: [], success: true }))).toEqual([]);
	});

	it('needs both the status and "success": true', () => {
		expect(failureOf(500, { data: {}, success: true })).toMatchObject({ kind: 'server' });
		expect(failureOf(200, { data: {}, success: 'true' })).toMatchObject({ kind: 'unreadable' });
		expect(failureOf(200, { data: {} })).toMatchObject({ kind: 'unreadable' });
	});
});

describe('A failure is told by its status', () => {
	const unwrapped = 'Whatever';
	it.each([
		[401, refusal('No'), 'credentials'],
		[403, refusal('No'), 'forbidden'],
		[403, '<html>', 'notMinted'],
		[403, 'Forbidden', 'forbidden'],
		[404, refusal('No'), 'notFound'],
		[404, '<html>', 'noSuchPath'],
		[405, refusal('No'), 'noSuchPath'],
		[422, refusal('No'), 'parameter'],
		[422, unwrapped, 'parameter'],
		[400, unwrapped, 'parameter'],
		[409, refusal('No'), 'conflict'],
		[409, '<html>', 'conflict'],
		[408, '', 'noAnswer'],
		[408, refusal('No'), 'noAnswer'],
		[418, unwrapped, 'notMinted'],
		[429, '', 'rateLimited'],
		[500, refusal('No'), 'server'],
		[503, '<html>', 'server'],
		[302, '', 'notMinted'],
		[200, refusal('No'), 'refused'],
		[200, refusal('No', { code: 500 }), 'server'],
		[200, refusal('No', { code: '503' }), 'server'],
		[200, refusal('No', { code: 5001 }), 'server'],
		[200, refusal('No', { code: 4221 }), 'refused'],
		[200, refusal('No', { code: 499 }), 'refused'],
		[200, refusal('No', { code: '050' }), 'refused'],
		[200, refusal('No', { code: null }), 'refused'],
		[200, refusal('Insufficient balance.', { code: 500 }), 'server'],
		[500, refusal('Insufficient balance.'), 'server'],
		[429, refusal('The price token has expired.'), 'rateLimited'],
		[200, '<!DOCTYPE html><p>Hello', 'notMinted'],
		[200, '{"data":{"guid":"x"', 'unreadable'],
		[200, '', 'unreadable'],
		[200, '[]', 'unreadable'],
		[200, 'null', 'unreadable'],
	])('%d with %j: %s', (status, body, kind) => {
		expect(failureOf(status, body)).toMatchObject({ kind, status });
	});
});

describe('A refusal is understood in both languages', () => {
	it.each([
		['The price token (price_token) has expired.', 'priceTokenExpired'],
		['Fiyat anahtarının (price_token) süresi doldu.', 'priceTokenExpired'],
		['The price_token is invalid', 'priceTokenExpired'],
		['Insufficient balance.', 'insufficientBalance'],
		['Yetersiz bakiye.', 'insufficientBalance'],
		['YETERSİZ BAKİYE', 'insufficientBalance'],
		['Bakiyeniz yetersiz', 'insufficientBalance'],
		['There is not enough balance', 'insufficientBalance'],
		['Customer not found.', 'unknownCustomer'],
		['Müşteri bulunamadı.', 'unknownCustomer'],
		['Parameter Error (New Customer)', 'unknownCustomer'],
		['Parametre hatası (Yeni müşteri)', 'unknownCustomer'],
		['The external_id has already been taken.', 'conflict'],
		['An order with this external id already exists', 'conflict'],
		['Bu sipariş daha önce oluşturulmuş', 'conflict'],
		['Mükerrer sipariş', 'conflict'],
		['This external_id is already in use', 'conflict'],
		['The external id is in use.', 'conflict'],
		['Order already placed', 'conflict'],
		['You have already placed this order', 'conflict'],
		['external_id must be unique', 'conflict'],
		['external_id benzersiz olmalı', 'conflict'],
		['Bu sipariş numarası kullanılmış', 'conflict'],
		['SİPARİŞ NUMARASI KULLANILMIŞ', 'conflict'],
		['external_id başka bir siparişte kullanılıyor', 'conflict'],
	])('%s', (message, kind) => {
		expect(failureOf(422, refusal(message))).toMatchObject({ kind, apiMessage: message });
		expect(failureOf(200, refusal(message))).toMatchObject({ kind });
	});

	it('is found in the messages by field as well', () => {
		const data = { errors: { price_token: ['The price token is invalid'] } };
		expect(failureOf(422, refusal('Parameter Error.', { data }))).toMatchObject({
			kind: 'priceTokenExpired',
		});
		const taken = { external_id: ['has already been taken'] };
		expect(failureOf(422, refusal('Parameter Error.', { data: taken }))).toMatchObject({
			kind: 'conflict',
		});
	});

	it('is not guessed from a message about something else', () => {
		for (const message of [
			'The amount is too small',
			'external_id is not in use',
			'The price_token was already used for another order',
			'Order refused: the token is already used',
			'The selected external id is invalid.',
			'Order amount must be at least 0.1',
		]) {
			expect(failureOf(422, refusal(message))).toMatchObject({ kind: 'parameter' });
		}
	});
});

describe('What Minted says', () => {
	it('is kept with its code and its messages by field', () => {
		const data = { errors: { 'items.0.amount': ['must be greater than 0'], phone: 'is required' } };
		expect(failureOf(422, refusal('Parameter Error.', { code: 422, data }))).toMatchObject({
			apiCode: 422,
			apiMessage: 'Parameter Error.',
			fieldErrors: { 'items.0.amount': ['must be greater than 0'], phone: ['is required'] },
		});
		expect(failureOf(422, refusal('', { data: { phone: ['is required'] } }))).toMatchObject({
			fieldErrors: { phone: ['is required'] },
		});
	});

	it('is not made up from data of another shape', () => {
		for (const data of [null, 'text', [1], {}, { errors: [] }, { errors: { a: 1 } }]) {
			expect(failureOf(422, refusal('No', { data })).fieldErrors).toBeUndefined();
		}
	});
});

it('Any body at any status is a success with its data, or a MintedError', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 100, max: 599 }),
			fc.oneof(
				fc.string(),
				fc.json(),
				fc.json().map((data) => `{"success":true,"data":${data}}`),
			),
			(status, body) => {
				try {
					unwrap(response(status, body));
					expect(status).toBeGreaterThanOrEqual(200);
					expect(status).toBeLessThan(300);
				} catch (error) {
					expect(error).toBeInstanceOf(MintedError);
				}
			},
		),
	);
});

describe('Retry-After', () => {
	beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-11-02T09:00:00Z') }));
	afterEach(() => jest.useRealTimers());

	it.each([
		['0', 0],
		[' 3 ', 3_000],
		[['7', '9'], 7_000],
		['Mon, 02 Nov 2026 09:00:30 GMT', 30_000],
		['Mon, 02 Nov 2026 08:00:00 GMT', 0],
		['soon', undefined],
		['-1', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j is %p ms', (header, ms) => {
		expect(retryAfterMs(header)).toBe(ms);
	});
});

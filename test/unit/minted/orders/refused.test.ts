/** What an answer to an order that was sent proves: that it was refused, or nothing. */
import { MintedError } from '../../../../minted/errors';
import { HttpFailure, type HttpFailureKind } from '../../../../minted/http';
import { data, refusal, ScriptedApi, type Reply } from '../../support/scriptedApi';

const ORDER = {
	price_token: 'token',
	currency_code: 'TRY',
	external_id: 'shop-1',
	items: [{ sku: 'GAU', amount: 0.1 }],
} as const;

/** Sends an order that is answered like this. */
async function failureOf(answer: Reply | Error): Promise<MintedError> {
	const { api } = new ScriptedApi(() => answer);
	const request = api.prepare('sellDigital', { body: { ...ORDER, items: [...ORDER.items] } });
	const error: unknown = await request.send().catch((thrown: unknown) => thrown);
	if (error instanceof MintedError) return error;
	throw new Error('It was taken for an order that went well');
}

type Row = [status: number, message: string, more?: Parameters<typeof refusal>[2]];

const named = (data: unknown) => ({ data: { errors: data } });

describe('That an order was refused is proved', () => {
	it.each<Row>([
		// The API's own refusal at a status that says so.
		[400, 'Bad Request'],
		[400, ''],
		[401, 'Unauthorized'],
		[403, 'Forbidden'],
		[403, ''],
		[404, 'Not Found'],
		[405, 'Method Not Allowed'],
		[422, 'Parameter Error.'],
		[422, ''],
		[422, 'The given data was invalid.', named({ amount: ['The amount must be at least 0.01.'] })],
		[422, 'Parametre hatası.', named({ sku: ['sku alanı gereklidir.'] })],
		[429, 'Too Many Requests'],
		[429, ''],
		[418, 'No'],
		// A known refusal, at whatever status carries the envelope.
		[422, 'Insufficient balance.'],
		[200, 'Insufficient balance.'],
		[200, 'Yetersiz bakiye.'],
		[200, 'YETERSİZ BAKİYE', { code: 4223 }],
		[400, 'Bakiyeniz yetersiz'],
		[422, 'The price token has expired.'],
		[200, 'The price token has expired.'],
		[200, 'Fiyat anahtarının (price_token) süresi doldu.', { code: '050' }],
		[422, 'Customer not found.'],
		[200, 'Müşteri bulunamadı.'],
		[422, 'Parameter Error (New Customer)'],
		[422, 'Parameter Error.', named({ price_token: ['The price token is invalid.'] })],
	])('by %d "%s" %j', async (...row) => {
		expect((await failureOf(refusal(...row))).mayHaveBeenProcessed).toBe(false);
	});

	it.each([
		[400, '<html>Bad Request'],
		[403, '<html>Forbidden'],
		[404, '<html>Not Found'],
		[405, ''],
		[413, '<html>Too Large'],
		[422, ''],
		[429, '<html>Slow down'],
	])('by a page with %d: what stands before the API did not let it through', async (...row) => {
		const [status, body] = row;
		expect((await failureOf({ status, body })).mayHaveBeenProcessed).toBe(false);
	});

	it.each<HttpFailureKind>(['dns', 'refused', 'unreachable', 'tls'])(
		'by a connection that never was: %s',
		async (kind) => {
			const error = await failureOf(new HttpFailure(kind, 'no way'));
			expect(error).toMatchObject({ kind: 'unreachable', mayHaveBeenProcessed: false });
		},
	);
});

describe('Nothing is proved', () => {
	it.each<Row>([
		// A success that is none, without a refusal that is known.
		[200, ''],
		[200, 'No'],
		[200, 'Please contact us'],
		[200, 'İşleminiz alındı'],
		[200, 'Order not found'],
		[200, 'Parameter Error.'],
		[200, 'The market is closed.', { code: 77 }],
		[201, 'The amount is too small'],
		[200, 'Beklenmeyen bir hata oluştu', { code: 499 }],
		// A code of the server, whatever the words.
		[200, 'Insufficient balance.', { code: 500 }],
		[200, 'Yetersiz bakiye.', { code: '503' }],
		[200, 'The price token has expired.', { code: 5001 }],
		[200, 'Customer not found.', { code: 999 }],
		// The server failed, whatever the words.
		[500, ''],
		[500, 'Insufficient balance.'],
		[500, 'The price token has expired.'],
		[502, 'Bad Gateway'],
		[503, 'Bakım'],
		[504, 'Gateway Timeout'],
		[599, 'Customer not found.'],
		// Somebody has the ID already: perhaps this very order.
		[409, ''],
		[409, 'Insufficient balance.'],
		[409, 'The price token has expired.'],
		[422, 'The external_id has already been taken.'],
		[422, 'Order already exists'],
		[422, 'Parameter Error.', named({ external_id: ['has already been taken'] })],
		[200, 'Bu sipariş daha önce oluşturulmuş'],
		[422, 'Mükerrer sipariş'],
		[400, 'Duplicate order'],
		// The server gave up waiting for what it may have read.
		[408, ''],
		[408, 'Insufficient balance.'],
		// It is somewhere else, or was.
		[301, ''],
		[302, 'Order not found'],
		[307, ''],
	])('by %d "%s" %j', async (...row) => {
		expect((await failureOf(refusal(...row))).mayHaveBeenProcessed).toBe(true);
	});

	it.each<[string, Reply]>([
		['an empty success', { status: 200, body: '' }],
		['no content', { status: 204, body: '' }],
		['half an answer', { status: 200, body: '{"data":{"guid":["G-1"' }],
		['a page at a success', { status: 200, body: '<!doctype html><p>Maintenance' }],
		['a text at a success', { status: 200, body: 'OK' }],
		['JSON without the envelope', { status: 200, body: { guid: ['G-1'] } }],
		['a list', { status: 200, body: [] }],
		[
			'"success" as a text',
			{ status: 200, body: { success: 'false', message: 'Yetersiz bakiye' } },
		],
		['a login page', { status: 302, body: '<html>' }],
		['a page of a gateway', { status: 502, body: '<html>' }],
		['a success that the status denies', { ...data({ guid: ['G-1'] }), status: 500 }],
	])('by %s', async (_, answer) => {
		expect((await failureOf(answer)).mayHaveBeenProcessed).toBe(true);
	});

	it.each<HttpFailureKind>(['timeout', 'reset', 'aborted'])(
		'by a connection that ended: %s',
		async (kind) => {
			expect((await failureOf(new HttpFailure(kind, 'ended'))).mayHaveBeenProcessed).toBe(true);
		},
	);
});

/** What an answer to a lookup proves: an order is there, there is none, or neither. */
import { MintedError } from '../../../../minted/errors';
import { HttpFailure } from '../../../../minted/http';
import { findOrder } from '../../../../minted/orders/lookup';
import { data, refusal, ScriptedApi, type Reply } from '../../support/scriptedApi';

const look = async (answer: Reply | Error, key: object = { external_id: 'shop-1' }) =>
	await findOrder(new ScriptedApi(() => answer).api, key as { external_id: string });

type Row = [status: number, message: string, more?: Parameters<typeof refusal>[2]];

const named = (data: unknown) => ({ data: { errors: data } });

describe('That there is no such order is proved', () => {
	it.each<Row>([
		// Words, in both languages, at every status that can carry a refusal.
		[404, 'Order not found.'],
		[404, 'Order not found', { code: 404 }],
		[404, 'Not Found', { code: 404 }],
		[404, 'NOT FOUND'],
		[404, 'The order was not found.'],
		[404, 'The order could not be found.'],
		[404, 'Order cannot be found'],
		[404, 'Order does not exist'],
		[404, 'No such order'],
		[404, 'Unknown order'],
		[404, 'Record not found', { code: 4041 }],
		[404, 'Resource not found.', { code: 404 }],
		[422, 'Order not found.'],
		[422, 'Order not found.', { code: 4224 }],
		[400, 'Order not found', { code: 400 }],
		[200, 'Order not found'],
		[200, 'ORDER NOT FOUND', { code: '0404' }],
		[404, 'Sipariş bulunamadı.'],
		[404, 'Hata: Sipariş bulunamadı'],
		[404, 'Sipariş bulunamadı, external_id: shop-1'],
		[422, 'Sipariş bulunamadı.'],
		[400, 'Sipariş bulunamadı'],
		[200, 'Sipariş bulunamadı.'],
		[200, 'SİPARİŞ BULUNAMADI'],
		[200, 'Siparis bulunamadi'],
		[404, 'Böyle bir sipariş bulunmamaktadır.'],
		[404, 'Sipariş mevcut değil'],
		[404, 'Böyle bir sipariş yok.'],
		[404, 'Kayıt bulunamadı'],
		// Laravel's validator says it by field.
		[422, 'Parameter Error.', named({ external_id: ['Order not found'] })],
		[422, '', named({ external_id: ['Sipariş bulunamadı'] })],
		// A code that means "not found", and nothing that says otherwise.
		[404, ''],
		[404, '', { code: 404 }],
		[404, '   ', { code: 0 }],
		[400, '', { code: 404 }],
		[422, '', { code: '404' }],
		[200, '', { code: 404 }],
	])('by %d "%s" %j', async (...row) => {
		await expect(look(refusal(...row))).resolves.toBeUndefined();
	});

	it('by an answer that went well and has no data', async () => {
		await expect(look(data(null))).resolves.toBeUndefined();
	});
});

describe('Nothing is proved', () => {
	it.each<Row>([
		// Refusals that say nothing, or something else.
		[422, ''],
		[400, ''],
		[200, ''],
		[200, '', { code: 0 }],
		[422, 'Parameter Error.', { code: 422 }],
		[422, 'Parametre hatası.'],
		[422, 'The given data was invalid.', named({ external_id: ['The external id is required.'] })],
		[422, 'The selected external id is invalid.'],
		[422, 'external id alanı zorunludur.'],
		[400, 'Bad Request'],
		[200, 'Closed for maintenance'],
		[200, 'Please contact us'],
		// Something else is missing.
		[404, 'Customer not found'],
		[422, 'Customer not found.'],
		[200, 'Müşteri bulunamadı.'],
		[422, 'The customer with this id was not found'],
		[404, 'Route not found'],
		[404, 'The route could not be found.'],
		[404, 'The route partner/order could not be found.'],
		[404, 'Page not found'],
		[404, 'Sayfa bulunamadı'],
		[404, 'Endpoint not found', { code: 404 }],
		[404, 'URL does not exist'],
		[404, 'Method does not exist'],
		[404, 'Service not found'],
		[404, 'Servis bulunamadı'],
		[422, 'User not found'],
		[422, 'Kullanıcı bulunamadı'],
		[422, 'Account does not exist'],
		[422, 'Hesap bulunamadı'],
		[422, 'Partner not found'],
		[422, 'Product not found'],
		[422, 'Ürün bulunamadı'],
		[422, 'Price not found'],
		[422, 'Token not found'],
		[200, 'Yetkiniz yok'],
		[422, '', named({ customer: ['Customer not found'] })],
		// What is missing is said before a few more words, or is none of the best-known things.
		[422, 'The user with this id was not found'],
		[404, 'The route api/v2/order could not be found.'],
		[422, 'Merchant not found'],
		[422, 'Firma bulunamadı'],
		[422, 'Bayi bulunamadı'],
		[422, 'API key not found'],
		[422, 'Session not found'],
		[422, 'Oturum bulunamadı'],
		[422, 'Permission not found'],
		[422, 'Wallet not found'],
		[422, 'Cüzdan bulunamadı'],
		[422, 'Address not found'],
		[422, 'Your IP was not found in the allow list'],
		[200, 'Database does not exist'],
		[200, 'no such table'],
		[200, 'Hizmet mevcut değil'],
		[200, 'Sistem şu anda mevcut değil'],
		[200, 'Bağlantı yok'],
		[200, 'Erişim izniniz yok'],
		[200, 'Bu işlem için izniniz yok'],
		// It is so only for now.
		[404, 'Order not found in cache, it may still be queued'],
		[200, 'Sipariş kuyrukta, kaydı bulunamadı'],
		[404, 'The order is being processed and was not found yet'],
		[404, 'Order not found. Please try again later.'],
		[200, 'Sipariş henüz bulunamadı'],
		[200, 'Siparişiniz işleniyor, bulunamadı'],
		[422, 'Sipariş bulunamadı, lütfen daha sonra tekrar deneyin.'],
		[404, 'Order not found: temporarily unavailable'],
		[404, 'Order not found', named({ note: ['still pending'] })],
		[200, 'Bakım nedeniyle sipariş bulunamadı'],
		// In capitals, too: Turkish ones do not fold to what they are capitals of.
		[404, 'Sipariş bulunamadı. İşlenmektedir.'],
		[404, 'SİPARİŞ BULUNAMADI, BAKIM VAR'],
		[404, 'Sipariş bulunamadı. GEÇİCİ BİR HATA.'],
		[404, 'SİPARİŞ BULUNAMADI. ŞU ANDA YOĞUNLUK VAR.'],
		// What is missing stands before a colon, or is the field.
		[404, 'User: not found'],
		[404, 'Partner; not found'],
		[404, 'Müşteri, bulunamadı'],
		[404, 'İzniniz yok, bulunamadı'],
		[422, '', named({ partner: ['Not found'] })],
		[422, 'Parameter Error.', named({ api_version: ['Bulunamadı'] })],
		// Statuses that say nothing about the order, whatever the words.
		[401, 'Order not found'],
		[403, ''],
		[403, 'Forbidden'],
		[405, 'Order not found'],
		[408, 'Order not found'],
		[409, 'Order not found'],
		[429, 'Order not found'],
		[429, 'Too Many Requests'],
		[500, 'Order not found'],
		[500, 'Server Error'],
		[502, 'Sipariş bulunamadı'],
		[503, ''],
		// Codes of the server below a status of success.
		[200, 'Order not found', { code: 500 }],
		[200, 'Sipariş bulunamadı', { code: 503 }],
		[200, 'Order not found', { code: '5001' }],
		// There is one.
		[422, 'Order found'],
		[200, 'Sipariş bulundu'],
		[422, 'The external_id has already been taken.'],
		[422, 'Bu sipariş zaten mevcut'],
	])('by %d "%s" %j', async (...row) => {
		await expect(look(refusal(...row))).rejects.toBeInstanceOf(MintedError);
	});

	it.each<[string, Reply | Error]>([
		["a proxy's page", { status: 404, body: '<html><h1>404 Not Found</h1></html>' }],
		["a proxy's text", { status: 404, body: 'Order not found' }],
		["a gateway's JSON", { status: 404, body: { message: 'Not Found', code: 404 } }],
		["a firewall's refusal", { status: 400, body: '' }],
		['an empty refusal', { status: 422, body: '' }],
		['an empty success', { status: 200, body: '' }],
		['half an answer', { status: 200, body: '{"data":null,"succe' }],
		['"success" as a text', { status: 200, body: { data: null, success: 'false' } }],
		['a page at a success', { status: 200, body: '<!doctype html><p>Not found' }],
		['a redirect', { status: 302, body: '' }],
		['no answer', new HttpFailure('timeout', 'no answer')],
		['no connection', new HttpFailure('refused', 'refused')],
		['another order', data({ guid: 'G-2', external_id: 'shop-2' })],
		['an order without a guid', data({ external_id: 'shop-1' })],
		['an empty object', data({})],
		['no data yet', data(null, 'Siparişiniz işleniyor')],
		['an empty list', data([])],
		['a text', data('not found')],
		['false', data(false)],
	])('by %s', async (_, answer) => {
		await expect(look(answer)).rejects.toBeInstanceOf(MintedError);
	});
});

describe('An order is found', () => {
	it.each([
		[{ external_id: 'shop-1' }, { guid: 'G-1', external_id: 'shop-1' }],
		[{ external_id: 'shop-1' }, { guid: 'G-1', external_id: null }],
		[{ external_id: 'shop-1' }, { guid: 'G-1' }],
		[{ guid: 'ab-1' }, { guid: 'AB-1', external_id: 'whatever' }],
		[{ order_code: 'C-1' }, { guid: 'G-1', order_code: 'C-1' }],
		[{ order_code: 'C-1' }, { guid: 'G-1' }],
	])('by %j in %j', async (key, found) => {
		await expect(look(data(found), key)).resolves.toEqual(found);
	});

	it.each([
		[{ guid: 'AB-1' }, { guid: 'AB-2' }],
		[{ order_code: 'C-1' }, { guid: 'G-1', order_code: 'C-2' }],
	])('but not by %j in %j: that is another one', async (key, found) => {
		await expect(look(data(found), key)).rejects.toMatchObject({ kind: 'unreadable' });
	});
});

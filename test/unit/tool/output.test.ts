import { rowsForModel } from '../../../nodes/shared/tool/output';

const wallet = (name: string, balance: number, blocked = 0) => ({
	name,
	balance,
	blocked,
	real_balance: balance - blocked,
});

describe('What a model gets to see', () => {
	it('has no empty wallets, neither as rows nor inside of one', () => {
		const wallets = [wallet('Gold', 1), wallet('Silver', 0), wallet('Platinum', 2, 2)];
		const names = ['Gold', 'Platinum'];
		const rows = rowsForModel('balance.getCustomer', wallets);
		expect(rows.map(({ name }) => name)).toEqual(names);
		const [customer] = rowsForModel('customer.get', [{ wallets }]);
		expect(customer!.wallets).toMatchObject(names.map((name) => ({ name })));
	});

	it('says so where all wallets are empty', () => {
		expect(rowsForModel('balance.getCustomer', [wallet('Gold', 0)])).toEqual([
			{ message: 'All wallets are empty.' },
		]);
	});

	it('has what became of a movement that emptied the wallet', () => {
		const moved = { outcome: 'placed', external_id: 'shop-1', ...wallet('Cash', 0) };
		expect(rowsForModel('balance.updateCustomerCash', [moved])).toEqual([moved]);
	});

	it('has prices with the names of metals and the currency, and no token', () => {
		const fixed = {
			token: 'secret',
			currency: 'TRY',
			expires_at: '2026-11-02T12:04:00+03:00',
			prices: [{ sku: 'GAU', buy_price: 3000, sell_price: 2900 }],
		};
		expect(rowsForModel('price.fix', [fixed])).toEqual([
			{
				expires_at: '2026-11-02T12:04:00+03:00',
				prices: [
					{
						metal: 'Gold',
						sku: 'GAU',
						customer_pays_per_gram: 3000,
						customer_gets_per_gram: 2900,
						currency: 'TRY',
					},
				],
			},
		]);
	});

	it.each(['identity_number', 'tckn', 'card_number', 'card_token', 'card_holder', 'token', 'cvv'])(
		'has no %s at any depth',
		(key) => {
			const [row] = rowsForModel('api.call', [{ a: [{ [key]: 'x', kept: 1 }] }]);
			expect(row).toEqual({ a: [{ kept: 1 }] });
		},
	);

	it.each(['10000000146', '5406670000000009', '5406 6700 0000 0009'])(
		'has no %s under any name',
		(secret) => {
			expect(rowsForModel('customer.getKyc', [{ note: secret }])).toEqual([{ note: '****' }]);
		},
	);

	it.each([
		['Ada, 10000000146, asked', 'Ada, ****, asked'],
		['TC10000000146.', 'TC****.'],
		['100 000 001 46', '****'],
		['paid with 5406-6700-0000-0009 today', 'paid with **** today'],
		['5406.6700.0000.0009', '****'],
		['10000000146 31.12.1990', '**** 31.12.1990'],
		['31.12.1990 10000000146', '31.12.1990 ****'],
		['10000000146-34', '****-34'],
		['No 5 10000000146', 'No 5 ****'],
		['No 5 100 000 001 46 7', 'No 5 **** 7'],
		['1000 0000 146 1990', '**** 1990'],
		['10000000146 10000000146', '**** ****'],
		['5406670000000009 12/29', '**** 12/29'],
		['5406 6700 0000 0009 12/29 123', '**** 12/29 123'],
		['12345678 5406-6700-0000-0009 1 2 3', '12345678 **** 1 2 3'],
		['3782 822463 10005 7', '**** 7'],
		['1234567890123456', '1234567890123456'],
	])('has none within a text: %s', (text, seen) => {
		expect(rowsForModel('order.get', [{ deep: [{ text }] }])).toEqual([{ deep: [{ text: seen }] }]);
	});

	it.each(['identityNumber', 'IDENTITY-NUMBER', 'T.C. Kimlik No', 'cardNumber', 'priceToken'])(
		'has no %s, however it is written',
		(key) => {
			expect(rowsForModel('api.call', [{ [key]: 1, kept: 1 }])).toEqual([{ kept: 1 }]);
		},
	);

	it('has no such number that is a number', () => {
		const row = { a: 10000000146, b: 5406670000000009, grams: 0.1, at: 1764374400000 };
		expect(rowsForModel('api.call', [row])).toEqual([{ ...row, a: '****', b: '****' }]);
	});

	it('has the same in what looks like a refusal', () => {
		const row = { outcome: 'x', next: '10000000146', identity_number: '10000000146' };
		expect(rowsForModel('api.call', [row])).toEqual([{ outcome: 'x', next: '****' }]);
	});

	it('keeps the names by which an order is found', () => {
		const row = { external_id: '5406670000000009', order_code: '5406670000000009' };
		expect(rowsForModel('order.get', [row])).toEqual([row]);
	});

	it('ends where an answer is deeper than any API would make it', () => {
		const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as object;
		expect(JSON.stringify(rowsForModel('api.call', [{ deep }]))).toContain('…');
	});

	it.each([
		'10000000147',
		'+905000000000',
		'+90 500 000 00 00',
		'2026-11-02T12:04:00+03:00',
		'2026-11-02 12.04 to 2026-11-03 12.04',
		'0.5 g at 3000.12 TRY, 1.500.06 in all',
		'3000.12 2990.50 35.02 1200 1100.75 2999.99 15.000.000 8',
		'9f1b2c3d-1234-4567-8901-123456789012',
		'12345678-1234-4234-8234-123456789012',
		'web-shop-2026-10042-17',
		'100000012345-2',
		'Z6UN7EVX',
	])('keeps %s, which is none of these', (text) => {
		expect(rowsForModel('order.get', [{ text }])).toEqual([{ text }]);
	});
});

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

	it.each(['10000000147', '+905000000000', '2026-11-02T12:04:00+03:00', 'Z6UN7EVX'])(
		'keeps %s, which is none of these',
		(text) => {
			expect(rowsForModel('order.get', [{ text }])).toEqual([{ text }]);
		},
	);
});

import fc from 'fast-check';
import type {
	Balance,
	CalculatedPrice,
	Customer,
	Order,
	Price,
	PriceFix,
} from '../../../../minted/model';
import {
	simplifyBalance,
	simplifyCalculation,
	simplifyCustomer,
	simplifyOrder,
	simplifyPrice,
	simplifyPrices,
	withIsoDates,
} from '../../../../minted/output/simplify';

const order = {
	guid: 'G-1',
	order_code: 'C-1',
	external_id: 'shop-1',
	type: 'Buy',
	status_name: 'Completed',
	total: 188.97,
	currency_code: 'TRY',
	order_at: '21-11-2023 14:05',
	items: [{ sku: 'GAU', amount: 0.1, price: 1889.73, total: 188.97 }],
	customer: { external_id: 'MTD-DEMO-1', identity_number: '10000000146' },
} as unknown as Order;

describe('An order', () => {
	it('of one item becomes one flat row, numbers as sent and dates in ISO 8601', () => {
		expect(simplifyOrder(order)).toEqual({
			guid: 'G-1',
			order_code: 'C-1',
			external_id: 'shop-1',
			type: 'Buy',
			status_name: 'Completed',
			sku: 'GAU',
			amount: 0.1,
			price: 1889.73,
			total: 188.97,
			currency_code: 'TRY',
			order_at: '2023-11-21T14:05:00+03:00',
			customer_external_id: 'MTD-DEMO-1',
		});
	});

	it('of several items lists them', () => {
		const two = {
			...order,
			items: [...order.items, { sku: 'GAG', amount: 1, total: 35 }],
		};
		expect(simplifyOrder(two).items).toEqual([
			{ sku: 'GAU', amount: 0.1, total: 188.97 },
			{ sku: 'GAG', amount: 1, total: 35 },
		]);
	});

	it('shows where to pay and where the parcel is, when there is such a place', () => {
		const more = {
			payment: { is_3d: true, redirect_url: 'https://pay.example/x' },
			delivery: { cargo_tracking_number: 'T-1', cargo_tracking_url: 'https://cargo.example/T-1' },
		};
		expect(simplifyOrder({ ...order, ...more })).toMatchObject({
			payment_redirect_url: 'https://pay.example/x',
			cargo_tracking_number: 'T-1',
		});
	});

	it('keeps a date that it cannot read, and has no customer without one', () => {
		const odd = { ...order, order_at: 'soon', customer: null, items: [] } as unknown as Order;
		expect(simplifyOrder(odd)).toMatchObject({ order_at: 'soon', customer_external_id: null });
	});
});

it('A customer is shown without identity number', () => {
	const customer = {
		external_id: 'MTD-DEMO-1',
		firstname: 'Ada',
		identity_number: '10000000146',
		wallets: [{}, {}],
	} as unknown as Customer;
	const simple = simplifyCustomer(customer);
	expect(simple).toMatchObject({ external_id: 'MTD-DEMO-1', wallet_count: 2, wallets: [{}, {}] });
	expect(JSON.stringify(simple)).not.toContain('10000000146');
});

it('A balance keeps its amounts to the last digit', () => {
	const balance = { balance: 0.1, blocked: 1e-8, real_balance: 0.09999999 } as unknown as Balance;
	expect(simplifyBalance(balance)).toMatchObject(balance);
});

describe('withIsoDates', () => {
	it('ends where an answer is deeper than any API would make it', () => {
		const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as object;
		expect(JSON.stringify(withIsoDates(deep))).toContain('…');
	});

	it('converts the fields that hold dates, at any depth, and no others', () => {
		const text = '21-11-2023 14:05';
		expect(withIsoDates({ order_at: text, note: text, list: [{ expires_at: text }] })).toEqual({
			order_at: '2023-11-21T14:05:00+03:00',
			note: text,
			list: [{ expires_at: '2023-11-21T14:05:00+03:00' }],
		});
	});

	it('leaves every other value as it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(withIsoDates(value)).toEqual(value);
			}),
		);
	});
});

describe('Prices', () => {
	const price: Price = {
		...{ currency_id: 1000004, product_id: 3000001, spot_price: 2939.71 },
		...{ buy_price: 2889.71, sell_price: 2857.4, buy_amount: null, sku: 'GAU' },
	};

	it('say first which metal it is; all that Minted sends stays as it is', () => {
		const simple = simplifyPrice(price);
		expect(Object.keys(simple).slice(0, 2)).toEqual(['metal', 'sku']);
		expect(simple).toEqual({ ...price, metal: 'Gold' });
	});

	it('of a SKU that no public page names show the SKU', () => {
		expect(simplifyPrice({ ...price, sku: 'BGAU' })).toMatchObject({ metal: 'BGAU', sku: 'BGAU' });
	});

	it('that are fixed have the currency beside each of them, and where it was', () => {
		const fixed: PriceFix = {
			...{ token: 't'.repeat(32), total: null, is_total_price: false, expire_ttl: 240 },
			...{ currency: 'TRY', expires_at: '2026-11-02T12:04:00+03:00', prices: [price] },
		};
		expect(simplifyPrices(fixed)).toEqual({
			...fixed,
			prices: [{ ...price, metal: 'Gold', currency: 'TRY' }],
		});
	});

	it('of an amount name the metal of each item', () => {
		const item = { sku: 'GPD', amount: 2, price: 100, total: 200 };
		const calculated: CalculatedPrice = { currency: 'TRY', total: 200, items: [item] };
		expect(simplifyCalculation(calculated)).toEqual({
			...calculated,
			items: [{ ...item, metal: 'Palladium' }],
		});
	});
});

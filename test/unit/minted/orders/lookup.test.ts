/** Whether what is found under an ID is what was wanted. */
import fc from 'fast-check';
import type { Order } from '../../../../minted/model';
import { refuseOtherOrder, type WantedOrder } from '../../../../minted/orders/lookup';
import { OrderRefusal } from '../../../../minted/orders/refusal';

const wanted: WantedOrder = {
	externalId: 'shop-1',
	type: 'Buy',
	sku: 'GAU',
	customerExternalId: 'MTD-DEMO-1',
	quantity: { grams: 0.1 },
};
const found = (more: object = {}, item: object = {}) =>
	({
		guid: 'G-1',
		type: 'Buy',
		total: 301,
		customer: { external_id: 'MTD-DEMO-1' },
		items: [{ sku: 'GAU', amount: 0.1, price: 3010, ...item }],
		...more,
	}) as unknown as Order;

function judge(order: Order, more: Partial<WantedOrder> = {}): 'same' | 'unclear' | 'different' {
	try {
		refuseOtherOrder(order, { ...wanted, ...more });
		return 'same';
	} catch (error) {
		if (!(error instanceof OrderRefusal) || error.reason.kind !== 'taken') throw error;
		return error.reason.certain ? 'different' : 'unclear';
	}
}

describe('A found order', () => {
	it.each([
		[{}, 'same'],
		[{ type: 'BUY' }, 'same'],
		[{ type: 'Sell' }, 'different'],
		[{ type: 'Delivery' }, 'different'],
		[{ type: undefined }, 'unclear'],
		[{ type: null }, 'unclear'],
		[{ items: [{ sku: 'GAG', amount: 0.1 }] }, 'different'],
		[{ items: [{ sku: 'GAU', amount: 0.2 }] }, 'different'],
		[{ items: [{ sku: 'GAU', amount: '0.10' }] }, 'same'],
		[{ items: [{ sku: 'GAU', amount: '0.2' }] }, 'different'],
		[{ items: [{ sku: 'GAU' }] }, 'unclear'],
		[{ items: [{ sku: 'GAU', amount: null }] }, 'unclear'],
		[{ items: [{ sku: 'GAU', amount: 'much' }] }, 'unclear'],
		[{ items: [{ amount: 0.1 }] }, 'unclear'],
		[{ items: [] }, 'unclear'],
		[{ items: undefined }, 'unclear'],
		[{ items: null }, 'unclear'],
		[{ items: [null] }, 'unclear'],
		[{ items: {} }, 'unclear'],
		[
			{
				items: [
					{ sku: 'GAU', amount: 0.1 },
					{ sku: 'GAG', amount: 1 },
				],
			},
			'different',
		],
		// What differs for certain goes before what is unclear.
		[{ type: 'Sell', items: [] }, 'different'],
	] as const)('with %j is %s', (more, likeness) => {
		expect(judge(found(more))).toBe(likeness);
	});

	it.each([
		['GAU', 'GAU', 'same'],
		['GAU', 'GAG', 'unclear'],
		// A bar of gold may have been taken out of a wallet of gold.
		['GAU', 'MINTED-5-G', 'same'],
		['MINTED-5-G', 'GAU', 'same'],
		['GAU', undefined, 'same'],
	] as const)('that delivers %s where it says %s is %s', (sku, other, likeness) => {
		const delivery = found({ type: 'Delivery' }, { sku: other });
		expect(judge(delivery, { type: 'Delivery', sku })).toBe(likeness);
	});

	it('is named in the refusal, as far as it tells', () => {
		const other = found({
			type: 'Sell',
			customer: null,
			order_code: 'C-1',
			currency_code: 'TRY',
		});
		expect(() => refuseOtherOrder(other, wanted)).toThrow(
			expect.objectContaining({
				reason: {
					kind: 'taken',
					externalId: 'shop-1',
					certain: true,
					found: {
						type: 'Sell',
						sku: 'GAU',
						amount: 0.1,
						customerExternalId: null,
						orderCode: 'C-1',
						currency: 'TRY',
					},
				},
			}),
		);
	});
});

describe('The account of a found order', () => {
	const company = { customerExternalId: undefined };

	it.each([
		[{ external_id: 'MTD-DEMO-1' }, 'same', 'different'],
		[{ external_id: 'MTD-DEMO-2' }, 'different', 'different'],
		[{ external_id: 'mtd-demo-1' }, 'different', 'different'],
		[null, 'different', 'same'],
		[undefined, 'unclear', 'unclear'],
		[{ external_id: null }, 'unclear', 'unclear'],
		[{ firstname: 'Ada' }, 'unclear', 'unclear'],
	] as const)('%j is %s for the customer and %s for the company', (customer, its, ours) => {
		expect(judge(found({ customer }))).toBe(its);
		expect(judge(found({ customer }), company)).toBe(ours);
	});

	it('is the company where the order names no customer at all, and may be anybody for one', () => {
		const { customer: _, ...unnamed } = found() as Order & { customer: unknown };
		expect(judge(unnamed as Order, company)).toBe('same');
		expect(judge(unnamed as Order)).toBe('unclear');
	});
});

describe('The currency of a found order', () => {
	it.each([
		['TRY', 'same'],
		['USD', 'unclear'],
		[undefined, 'same'],
		[null, 'same'],
	] as const)('%p is %s where TRY is wanted', (currency_code, likeness) => {
		expect(judge(found({ currency_code }), { currency: 'TRY' })).toBe(likeness);
		const quantity = { total: 301, gramDecimals: 4 };
		expect(judge(found({ currency_code }), { currency: 'TRY', quantity })).toBe(likeness);
	});
});

describe('Grams that Minted rounded', () => {
	it.each([
		// To two decimals or more, up or down, they are those that were wanted.
		[0.125, 0.12, 'same'],
		[0.125, 0.13, 'same'],
		[0.1234, 0.123, 'same'],
		[0.1234, 0.124, 'same'],
		[0.12345678, 0.1235, 'same'],
		[1.00000001, 1, 'same'],
		[10.005, 10, 'same'],
		[10.005, 10.01, 'same'],
		// So they are where only the noise of a binary fraction is added.
		[0.3, 0.30000000000000004, 'same'],
		// More coarsely it cannot be told: nobody documents how Minted rounds.
		[0.15, 0.1, 'unclear'],
		[0.15, 0.2, 'unclear'],
		[1.4, 1, 'unclear'],
		[1.6, 2, 'unclear'],
		[0.4, 0, 'unclear'],
		// Beyond a unit of the last decimal it is another amount.
		[0.125, 0.14, 'different'],
		[0.125, 0.11, 'different'],
		[1.4, 3, 'different'],
		[0.1, 1, 'unclear'],
		[0.1, 2, 'different'],
		// Minted adds no decimals, and does not change an amount of the same precision.
		[0.1, 0.11, 'different'],
		[0.1, 0.2, 'different'],
		[1, 1.01, 'different'],
		[3, 2, 'different'],
	] as const)('%d as %d are %s', (grams, amount, likeness) => {
		expect(judge(found({}, { amount }), { quantity: { grams } })).toBe(likeness);
	});

	const units = fc.integer({ min: 1, max: 1_000_000_000 });

	it('to two or more decimals, are never another amount', () => {
		fc.assert(
			fc.property(
				units,
				fc.integer({ min: 2, max: 8 }),
				fc.constantFrom('floor', 'round', 'ceil'),
				(unit, places, way) => {
					const grams = unit / 1e8;
					const amount = Number(
						(Math[way](Number((grams * 10 ** places).toFixed(6))) / 10 ** places).toFixed(places),
					);
					expect(judge(found({}, { amount }), { quantity: { grams } })).toBe('same');
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('are never taken for those of an order that differs by a hundredth or more', () => {
		fc.assert(
			fc.property(units, units, (one, other) => {
				const [grams, amount] = [one / 1e8, other / 1e8];
				fc.pre(Math.abs(grams - amount) >= 0.0101);
				expect(judge(found({}, { amount }), { quantity: { grams } })).not.toBe('same');
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('An order by total price', () => {
	const quantity = { total: 301, gramDecimals: 4 };

	it.each([
		[301, 'same'],
		['301.00', 'same'],
		[300.7, 'same'],
		[298.5, 'same'],
		[100, 'unclear'],
		[600, 'unclear'],
		[null, 'unclear'],
		[undefined, 'unclear'],
		['much', 'unclear'],
	] as const)('found with a total of %p is %s', (total, likeness) => {
		expect(judge(found({ total }), { quantity })).toBe(likeness);
	});

	it('of another metal, side or customer is another one', () => {
		expect(judge(found({}, { sku: 'GAG' }), { quantity })).toBe('different');
		expect(judge(found({ type: 'Sell' }), { quantity })).toBe('different');
		expect(judge(found({ customer: null }), { quantity })).toBe('different');
	});
});

it('A delivery may have another SKU than the digital metal', () => {
	const delivery = found({ type: 'Delivery' }, { sku: 'GAU-1G', amount: 3 });
	const sku = undefined;
	expect(judge(delivery, { type: 'Delivery', sku, quantity: { grams: 3 } })).toBe('same');
	expect(judge(delivery, { type: 'Delivery', sku, quantity: { grams: 4 } })).toBe('different');
});

it('Whatever Minted returns as an order is judged, and breaks nothing', () => {
	const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, [], {}, '', 0));
	const item = fc.record({ sku: anything, amount: anything }, { requiredKeys: [] });
	const shape = fc.record(
		{
			type: anything,
			customer: fc.oneof(anything, fc.record({ external_id: anything })),
			items: fc.oneof(fc.constant(undefined), fc.array(item, { maxLength: 2 })),
			total: anything,
			order_code: anything,
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(shape, fc.boolean(), (order, isByTotal) => {
			const quantity = isByTotal ? { total: 301, gramDecimals: 4 } : { grams: 0.1 };
			judge({ guid: 'G-1', ...order } as unknown as Order, { quantity });
		}),
		{ numRuns: 1_000 },
	);
});

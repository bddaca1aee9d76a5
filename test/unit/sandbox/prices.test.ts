import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import {
	Market,
	PriceTokens,
	amountForTotal,
	convert,
	lineTotal,
	parseAmount,
} from '../../../sandbox/domain/prices';
import { PRODUCTS } from '../../../sandbox/domain/products';
import { ApiError } from '../../../sandbox/errors';
import { RandomStream } from '../../../sandbox/random';

const START = Date.parse('2026-05-04T09:00:00Z');
const market = (seed = 1): Market => new Market(new RandomStream(seed, 'prices'), START);
const buyPrices = (of: Market, at: number, currency = 'TRY'): number[] =>
	of.quotes(currency, at).map(({ buy }) => buy.toNumber());
const number = (value: number): Decimal => new Decimal(value);

describe('the market', () => {
	test('opens with the documented prices', () => {
		expect(market().quotes('TRY', START)).toEqual(
			PRODUCTS.map((product) => ({
				product,
				spot: number(product.spot),
				buy: number(product.buy),
				sell: number(product.sell),
			})),
		);
	});

	test('moves every second, the same way for the same seed', () => {
		const subject = market();
		const opening = buyPrices(subject, START);
		const later = buyPrices(subject, START + 1000);
		expect(later).not.toEqual(opening);
		expect(buyPrices(subject, START + 1999)).toEqual(later);
		const again = market();
		buyPrices(again, START);
		expect(buyPrices(again, START + 1000)).toEqual(later);
		expect(buyPrices(market(2), START + 1000)).not.toEqual(later);
	});

	test('stays near the documented prices, after years too', () => {
		const subject = market();
		for (let year = 1; year <= 20; year++) {
			const [gold] = subject.quotes('TRY', START + year * 31_536_000_000);
			expect(gold!.spot.toNumber()).toBeGreaterThan(2939.71 * 0.9);
			expect(gold!.spot.toNumber()).toBeLessThan(2939.71 * 1.1);
		}
	});

	test('can be frozen, and a price can be pinned', () => {
		const subject = market();
		subject.frozen = true;
		expect(buyPrices(subject, START + 5000)).toEqual(buyPrices(subject, START));
		subject.setSpot('GAU', number(5879.42));
		expect(buyPrices(subject, START)[0]).toBe(5779.42);
		subject.setSpot('GAU', null);
		expect(buyPrices(subject, START)[0]).toBe(2889.71);
	});

	test('quotes in other currencies by the fixed table', () => {
		expect(buyPrices(market(), START, 'USD')[0]).toBe(68.8);
		expect(convert(number(84), 'TRY', 'USD').toNumber()).toBe(2);
		expect(convert(number(2), 'USD', 'TRY').toNumber()).toBe(84);
	});
});

describe('price tokens', () => {
	const request = { currency: 'TRY', customerExternalId: null, total: null, quotes: [] };
	const tokens = (): PriceTokens => new PriceTokens(new RandomStream(1, 'tokens'), () => 240);
	const kindOf = (attempt: () => unknown): string => {
		try {
			attempt();
		} catch (error) {
			if (error instanceof ApiError) return error.kind;
			throw error;
		}
		return 'fine';
	};

	test('are good until their last second', () => {
		const subject = tokens();
		const { token, expiresAt } = subject.fix(request, START);
		expect(expiresAt - START).toBe(240_000);
		expect(kindOf(() => subject.redeem(token, expiresAt - 1, true))).toBe('fine');
		expect(kindOf(() => subject.redeem(token, expiresAt, true))).toBe('priceTokenExpired');
		expect(kindOf(() => subject.redeem('x', START, true))).toBe('priceTokenUnknown');
	});

	test('are forgotten an hour after they expired', () => {
		const subject = tokens();
		const { token, expiresAt } = subject.fix(request, START);
		subject.fix(request, expiresAt + 3_600_000);
		expect(kindOf(() => subject.redeem(token, expiresAt, true))).toBe('priceTokenUnknown');
	});
});

describe('money', () => {
	const gold = market().quotes('TRY', START)[0]!;

	test.each([
		[100.05, 0.1, 10.01],
		[100.04, 0.1, 10],
		[1889.73, 0.1, 188.97],
	])('%d a gram times %d g is %d', (price, amount, total) => {
		expect(lineTotal(number(price), number(amount)).toNumber()).toBe(total);
	});

	test('a total never buys more than it pays for, and no whole step less', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 1e9 }), (cents) => {
				const total = number(cents).div(100);
				const amount = amountForTotal(total, gold);
				expect(amount.times(gold.buy).lte(total)).toBe(true);
				expect(amount.plus('0.0001').times(gold.buy).gt(total)).toBe(true);
			}),
		);
	});

	test.each([0, -1, NaN, Infinity, '1', null, 0.00001])('%p is no amount', (value) => {
		expect(() => parseAmount(value, 'items.0.amount')).toThrow(ApiError);
	});
});

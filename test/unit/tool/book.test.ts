import { keyOf, newMemory, reserve, settle } from '../../../nodes/shared/tool/book';

const LIMITS = { maxTotal: 100, budget: 250, maxOrders: 3 };
const lira = (total: number) => ({ total, currency: 'TRY' });

describe('The books of a run', () => {
	it('take what fits, up to the last cent', () => {
		const memory = newMemory('run');
		reserve(memory, 'a', lira(100), LIMITS);
		reserve(memory, 'b', lira(100), LIMITS);
		reserve(memory, 'c', lira(50), LIMITS);
		expect(Object.keys(memory.orders)).toEqual(['a', 'b', 'c']);
	});

	it.each([
		['one order above its maximum', [], lira(100.01), /allowed for one order/],
		['more orders than allowed', [1, 1, 1], lira(1), /3 of the 3 orders/],
		['more than the budget', [100, 100], lira(51), /50 TRY of the budget/],
		['a second currency', [1], { total: 1, currency: 'USD' }, /currency/],
		['what has no total', [], lira(Number.NaN), /not known/],
		['what is negative', [], lira(-1), /not known/],
	] as const)('refuse %s', (_, before, worth, message) => {
		const memory = newMemory('run');
		before.forEach((total, index) => reserve(memory, String(index), lira(total), LIMITS));
		expect(() => reserve(memory, 'x', worth, LIMITS)).toThrow(message);
		expect(memory.orders).not.toHaveProperty(['x']);
	});

	it('hold the strictest limits of all tools that ordered', () => {
		const memory = newMemory('run');
		reserve(memory, 'strict', lira(10), { maxTotal: 100, budget: 20, maxOrders: 2 });
		const generous = { maxTotal: 1_000, budget: 9_000, maxOrders: 9 };
		expect(() => reserve(memory, 'large', lira(500), generous)).toThrow(/budget of 20 TRY/);
		reserve(memory, 'small', lira(10), generous);
		expect(() => reserve(memory, 'third', lira(0), generous)).toThrow(/2 of the 2 orders/);
	});

	it.each(['__proto__', 'constructor', 'toString'])('count an order named %s', (externalId) => {
		const memory = newMemory('run');
		const single = { ...LIMITS, maxOrders: 1 };
		const key = keyOf({ account: 'a', kind: 'order', externalId });
		expect(reserve(memory, key, lira(10), single)).toBe(true);
		expect(() => reserve(memory, 'b', lira(10), single)).toThrow(/1 of the 1 orders/);
		settle(memory, key, false);
		expect(Object.keys(memory.orders)).toEqual([]);
	});

	it('keep apart what has one ID: kinds of movements, and accounts', () => {
		const name = { account: 'a', kind: 'order', externalId: 'x' };
		const others = [
			{ ...name, kind: 'deliveryCreate' },
			{ ...name, account: 'b' },
			{ ...name, externalId: 'y' },
		];
		const memory = newMemory('run');
		for (const each of [name, ...others].slice(0, 3))
			reserve(memory, keyOf(each), lira(10), LIMITS);
		expect(() => reserve(memory, keyOf(others[2]!), lira(10), LIMITS)).toThrow(/3 of the 3 orders/);
	});

	it('count the same order once, at what it came to last', () => {
		const memory = newMemory('run');
		expect(reserve(memory, 'a', lira(100), LIMITS)).toBe(true);
		expect(reserve(memory, 'a', lira(90), LIMITS)).toBe(false);
		expect(memory.orders.a).toMatchObject({ total: 90 });
	});

	it('give back what was refused, and keep what is unknown', () => {
		const memory = newMemory('run');
		for (const id of ['refused', 'unknown', 'placed']) reserve(memory, id, lira(10), LIMITS);
		settle(memory, 'refused', false);
		settle(memory, 'unknown', 'unknown');
		settle(memory, 'placed', true);
		expect(Object.keys(memory.orders)).toEqual(['unknown', 'placed']);
		reserve(memory, 'placed', lira(10), LIMITS);
		settle(memory, 'placed', false);
		expect(memory.orders).toHaveProperty(['placed']);
	});
});

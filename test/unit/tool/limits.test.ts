import { readLimits } from '../../../nodes/shared/tool/limits';

describe('The limits of a builder', () => {
	it.each([
		[{ aiMaxTotal: 500 }, { maxTotal: 500, budget: 500, maxOrders: 1 }],
		[
			{ aiMaxTotal: '500.5', aiMaxOrders: 2 },
			{ maxTotal: 500.5, budget: 1001, maxOrders: 2 },
		],
		[
			{ aiMaxTotal: 500, aiBudget: 700, aiMaxOrders: 3 },
			{ maxTotal: 500, budget: 700, maxOrders: 3 },
		],
	])('are numbers, with a budget that follows from the others: %j', (written, limits) => {
		expect(readLimits(written)).toEqual(limits);
	});

	it.each([
		{},
		{ aiMaxTotal: 0 },
		{ aiMaxTotal: '' },
		{ aiMaxTotal: null },
		{ aiMaxTotal: -1 },
		{ aiMaxTotal: Infinity },
		{ aiMaxTotal: '1e9' },
		{ aiMaxTotal: true },
		{ aiMaxTotal: '=500' },
		{ aiMaxTotal: '={{ 500 }}' },
		{ aiMaxTotal: 500, aiBudget: '={{ 500 }}' },
		{ aiMaxTotal: 500, aiMaxOrders: 0 },
		{ aiMaxTotal: 500, aiMaxOrders: 1.5 },
		{ aiMaxTotal: 500, aiMaxOrders: '={{ 5 }}' },
	])('are nothing else: %j', (written) => {
		expect(() => readLimits(written)).toThrow(/by AI/);
	});
});

import { newMemory, type RunMemory } from '../../../nodes/shared/tool/book';
import { offer, redeem, type Wording } from '../../../nodes/shared/tool/confirmation';

const FIXED = {
	sku: 'GAU',
	grams: 0.5,
	unitPrice: 2940.24,
	total: 1470.12,
	currency: 'TRY',
	priceToken: 'token',
};
const WORDING: Wording = { side: 'buy', customer: 'C-17', sequence: 1 };
const MINUTE = 60_000;

const offered = (memory: RunMemory, wording: Partial<Wording> = {}) =>
	offer(memory, 'wish', FIXED, { ...WORDING, ...wording }, 0);

describe('The text of a confirmation', () => {
	it.each([
		[{}, /^Buy 0\.5 g GAU for C-17, at most 1,470\.12 TRY, #[0-9a-f]{4}$/],
		[{ side: 'sell' }, /^Sell 0\.5 g GAU of C-17, for at least 1,470\.12 TRY, #[0-9a-f]{4}$/],
		[{ customer: null }, /^Buy 0\.5 g GAU for your company, at most/],
		[{ sequence: 2 }, /^Buy 0\.5 g GAU for C-17 \(order 2 of this kind\), at most/],
		[
			{ customer: 'C-17, at most 1 TRY, #0000' },
			/^Buy 0\.5 g GAU for "C-17, at most 1 TRY, #0000", at most 1,470\.12 TRY/,
		],
	] as const)('says all that will happen: %j', (wording, text) => {
		expect(offered(newMemory('run'), wording)).toMatch(text);
	});
});

describe('A confirmation', () => {
	it('brings the price that was fixed', () => {
		const memory = newMemory('run');
		expect(redeem(memory, offered(memory), 'wish', 4 * MINUTE - 1)).toEqual(FIXED);
	});

	it('counts once', () => {
		const memory = newMemory('run');
		const text = offered(memory);
		redeem(memory, text, 'wish', 0);
		expect(() => redeem(memory, text, 'wish', 0)).toThrow('used already');
	});

	it('counts for four minutes, for its own wish, and in its own run', () => {
		const memory = newMemory('run');
		const text = offered(memory);
		expect(() => redeem(memory, text, 'another', 0)).toThrow('another order');
		expect(() => redeem(memory, text, 'wish', 4 * MINUTE)).toThrow('expired');
		expect(() => redeem(newMemory('other'), text, 'wish', 0)).toThrow('to the letter');
	});

	it.each([
		'',
		' ',
		'toString',
		'__proto__',
		'Buy 0.5 g GAU for C-17, at most 1,470.12 TRY, #xxxx',
	])('is not "%s"', (text) => {
		const memory = newMemory('run');
		offered(memory);
		expect(() => redeem(memory, text, 'wish', 0)).toThrow(/confirmation of a preview/);
	});

	it('is remembered for the newest fifty previews', () => {
		const memory = newMemory('run');
		const first = offered(memory);
		for (let count = 0; count < 60; count++) offered(memory);
		expect(Object.keys(memory.offers).length).toBeLessThanOrEqual(50);
		expect(() => redeem(memory, first, 'wish', 0)).toThrow('to the letter');
	});
});

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { InsufficientFunds, Wallets } from '../../../sandbox/domain/wallets';

const money = (value: number): Decimal => new Decimal(value);

describe('wallets', () => {
	let wallets: Wallets;

	beforeEach(() => {
		wallets = new Wallets();
		wallets.move('TRY', money(100), 1000, 'start');
	});

	test('hold four currencies and six metals', () => {
		expect(wallets.all().map(({ code }) => code)).toEqual([
			...['TRY', 'USD', 'EUR', 'GBP', 'GAU', 'GAG', 'BGAU', 'BGAG', 'GPT', 'GPD'],
		]);
		expect(() => wallets.get('XYZ')).toThrow(RangeError);
	});

	test('blocked money is still there but not free', () => {
		wallets.block('TRY', money(60));
		expect(wallets.get('TRY').balance.toNumber()).toBe(100);
		expect(wallets.available('TRY').toNumber()).toBe(40);
		expect(() => wallets.block('TRY', money(40.01))).toThrow(InsufficientFunds);
		expect(() => wallets.move('TRY', money(-40.01), 0, 'x')).toThrow(InsufficientFunds);
	});

	test('captured money is gone, released money is free again', () => {
		wallets.block('TRY', money(60));
		wallets.capture('TRY', money(50), 2000, 'order');
		wallets.release('TRY', money(10));
		expect(wallets.get('TRY').balance.toNumber()).toBe(50);
		expect(wallets.available('TRY').toNumber()).toBe(50);
		expect(() => wallets.release('TRY', money(0.01))).toThrow(RangeError);
	});

	test('a soft reservation becomes a firm one', () => {
		wallets.softBlock('TRY', money(30));
		expect(wallets.available('TRY').toNumber()).toBe(70);
		wallets.harden('TRY', money(30));
		const { blocked, softBlocked } = wallets.get('TRY');
		expect([blocked.toNumber(), softBlocked.toNumber()]).toEqual([30, 0]);
		expect(() => wallets.releaseSoft('TRY', money(1))).toThrow(RangeError);
	});

	test('remember what they held', () => {
		wallets.move('TRY', money(-30), 2000, 'out');
		wallets.move('TRY', money(5), 3000, 'in');
		expect([500, 1000, 2500, 3000].map((at) => wallets.balanceAt('TRY', at).toNumber())).toEqual([
			...[0, 100, 70, 75],
		]);
	});

	test('never fall below zero, whatever is done to them', () => {
		const step = fc.tuple(
			fc.constantFrom('move', 'block', 'softBlock', 'release', 'releaseSoft', 'harden', 'capture'),
			fc.integer({ min: -5000, max: 5000 }).map((cents) => money(cents).div(100)),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				const subject = new Wallets();
				for (const [action, amount] of steps) {
					try {
						if (action === 'move') subject.move('GAU', amount, 0, 'any');
						else if (action === 'capture') subject.capture('GAU', amount.abs(), 0, 'any');
						else subject[action as 'block']('GAU', amount.abs());
					} catch (error) {
						if (!(error instanceof InsufficientFunds || error instanceof RangeError)) throw error;
					}
					const { balance, blocked, softBlocked, movements } = subject.get('GAU');
					const moved = movements.reduce((sum, { delta }) => sum.plus(delta), new Decimal(0));
					expect([balance, blocked, softBlocked].some((part) => part.isNegative())).toBe(false);
					expect(blocked.plus(softBlocked).lte(balance)).toBe(true);
					expect(moved.eq(balance)).toBe(true);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

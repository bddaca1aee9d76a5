import { SandboxClock } from '../../../sandbox/clock';

const NOON = Date.parse('2026-05-04T09:00:00Z');

describe('the clock of the sandbox', () => {
	let clock: SandboxClock;

	beforeEach(() => {
		clock = new SandboxClock(NOON, true);
	});
	afterEach(() => clock.stop());

	test('stands still while frozen', () => {
		expect([clock.now(), clock.frozen]).toEqual([NOON, true]);
	});

	test('runs what falls due, each task at its own moment, in order', () => {
		const ran: Array<[string, number]> = [];
		clock.schedule(200, () => ran.push(['late', clock.now()]));
		clock.schedule(100, () => ran.push(['early', clock.now()]));
		clock.schedule(100, () => ran.push(['early too', clock.now()]));
		clock.schedule(301, () => ran.push(['later', clock.now()]));
		clock.advance(300);
		expect(ran).toEqual([
			['early', NOON + 100],
			['early too', NOON + 100],
			['late', NOON + 200],
		]);
		expect(clock.now()).toBe(NOON + 300);
	});

	test('runs what tasks schedule on the way', () => {
		const ran: number[] = [];
		const again = (): void => {
			ran.push(clock.now() - NOON);
			clock.schedule(100, again);
		};
		clock.schedule(100, again);
		clock.advance(350);
		expect(ran).toEqual([100, 200, 300]);
	});

	test('forgets what was called off', () => {
		const task = jest.fn();
		clock.schedule(100, task)();
		clock.advance(100);
		expect(task).not.toHaveBeenCalled();
	});

	test('runs tasks by itself when it is not frozen', async () => {
		await new Promise<void>((resolve) => {
			clock.schedule(5, resolve);
			clock.resume();
		});
		expect(clock.now()).toBeGreaterThanOrEqual(NOON + 5);
	});

	test('never goes back', () => {
		expect(() => clock.advance(-1)).toThrow(RangeError);
	});

	test('starts again without its tasks', () => {
		const task = jest.fn();
		clock.schedule(100, task);
		clock.advance(50);
		clock.restart(NOON, true);
		clock.advance(1000);
		expect(task).not.toHaveBeenCalled();
	});
});

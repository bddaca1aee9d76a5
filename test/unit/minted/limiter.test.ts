import { AdaptiveLimiter, type Observation } from '../../../minted/client/limiter';
import { FakeClock } from '../../support/fakeClock';

type Outcome = Omit<Observation, 'latencyMs'>;

const FINE: Outcome = { refused: false };

/** Requests that end when told to, so that many can be in flight. */
class Requests {
	started = 0;
	private readonly open: Array<(outcome: Outcome) => void> = [];

	constructor(private readonly limiter: AdaptiveLimiter) {}

	start(count: number): void {
		for (let index = 0; index < count; index++) {
			void this.limiter.run(
				async () => {
					this.started++;
					return await new Promise<Outcome>((resolve) => this.open.push(resolve));
				},
				(outcome) => outcome ?? FINE,
			);
		}
	}

	/** Ends the oldest `count` of those in flight. */
	async end(count: number, outcome = FINE): Promise<void> {
		for (const resolve of this.open.splice(0, count)) resolve(outcome);
		await settle();
	}

	get inFlight(): number {
		return this.open.length;
	}
}

const settle = async () => await new Promise((resolve) => setImmediate(resolve));

let clock: FakeClock;
let limiter: AdaptiveLimiter;
let requests: Requests;
beforeEach(() => {
	clock = new FakeClock();
	limiter = new AdaptiveLimiter({ start: 4, most: 10 }, clock);
	requests = new Requests(limiter);
});

it('Starts as many requests as it may, the others wait for their turn', async () => {
	requests.start(6);
	await settle();
	expect(requests.started).toBe(4);
	await requests.end(1);
	expect(requests.started).toBe(6);
});

it('Grows by one with each good answer at first, up to the most', async () => {
	requests.start(100);
	await settle();
	await requests.end(3);
	expect(limiter.currentLimit).toBe(7);
	for (let round = 0; round < 20; round++) await requests.end(1);
	expect(limiter.currentLimit).toBe(10);
	expect(requests.inFlight).toBe(10);
});

it('Is halved once for a wave of refusals, and grows slowly after that', async () => {
	requests.start(100);
	await settle();
	await requests.end(4);
	expect(limiter.currentLimit).toBe(8);
	await clock.sleep(1);
	await requests.end(8, { refused: true });
	expect(limiter.currentLimit).toBe(4);
	await requests.end(4);
	expect(limiter.currentLimit).toBe(5);
});

it('Never falls below one', async () => {
	requests.start(100);
	await settle();
	for (let round = 0; round < 10; round++) {
		await clock.sleep(1);
		await requests.end(1, { refused: true });
	}
	expect(limiter.currentLimit).toBe(1);
});

it('Starts nothing before Retry-After has passed', async () => {
	limiter = new AdaptiveLimiter({ start: 1, most: 10 }, clock);
	requests = new Requests(limiter);
	requests.start(2);
	await settle();
	await requests.end(1, { refused: true, retryAfterMs: 5_000 });
	expect(clock.sleeps).toEqual([5_000]);
	expect(requests.started).toBe(2);
});

it('Waits two minutes at most, whatever Retry-After says', async () => {
	requests.start(5);
	await settle();
	await requests.end(1, { refused: true, retryAfterMs: 86_400_000 });
	expect(clock.sleeps).toEqual([120_000]);
});

it('Is halved when answers come much later than usual', async () => {
	requests.start(100);
	await settle();
	await clock.sleep(50);
	await requests.end(4);
	expect(limiter.currentLimit).toBe(8);
	await clock.sleep(400);
	await requests.end(1);
	expect(limiter.currentLimit).toBe(4);
});

it('Takes a slow endpoint for slow, not for busy', async () => {
	const run = async (kind: string, ms: number) => {
		await limiter.run(
			async () => await clock.sleep(ms),
			() => FINE,
			kind,
		);
	};
	await run('read', 20);
	await run('read', 20);
	const limit = limiter.currentLimit;
	await run('buy', 900);
	await run('buy', 900);
	expect(limiter.currentLimit).toBe(limit + 2);
});

it('Passes errors on, and goes on', async () => {
	const failed = limiter.run(
		async () => await Promise.reject(new Error('x')),
		() => FINE,
	);
	await expect(failed).rejects.toThrow('x');
	await expect(
		limiter.run(
			async () => await Promise.resolve(7),
			() => FINE,
		),
	).resolves.toBe(7);
});

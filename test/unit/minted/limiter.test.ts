import { AdaptiveLimiter, DEFAULT_LIMITS, type Observation } from '../../../minted/client/limiter';
import { SimulatedTime } from '../../support/digest/simulation';
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

it('Doubles with each round trip at first, up to the most', async () => {
	limiter = new AdaptiveLimiter({ start: 4, most: 20 }, clock);
	requests = new Requests(limiter);
	requests.start(100);
	await settle();
	await requests.end(4);
	expect(limiter.currentLimit).toBe(8);
	await requests.end(8);
	expect(limiter.currentLimit).toBe(16);
	await requests.end(16);
	expect(limiter.currentLimit).toBe(20);
	expect(requests.inFlight).toBe(20);
});

it('Does not grow while the half of it is not made use of', async () => {
	limiter = new AdaptiveLimiter({ start: 4, most: 20 }, clock);
	requests = new Requests(limiter);
	for (let count = 0; count < 10; count++) {
		requests.start(1);
		await settle();
		await requests.end(1);
	}
	expect(limiter.currentLimit).toBe(4);
	requests.start(2);
	await settle();
	await requests.end(2);
	expect(limiter.currentLimit).toBe(5);
});

it('Has 1,000 requests of 200 ms done in four round trips at its defaults', async () => {
	const time = new SimulatedTime();
	limiter = new AdaptiveLimiter(DEFAULT_LIMITS, time);
	const run = async () =>
		await limiter.run(
			async () => await time.sleep(200),
			() => FINE,
		);
	await time.run(Promise.all(Array.from({ length: 1_000 }, run)));
	expect(time.now()).toBe(4 * 200);
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
	expect(limiter.currentLimit).toBe(limit);
});

describe('A request that fails', () => {
	const fail = async (ms: number) =>
		await limiter.run(
			async () => {
				await clock.sleep(ms);
				throw new Error('x');
			},
			() => FINE,
		);
	const pass = async (ms: number) =>
		await limiter.run(
			async () => await clock.sleep(ms),
			() => FINE,
		);

	it('passes its error on, and the next one goes', async () => {
		await expect(fail(0)).rejects.toThrow('x');
		await expect(pass(0)).resolves.toBeUndefined();
	});

	it('is no reason for more at a time, and one for fewer if it took long', async () => {
		limiter = new AdaptiveLimiter({ start: 2, most: 10 }, clock);
		await pass(50);
		expect(limiter.currentLimit).toBe(3);
		await expect(fail(50)).rejects.toThrow('x');
		expect(limiter.currentLimit).toBe(3);
		await expect(fail(10_000)).rejects.toThrow('x');
		expect(limiter.currentLimit).toBe(1);
	});
});

describe('A request that is aborted', () => {
	let stop: AbortController;
	beforeEach(() => {
		stop = new AbortController();
	});
	const run = async (request: () => Promise<unknown>) =>
		await limiter.run(request, () => FINE, '', stop.signal);

	it('while it waits for its turn leaves at once, with the reason, and is never sent', async () => {
		requests.start(4);
		await settle();
		const request = jest.fn(async () => undefined);
		const waiting = run(request);
		stop.abort(new Error('stopped'));
		await expect(waiting).rejects.toThrow('stopped');
		requests.start(2);
		await requests.end(6);
		expect(requests.started).toBe(6);
		expect(request).not.toHaveBeenCalled();
	});

	it('before that is not sent either', async () => {
		stop.abort(new Error('stopped'));
		const request = jest.fn(async () => undefined);
		await expect(run(request)).rejects.toThrow('stopped');
		expect(request).not.toHaveBeenCalled();
	});

	it('leaves the count as it is: as many as before have their turn', async () => {
		requests.start(4);
		await settle();
		const waiting = Array.from({ length: 5 }, async () => await run(async () => undefined));
		stop.abort(new Error('stopped'));
		await Promise.allSettled(waiting);
		requests.start(10);
		await settle();
		expect(requests.started).toBe(4);
		await requests.end(4, { refused: true });
		expect(requests.inFlight).toBe(limiter.currentLimit);
	});

	it('while a pause of Retry-After lasts does not wait for its end', async () => {
		const time = new SimulatedTime();
		limiter = new AdaptiveLimiter({ start: 1, most: 1 }, time);
		await limiter.run(
			async () => undefined,
			() => ({ refused: true, retryAfterMs: 60_000 }),
		);
		const waiting = run(async () => undefined);
		void time.sleep(10).then(() => stop.abort(new Error('stopped')));
		await expect(time.run(waiting)).rejects.toThrow('stopped');
		expect(time.now()).toBe(10);
	});

	it('on its way is for the request to end, and says nothing about the load', async () => {
		limiter = new AdaptiveLimiter({ start: 2, most: 10 }, clock);
		await run(async () => await clock.sleep(50));
		const limit = limiter.currentLimit;
		const sent = run(async () => {
			await clock.sleep(10_000);
			stop.abort();
			throw new Error('aborted by the HTTP client');
		});
		await expect(sent).rejects.toThrow('aborted by the HTTP client');
		expect(limiter.currentLimit).toBe(limit);
	});
});

import { MintedError, type MintedErrorDetails } from '../../../../minted/errors';
import {
	isTransient,
	pauseMs,
	retryRead,
	sleepUnlessStopped,
	type RetryPolicy,
} from '../../../../minted/client/retry';
import { FakeClock } from '../../../support/fakeClock';

const failure = (details: MintedErrorDetails) => new MintedError(details);
const busy = (retryAfterMs?: number) => failure({ kind: 'rateLimited', status: 429, retryAfterMs });

/** A request that fails with each of these in turn, then succeeds. */
const failing = (...errors: unknown[]) => {
	const request = jest.fn(async () => {
		if (errors.length > 0) throw errors.shift();
		return 'answer';
	});
	return request;
};

describe('isTransient', () => {
	it.each<[MintedErrorDetails, boolean]>([
		[{ kind: 'rateLimited', status: 429 }, true],
		[{ kind: 'server', status: 502 }, true],
		[{ kind: 'server', status: 503 }, true],
		[{ kind: 'server', status: 504 }, true],
		[{ kind: 'noAnswer' }, true],
		[{ kind: 'unreachable' }, true],
		[{ kind: 'server', status: 500 }, false],
		[{ kind: 'parameter', status: 422 }, false],
		[{ kind: 'credentials', status: 401 }, false],
		[{ kind: 'unreadable', status: 200 }, false],
	])('%p: %p', (details, transient) => {
		expect(isTransient(failure(details))).toBe(transient);
	});

	it('is false for any other error', () => {
		expect(isTransient(new Error('x'))).toBe(false);
	});
});

describe('pauseMs', () => {
	it('doubles its ceiling up to eight seconds', () => {
		expect([1, 2, 3, 6, 20].map((tries) => pauseMs(tries, busy(), 1))).toEqual([
			250, 500, 1_000, 8_000, 8_000,
		]);
	});

	it('is anything up to that, so that many clients do not come back at once', () => {
		expect(pauseMs(3, busy(), 0)).toBe(0);
		expect(pauseMs(3, busy(), 0.5)).toBe(500);
	});

	it('never shortens Retry-After', () => {
		expect(pauseMs(1, busy(3_000), 0)).toBe(3_000);
		expect(pauseMs(1, busy(3_000), 1)).toBe(3_250);
	});
});

/** As the client does it: a first try, and what is made of its failure. */
async function withRetries<T>(
	read: () => Promise<T>,
	policy: RetryPolicy,
	clock: FakeClock,
	signal?: AbortSignal,
): Promise<T> {
	const startedAt = clock.now();
	try {
		return await read();
	} catch (error) {
		return await retryRead(read, error, startedAt, { policy, clock, signal });
	}
}

describe('A read', () => {
	const policy = { maxTries: 4, budgetMs: 10_000 };

	it('is repeated after failures of a moment, until there is an answer', async () => {
		const request = failing(busy(), failure({ kind: 'noAnswer' }));
		await expect(withRetries(request, policy, new FakeClock())).resolves.toBe('answer');
		expect(request).toHaveBeenCalledTimes(3);
	});

	it.each([failure({ kind: 'parameter', status: 422 }), new TypeError('a bug'), 'a text'])(
		'is not repeated after what will not get better: %p',
		async (error) => {
			const request = failing(error);
			await expect(withRetries(request, policy, new FakeClock())).rejects.toBe(error);
			expect(request).toHaveBeenCalledTimes(1);
		},
	);

	it('ends with the first failure that will not get better', async () => {
		const error = failure({ kind: 'parameter', status: 422 });
		const request = failing(busy(), error);
		await expect(withRetries(request, policy, new FakeClock())).rejects.toBe(error);
		expect(request).toHaveBeenCalledTimes(2);
	});

	it('gives up after the most tries and says how many they were', async () => {
		const request = failing(...Array.from({ length: 9 }, () => busy()));
		await expect(withRetries(request, policy, new FakeClock())).rejects.toMatchObject({
			details: { kind: 'rateLimited', tries: 4 },
		});
		expect(request).toHaveBeenCalledTimes(4);
	});

	it('starts no try after its time is up', async () => {
		const clock = new FakeClock();
		const request = failing(...Array.from({ length: 9 }, () => busy(6_000)));
		await expect(withRetries(request, policy, clock)).rejects.toMatchObject({
			details: { tries: 2 },
		});
		expect(clock.now()).toBeLessThanOrEqual(10_000);
	});

	it('waits for as long as the server asks', async () => {
		const clock = new FakeClock();
		await withRetries(failing(busy(2_000)), policy, clock);
		expect(clock.sleeps[0]).toBeGreaterThanOrEqual(2_000);
	});

	it('is tried once when it has no time at all', async () => {
		const request = failing(busy(), busy());
		const rejected = withRetries(request, { maxTries: 4, budgetMs: 0 }, new FakeClock());
		await expect(rejected).rejects.toBeInstanceOf(MintedError);
		expect(request).toHaveBeenCalledTimes(1);
	});

	it('that brings a page of something in between is tried three times, then is no Minted', async () => {
		const page = () => failure({ kind: 'notMinted', status: 200 });
		await expect(withRetries(failing(page()), policy, new FakeClock())).resolves.toBe('answer');
		const request = failing(...Array.from({ length: 9 }, page));
		await expect(withRetries(request, policy, new FakeClock())).rejects.toMatchObject({
			details: { kind: 'notMinted', tries: 3 },
		});
		expect(request).toHaveBeenCalledTimes(3);
	});

	it('that was stopped is not repeated', async () => {
		const stop = new AbortController();
		const request = failing(busy(), busy());
		stop.abort();
		await expect(withRetries(request, policy, new FakeClock(), stop.signal)).rejects.toBeInstanceOf(
			MintedError,
		);
		expect(request).toHaveBeenCalledTimes(1);
	});

	it('ends its pause when it is stopped', async () => {
		const stop = new AbortController();
		const request = failing(busy(), busy());
		const clock = new FakeClock();
		clock.sleep = async () => await new Promise<never>(() => undefined);
		const stopped = withRetries(request, policy, clock, stop.signal);
		setImmediate(() => stop.abort());
		await expect(stopped).rejects.toMatchObject({ details: { kind: 'cancelled', notSent: true } });
		expect(request).toHaveBeenCalledTimes(1);
	});
});

describe('A pause', () => {
	const forEver = { sleep: async () => await new Promise<never>(() => undefined) };

	it('lasts its time where nothing can stop it, or nothing does', async () => {
		const clock = new FakeClock();
		await sleepUnlessStopped(clock, 70, undefined);
		await sleepUnlessStopped(clock, 30, new AbortController().signal);
		expect(clock.sleeps).toEqual([70, 30]);
	});

	it('does not begin when the signal came before', async () => {
		const clock = new FakeClock();
		await expect(sleepUnlessStopped(clock, 70, AbortSignal.abort())).rejects.toMatchObject({
			kind: 'cancelled',
		});
		expect(clock.sleeps).toEqual([]);
	});

	it('ends as soon as the signal comes', async () => {
		const stop = new AbortController();
		const pause = sleepUnlessStopped(forEver, 3_600_000, stop.signal);
		stop.abort();
		await expect(pause).rejects.toMatchObject({ kind: 'cancelled', mayHaveBeenProcessed: false });
	});

	it('leaves no listener behind: a signal serves thousands of pauses', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		for (let pauses = 0; pauses < 20; pauses++)
			await sleepUnlessStopped(new FakeClock(), 1, signal);
		expect(added).toHaveBeenCalledTimes(20);
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			added.mock.calls.map(([, listener]) => listener),
		);
	});
});

import { MintedError, type MintedErrorDetails } from '../../../../minted/errors';
import { isTransient, pauseMs, withRetries } from '../../../../minted/client/retry';
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

describe('withRetries', () => {
	const policy = { maxTries: 4, budgetMs: 10_000 };

	it('returns the first answer', async () => {
		const request = failing(busy(), failure({ kind: 'noAnswer' }));
		await expect(withRetries(request, policy, new FakeClock())).resolves.toBe('answer');
		expect(request).toHaveBeenCalledTimes(3);
	});

	it('does not repeat what will not get better', async () => {
		const request = failing(failure({ kind: 'parameter', status: 422 }));
		await expect(withRetries(request, policy, new FakeClock())).rejects.toMatchObject({
			details: { kind: 'parameter' },
		});
		expect(request).toHaveBeenCalledTimes(1);
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

	it('tries once when it has no time at all', async () => {
		const request = failing(busy(), busy());
		const rejected = withRetries(request, { maxTries: 4, budgetMs: 0 }, new FakeClock());
		await expect(rejected).rejects.toBeInstanceOf(MintedError);
		expect(request).toHaveBeenCalledTimes(1);
	});
});

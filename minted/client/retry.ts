import { MintedError, type MintedErrorKind } from '../errors';

/** Effects from outside, so that the rules can be shown without waiting. */
export interface Clock {
	/** Milliseconds of a clock that never goes back far enough to matter. */
	now(): number;
	sleep(ms: number): Promise<void>;
	/** 0 to 1. */
	random(): number;
}

export interface RetryPolicy {
	maxTries: number;
	/** No new try starts after this many milliseconds. */
	budgetMs: number;
}

const TRANSIENT: ReadonlySet<MintedErrorKind> = new Set(['rateLimited', 'noAnswer', 'unreachable']);
const TRANSIENT_STATUS: ReadonlySet<number> = new Set([502, 503, 504]);
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

/** Whether asking again may help: 429, 502, 503, 504, no answer. */
export function isTransient(error: unknown): error is MintedError {
	return (
		error instanceof MintedError &&
		(TRANSIENT.has(error.kind) || TRANSIENT_STATUS.has(error.details.status ?? 0))
	);
}

/** Full jitter on an exponential pause; `Retry-After` is a minimum, never shortened. */
export function pauseMs(tries: number, error: MintedError, random: number): number {
	const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
	return (error.details.retryAfterMs ?? 0) + Math.ceil(ceiling * random);
}

/**
 * For requests that only read. Gives up with the last error, which then says how often was tried.
 */
export async function withRetries<T>(
	request: () => Promise<T>,
	policy: RetryPolicy,
	clock: Clock,
): Promise<T> {
	const start = clock.now();
	for (let tries = 1; ; tries++) {
		try {
			return await request();
		} catch (error) {
			if (!isTransient(error)) throw error;
			const pause = pauseMs(tries, error, clock.random());
			const elapsed = clock.now() - start;
			if (tries >= policy.maxTries || elapsed + pause > policy.budgetMs) {
				throw new MintedError({ ...error.details, tries });
			}
			await clock.sleep(pause);
		}
	}
}

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

/** A page in between passes, or it is always there: then asking on only delays saying so. */
const MOST_TRIES_OF_A_PAGE = 3;

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
 * Asks again after a first failure, for requests that only read. Gives up with the last error, which
 * then says how often was tried.
 *
 * @param startedAt when the first request was sent, by the same clock
 * @param signal ends the pauses; the error of the last try is then thrown
 */
export async function retryRead<T>(
	read: () => Promise<T>,
	firstError: unknown,
	startedAt: number,
	{ policy, clock, signal }: { policy: RetryPolicy; clock: Clock; signal?: AbortSignal },
): Promise<T> {
	let error = firstError;
	for (let tries = 1; ; tries++) {
		const isPage = error instanceof MintedError && error.kind === 'notMinted';
		if (!isTransient(error) && !isPage) throw error;
		const pause = pauseMs(tries, error as MintedError, clock.random());
		const isOver = clock.now() - startedAt + pause > policy.budgetMs;
		const most = isPage ? Math.min(MOST_TRIES_OF_A_PAGE, policy.maxTries) : policy.maxTries;
		if (tries >= most || isOver || signal?.aborted) {
			throw new MintedError({ ...(error as MintedError).details, tries });
		}
		await sleepUnlessStopped(clock, pause, signal);
		try {
			return await read();
		} catch (next) {
			error = next;
		}
	}
}

/**
 * Sleeps until the time is over.
 *
 * @throws MintedError `cancelled` as soon as the signal is aborted
 */
export async function sleepUnlessStopped(
	clock: Pick<Clock, 'sleep'>,
	ms: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (signal) endIfStopped(signal);
	await unlessStopped(clock.sleep(ms), signal);
}

/**
 * What comes of the work; when the signal is aborted before, it is waited for no longer.
 *
 * @throws MintedError `cancelled`, and what the work throws
 */
export async function unlessStopped<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	if (signal === undefined) return await work;
	let stop = () => {};
	const stopped = new Promise<void>((resolve) => {
		stop = resolve;
		signal.addEventListener('abort', stop, { once: true });
		if (signal.aborted) resolve();
	});
	try {
		await Promise.race([work, stopped]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
	endIfStopped(signal);
	return await work;
}

function endIfStopped(signal: AbortSignal): void {
	if (signal.aborted) throw new MintedError({ kind: 'cancelled', notSent: true });
}

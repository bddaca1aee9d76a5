import type { Clock } from './retry';

export interface LimiterOptions {
	/** Requests in flight at the beginning. */
	start: number;
	/** Most requests in flight. */
	most: number;
}

/**
 * Measured with answers after 200 ms: 1,000 reads took 2.2 s from 128 on, 2.8 s from 64 on, 2.0 s from
 * 256 on, and no less with more than 256. 1,000 orders, of which each begins with three reads, took
 * 1.45 and 1.70 of the time of two HTTP Request nodes with up to 256, 1.39 and 1.46 with up to 384.
 */
export const DEFAULT_LIMITS: LimiterOptions = { start: 128, most: 384 };

/** How a request went, as far as the load on the API can be told from it. */
export interface Observation {
	latencyMs: number;
	/** 429 or 503. */
	refused: boolean;
	retryAfterMs?: number;
}

/** A request this many times slower than usual is a sign of queueing on the other side. */
const SLOW_FACTOR = 3;
/** Below this the spread of latencies says nothing. */
const SLOW_FLOOR_MS = 100;
const LONGEST_PAUSE_MS = 120_000;
const MOST_KINDS = 100;

/**
 * How many requests one account has in flight against one address, over the whole process: grows
 * while the API keeps up and the limit is made use of, is halved when the API refuses or slows down,
 * and obeys Retry-After.
 *
 * As TCP does it: doubled with each round trip at first, then additive increase and multiplicative
 * decrease.
 */
export class AdaptiveLimiter {
	private limit: number;
	private fastStart = true;
	private inFlight = 0;
	private successes = 0;
	/**
	 * Latency of an unhurried API, by the kind of request, because a slow endpoint is not a busy API:
	 * follows falls at once and rises slowly.
	 */
	private readonly baselinesMs = new Map<string, number>();
	private pausedUntil = 0;
	private waking = false;
	/** Requests started before the last decrease say nothing about the limit after it. */
	private decreasedAt = 0;
	/** In the order of their arrival. */
	private readonly waiting = new Set<() => void>();

	constructor(
		private readonly options: LimiterOptions,
		private readonly clock: Pick<Clock, 'now' | 'sleep'>,
	) {
		this.limit = Math.min(options.start, options.most);
	}

	/** For tests and reports. */
	get currentLimit(): number {
		return Math.floor(this.limit);
	}

	/**
	 * Runs `request` when it is its turn. `observe` tells its outcome from the answer; latencies are
	 * compared among requests of one `kind`. When `signal` aborts, a request that waits for its turn
	 * leaves at once and rejects with the signal's reason; one on its way is for `request` to end.
	 */
	async run<T>(
		request: () => Promise<T>,
		observe: (answer: T) => Omit<Observation, 'latencyMs'>,
		kind = '',
		signal?: AbortSignal,
	): Promise<T> {
		signal?.throwIfAborted();
		if (this.waiting.size === 0 && this.mayStart()) this.inFlight++;
		else await this.turn(signal);
		const start = this.clock.now();
		const before = this.inFlight;
		try {
			const answer = await request();
			// Of requests that set out together, the first sees the others when it comes back only.
			const isUsed = 2 * Math.max(before, this.inFlight) >= this.limit;
			this.learn({ latencyMs: this.clock.now() - start, ...observe(answer) }, start, kind, isUsed);
			return answer;
		} catch (error) {
			if (!signal?.aborted) this.learnFromFailure(start, kind);
			throw error;
		} finally {
			this.inFlight--;
			this.wake();
		}
	}

	private async turn(signal: AbortSignal | undefined): Promise<void> {
		let leave = () => {};
		try {
			await new Promise<void>((resolve, reject) => {
				this.waiting.add(resolve);
				leave = () => {
					if (this.waiting.delete(resolve)) reject(signal?.reason as Error);
				};
				signal?.addEventListener('abort', leave);
				this.wake();
			});
		} finally {
			signal?.removeEventListener('abort', leave);
		}
	}

	private mayStart(): boolean {
		return this.inFlight < Math.floor(this.limit) && this.clock.now() >= this.pausedUntil;
	}

	private wake(): void {
		for (const start of this.waiting) {
			if (!this.mayStart()) break;
			this.inFlight++;
			this.waiting.delete(start);
			start();
		}
		if (this.waiting.size > 0 && !this.waking && this.clock.now() < this.pausedUntil) {
			this.waking = true;
			void this.clock.sleep(this.pausedUntil - this.clock.now()).then(() => {
				this.waking = false;
				this.wake();
			});
		}
	}

	private learn(
		{ latencyMs, refused, retryAfterMs = 0 }: Observation,
		start: number,
		kind: string,
		isUsed: boolean,
	): void {
		if (refused) {
			const pause = Math.min(retryAfterMs, LONGEST_PAUSE_MS);
			this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + pause);
			this.decrease(start);
			return;
		}
		if (this.baselinesMs.size >= MOST_KINDS && !this.baselinesMs.has(kind)) {
			this.baselinesMs.clear();
		}
		const baselineMs = this.baselinesMs.get(kind) ?? latencyMs;
		this.baselinesMs.set(
			kind,
			latencyMs < baselineMs ? latencyMs : baselineMs + (latencyMs - baselineMs) / 50,
		);
		if (isSlow(latencyMs, baselineMs)) this.decrease(start);
		else if (isUsed) this.increase();
	}

	/** No answer says nothing good, and if it was waited for long, something bad. */
	private learnFromFailure(start: number, kind: string): void {
		const latencyMs = this.clock.now() - start;
		if (isSlow(latencyMs, this.baselinesMs.get(kind) ?? latencyMs)) this.decrease(start);
	}

	private decrease(start: number): void {
		if (start < this.decreasedAt) return;
		this.decreasedAt = this.clock.now();
		this.fastStart = false;
		this.successes = 0;
		this.limit = Math.max(1, this.limit / 2);
	}

	private increase(): void {
		this.successes++;
		if (!this.fastStart && this.successes < this.limit) return;
		this.successes = 0;
		this.limit = Math.min(this.options.most, this.limit + 1);
	}
}

const isSlow = (latencyMs: number, baselineMs: number) =>
	latencyMs > SLOW_FLOOR_MS && latencyMs > SLOW_FACTOR * baselineMs;

import type { Clock } from './retry';

export interface LimiterOptions {
	/** Requests in flight at the beginning. */
	start: number;
	/** Most requests in flight. */
	most: number;
}

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
 * while the API keeps up, is halved when it refuses or slows down, and obeys Retry-After.
 *
 * Additive increase, multiplicative decrease, with a fast start, as TCP does it.
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
	private readonly waiting: Array<() => void> = [];

	constructor(
		private readonly options: LimiterOptions,
		private readonly clock: Pick<Clock, 'now' | 'sleep'>,
	) {
		this.limit = options.start;
	}

	/** For tests and reports. */
	get currentLimit(): number {
		return Math.floor(this.limit);
	}

	/**
	 * Runs `request` when it is its turn. `observe` tells its outcome from the answer, if there is
	 * one; latencies are compared among requests of one `kind`.
	 */
	async run<T>(
		request: () => Promise<T>,
		observe: (answer: T | undefined) => Omit<Observation, 'latencyMs'>,
		kind = '',
	): Promise<T> {
		await this.turn();
		const start = this.clock.now();
		let answer: T | undefined;
		try {
			answer = await request();
			return answer;
		} finally {
			this.inFlight--;
			this.learn({ latencyMs: this.clock.now() - start, ...observe(answer) }, start, kind);
			this.wake();
		}
	}

	private async turn(): Promise<void> {
		if (this.waiting.length === 0 && this.mayStart()) {
			this.inFlight++;
			return;
		}
		await new Promise<void>((resolve) => {
			this.waiting.push(resolve);
			this.wake();
		});
	}

	private mayStart(): boolean {
		return this.inFlight < Math.floor(this.limit) && this.clock.now() >= this.pausedUntil;
	}

	private wake(): void {
		while (this.waiting.length > 0 && this.mayStart()) {
			this.inFlight++;
			this.waiting.shift()?.();
		}
		if (this.waiting.length > 0 && !this.waking && this.clock.now() < this.pausedUntil) {
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
		if (latencyMs > SLOW_FLOOR_MS && latencyMs > SLOW_FACTOR * baselineMs) this.decrease(start);
		else this.increase();
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

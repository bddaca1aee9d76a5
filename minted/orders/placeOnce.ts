import { FieldError, MintedError } from '../errors';
import {
	isTransient,
	pauseMs,
	sleepUnlessStopped,
	unlessStopped,
	type Clock,
} from '../client/retry';
import { OrderRefusal } from './refusal';

/** Something that moves money or metal, and must happen once. */
export interface Movement<Prepared, Result> {
	/** Partner's own id, under which it is found again. */
	externalId: string;
	/** What is wanted, as a text: the same id with another wish is refused. */
	wish: string;
	/** Whether each `prepare` fixes a new price, so that an expired one is worth a new attempt. */
	fixesPrice: boolean;
	/** Brings all that is to be sent. It only reads: what it throws proves that nothing was sent. */
	prepare(): Promise<Prepared>;
	/**
	 * The last word, once it is known that there is none yet. What it throws proves, too, that nothing
	 * was sent.
	 */
	approve?(): void | Promise<void>;
	/** Sends what was prepared, in one request that nothing stops. */
	send(prepared: Prepared): Promise<Result>;
	/**
	 * What `send` would have returned, or undefined when the API says that it knows none. Left out
	 * where the API has no way to look: then a lost answer stays unknown.
	 *
	 * @param isSent whether the answer to a request is looked for: then nothing may stop the look
	 * @throws OrderRefusal when something else is there; MintedError for an answer that proves nothing
	 */
	lookup?(isSent: boolean): Promise<Result | undefined>;
}

/** How a movement is guarded. */
export interface Guard {
	ledger: OrderLedger;
	/** Account, kind of movement and external_id. */
	ledgerKey: string;
	clock: Clock;
	/** Look for the order before sending anything, even where nothing hints at an earlier attempt. */
	duplicateGuard: boolean;
	/**
	 * Whether an earlier run, or another process, may have sent the same order without this one knowing
	 * what became of it. Asked once all that this process has under way with the order has ended.
	 */
	mayHaveBeenSentBefore(): boolean;
	/** For how long an order that was placed may stay invisible to the lookup. Milliseconds. */
	settleMs: number;
	/** Ends everything up to the request itself; what became of that is always found out. */
	signal?: AbortSignal;
}

/** How it came to be known. */
export interface Placement<Result> {
	/** existing: it was there before, nothing was sent. recovered: its answer was lost, it was found. */
	outcome: 'placed' | 'existing' | 'recovered';
	result: Result;
}

/** Preparing failed for a reason that has no name of its own; nothing was sent. */
export class NotPreparedError extends Error {
	readonly name = 'NotPreparedError';

	constructor(readonly reason: unknown) {
		super(reason instanceof Error ? reason.message : String(reason));
	}
}

/** The lost request was looked for and is not there: it may be sent again. */
export class OrderNotPlacedError extends Error {
	readonly name = 'OrderNotPlacedError';

	constructor(
		readonly externalId: string,
		readonly reason: MintedError,
		readonly lookedForMs: number,
	) {
		super(reason.message);
	}
}

/** Nobody can tell yet whether the order was placed. */
export class OrderOutcomeUnknownError extends Error {
	readonly name = 'OrderOutcomeUnknownError';

	constructor(
		readonly externalId: string,
		readonly reason: MintedError | undefined,
		/** What is there under the id and may or may not be this order. */
		readonly found?: OrderRefusal,
	) {
		super(reason?.message ?? 'An earlier attempt may have been processed');
	}
}

/** A look for the order counts this long; preparing may take longer, and another process order. */
const LOOK_COUNTS_MS = 2_000;
/** Longest pause that one order waits for a 429 to pass. */
const LONGEST_WAIT_MS = 60_000;
const MOST_ATTEMPTS = 2;

/**
 * Carries a movement out at most once, whatever happens on the way.
 *
 * A request that may have been processed is never sent again: it is looked for instead, until it is
 * found or `settleMs` have passed. A refusal that proves that nothing was processed (the price has
 * expired, too many requests) is answered by one new attempt.
 *
 * @throws OrderNotPlacedError, OrderOutcomeUnknownError; every other error proves that nothing was
 *   carried out
 */
export async function placeOnce<Prepared, Result>(
	movement: Movement<Prepared, Result>,
	guard: Guard,
): Promise<Placement<Result>> {
	return await guard.ledger.exclusive(
		guard.ledgerKey,
		async () => await new Attempt(movement, guard).run(),
		guard.signal,
	);
}

class Attempt<Prepared, Result> {
	/** When the last look was sent that found nothing. */
	private lookedAt = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly movement: Movement<Prepared, Result>,
		private readonly guard: Guard,
	) {}

	async run(): Promise<Placement<Result>> {
		const { ledger, ledgerKey, mayHaveBeenSentBefore } = this.guard;
		const known = ledger.get(ledgerKey);
		const isFirst = known === undefined && !mayHaveBeenSentBefore();
		const looking = this.findEarlier(known, isFirst);
		// Looking and preparing only read: they go out together, unless an order is likely to be there.
		let preparing = isFirst ? this.prepare() : undefined;
		// What becomes of it counts only once it is known that there is no order yet.
		preparing?.catch(() => undefined);
		const earlier = await looking;
		if (earlier) return earlier;
		for (let attempt = 1; ; attempt++) {
			const prepared = await (preparing ?? this.prepare());
			preparing = undefined;
			await this.approve();
			const meanwhile = await this.lookAgain();
			if (meanwhile) return this.remember('existing', meanwhile);
			const outcome = await this.send(prepared, attempt);
			if (outcome) return outcome;
		}
	}

	/**
	 * What this or an earlier run has placed already. What is known of an earlier attempt counts
	 * without the duplicate guard, too: that saves only the look for an order nobody knows of.
	 */
	private async findEarlier(
		known: LedgerEntry | undefined,
		isFirst: boolean,
	): Promise<Placement<Result> | undefined> {
		const { ledger, ledgerKey, clock, settleMs, duplicateGuard } = this.guard;
		if (isFirst && !duplicateGuard) return undefined;
		const found = await this.look().catch((error: unknown) => {
			// After an earlier attempt a failed look proves nothing, and the order may be there.
			if (isFirst || error instanceof OrderRefusal) throw error;
			return undefined;
		});
		if (known?.state === 'placed') {
			this.refuseOtherWish(known.wish, found);
			return { outcome: 'existing', result: found ?? (known.result as Result) };
		}
		if (found !== undefined) return this.remember('existing', found);
		if (isFirst) return undefined;
		const since = known?.since ?? clock.now();
		const late = await this.lookUntil(since + settleMs, false).catch((error: unknown) => {
			// Only what is found under the ID proves more than that nobody knows.
			if (error instanceof OrderRefusal) throw error;
			const failure = error instanceof MintedError ? error : undefined;
			return { found: undefined, isCertain: false, failure };
		});
		if (late.found !== undefined) return this.remember('recovered', late.found);
		if (!late.isCertain) {
			throw new OrderOutcomeUnknownError(this.movement.externalId, late.failure);
		}
		ledger.delete(ledgerKey);
		return undefined;
	}

	private refuseOtherWish(wish: string, found: Result | undefined): void {
		// A look that found it has compared it; what cannot be looked up is compared here.
		if (wish === this.movement.wish) return;
		const { externalId } = this.movement;
		if (found === undefined) {
			throw new OrderRefusal({ kind: 'taken', externalId, certain: true });
		}
		throw new OrderRefusal({ kind: 'taken', externalId, certain: false });
	}

	private async prepare(): Promise<Prepared> {
		this.endIfStopped();
		try {
			return await this.movement.prepare();
		} catch (error) {
			throw asNotSent(error);
		}
	}

	private async approve(): Promise<void> {
		try {
			await this.movement.approve?.();
		} catch (error) {
			throw asNotSent(error);
		}
	}

	/** Looks once more where the last look was too long ago to mean anything. */
	private async lookAgain(): Promise<Result | undefined> {
		const { clock, duplicateGuard } = this.guard;
		if (!duplicateGuard || clock.now() - this.lookedAt <= LOOK_COUNTS_MS) return undefined;
		return await this.look();
	}

	private async look(): Promise<Result | undefined> {
		const sentAt = this.guard.clock.now();
		try {
			const found = await this.movement.lookup?.(false);
			if (found === undefined) this.lookedAt = sentAt;
			return found;
		} catch (error) {
			throw asNotSent(error);
		}
	}

	/** @returns undefined when the refusal proves that nothing happened and is worth a new attempt */
	private async send(prepared: Prepared, attempt: number): Promise<Placement<Result> | undefined> {
		const { ledger, ledgerKey, clock, signal } = this.guard;
		this.endIfStopped();
		ledger.set(ledgerKey, { state: 'unknown', since: clock.now() });
		try {
			return this.remember('placed', await this.movement.send(prepared));
		} catch (error) {
			if (!(error instanceof MintedError) || error.mayHaveBeenProcessed) {
				return await this.resolveLostAnswer(error);
			}
			ledger.delete(ledgerKey);
			const pause = this.pauseBeforeNewAttempt(error, attempt);
			if (pause === undefined) throw error;
			await sleepUnlessStopped(clock, pause, signal);
			return undefined;
		}
	}

	/** Milliseconds; undefined where a new attempt would only be refused again. */
	private pauseBeforeNewAttempt(error: MintedError, attempt: number): number | undefined {
		if (attempt >= MOST_ATTEMPTS) return undefined;
		if (error.kind === 'priceTokenExpired') return this.movement.fixesPrice ? 0 : undefined;
		if (error.kind !== 'rateLimited' || !isTransient(error)) return undefined;
		const pause = pauseMs(1, error, this.guard.clock.random());
		return pause > LONGEST_WAIT_MS ? undefined : pause;
	}

	private async resolveLostAnswer(error: unknown): Promise<Placement<Result>> {
		const { clock, settleMs } = this.guard;
		const { externalId } = this.movement;
		// What cannot be explained counts as an answer that could not be read.
		const reason = error instanceof MintedError ? error : new MintedError({ kind: 'unreadable' });
		const start = clock.now();
		const { found, isCertain } = await this.lookUntil(start + settleMs, true).catch(
			(refusal: unknown) => {
				// Another order under this id: whether this one was placed beside it, nobody can tell.
				const other = refusal instanceof OrderRefusal ? refusal : undefined;
				throw new OrderOutcomeUnknownError(externalId, reason, other);
			},
		);
		if (found !== undefined) {
			return this.remember(reason.kind === 'conflict' ? 'existing' : 'recovered', found);
		}
		// Who says that the id is taken has something under it, whatever the lookup says.
		if (!isCertain || reason.kind === 'conflict') {
			throw new OrderOutcomeUnknownError(externalId, reason);
		}
		throw new OrderNotPlacedError(externalId, reason, clock.now() - start);
	}

	/**
	 * Looks again and again, with growing pauses, until the order shows or `until` has passed.
	 * Only a look after `until` makes it certain that there is none.
	 */
	private async lookUntil(
		until: number,
		isSent: boolean,
	): Promise<{ found?: Result; isCertain: boolean; failure?: MintedError }> {
		const { clock, settleMs, signal } = this.guard;
		const { lookup } = this.movement;
		if (lookup === undefined) return { isCertain: false };
		let pause = Math.max(1, settleMs / 60);
		for (;;) {
			const isLast = clock.now() >= until;
			const sentAt = clock.now();
			try {
				const found = await lookup(isSent);
				if (found !== undefined) return { found, isCertain: true };
				this.lookedAt = sentAt;
				if (isLast) return { isCertain: true };
			} catch (error) {
				if (!(error instanceof MintedError) || error.kind === 'cancelled') throw error;
				if (isLast) return { isCertain: false, failure: error };
			}
			const rest = Math.max(1, until - clock.now());
			await sleepUnlessStopped(clock, Math.min(pause, rest), isSent ? undefined : signal);
			pause *= 2;
		}
	}

	/** Up to the request nothing has happened. */
	private endIfStopped(): void {
		if (this.guard.signal?.aborted) throw new MintedError({ kind: 'cancelled', notSent: true });
	}

	private remember(outcome: Placement<Result>['outcome'], result: Result): Placement<Result> {
		const { ledger, ledgerKey } = this.guard;
		ledger.set(ledgerKey, { state: 'placed', wish: this.movement.wish, result });
		return { outcome, result };
	}
}

/** Nothing was sent by then: whatever the reason, the error says so. */
function asNotSent(error: unknown): unknown {
	if (error instanceof MintedError) return new MintedError({ ...error.details, notSent: true });
	if (error instanceof FieldError || error instanceof OrderRefusal) return error;
	return new NotPreparedError(error);
}

/** What this process knows of an order before the API's own lookup does. */
export type LedgerEntry =
	/** A request was sent and its outcome is not known. */
	| { state: 'unknown'; since: number }
	/** The API confirmed what was wanted; a lookup may still lag behind. */
	| { state: 'placed'; wish: string; result: unknown };

/** Of each state: a flood of orders that went well must not make one forgotten that did not. */
const MOST_ENTRIES = 10_000;

/**
 * Remembers attempts by key (account, kind and external_id) for the whole process, so that a retry a
 * second later cannot mistake an order that the lookup does not show yet for one never placed.
 */
export class OrderLedger {
	private readonly entries = {
		unknown: new Map<string, LedgerEntry>(),
		placed: new Map<string, LedgerEntry>(),
	};
	private readonly tails = new Map<string, Promise<unknown>>();

	get(key: string): LedgerEntry | undefined {
		return this.entries.unknown.get(key) ?? this.entries.placed.get(key);
	}

	set(key: string, entry: LedgerEntry): void {
		this.delete(key);
		const entries = this.entries[entry.state];
		entries.set(key, entry);
		if (entries.size <= MOST_ENTRIES) return;
		const oldest = entries.keys().next().value;
		if (oldest !== undefined) entries.delete(oldest);
	}

	delete(key: string): void {
		this.entries.unknown.delete(key);
		this.entries.placed.delete(key);
	}

	/**
	 * Runs `work` after everything that was started before it under the same key. The signal ends the
	 * wait for that, not `work`.
	 *
	 * @throws MintedError `cancelled`, and what `work` throws
	 */
	async exclusive<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const before = this.tails.get(key);
		const turn = before ? unlessStopped(before, signal) : Promise.resolve();
		const run = turn.then(work);
		// Who gives up waiting lets nobody past: what it waited for is still under way.
		const tail = Promise.allSettled([before, run]);
		this.tails.set(key, tail);
		void tail.then(() => {
			if (this.tails.get(key) === tail) this.tails.delete(key);
		});
		return await run;
	}
}

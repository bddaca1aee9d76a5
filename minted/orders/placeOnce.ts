import { beforeSending, FieldError, MintedError } from '../errors';
import type { Clock } from '../client/retry';
import { PriceLimitError } from './digitalOrder';
import type { OrderLedger } from './ledger';

/** How an order came to be known. */
export type Placement<Placed, Found> =
	| { outcome: 'placed'; placed: Placed }
	/** It was there before; nothing was sent. */
	| { outcome: 'existing'; found: Found }
	/** The answer was lost, the order was found. */
	| { outcome: 'recovered'; found: Found };

export interface PlaceOnceOptions<Placed, Found> {
	externalId: string;
	ledger: OrderLedger;
	/** Account, kind of movement and external_id. */
	ledgerKey: string;
	clock: Clock;
	/** Look for the order before sending anything, even where nothing hints at an earlier attempt. */
	duplicateGuard: boolean;
	/** An earlier run may have sent the same order without living to see the answer. */
	mayHaveBeenSentBefore: boolean;
	/** For how long an order that was placed may stay invisible to the lookup. */
	settleMs: number;
	/**
	 * Prepares and sends the order; called at most once. It awaits `confirmNew` right before each
	 * request that orders, and lets what that throws pass.
	 */
	place(confirmNew: () => Promise<void>): Promise<Placed>;
	/**
	 * The orders that `place` would have returned, or undefined when the API knows none. Left out
	 * where the API has no way to look: then a lost answer stays unknown.
	 */
	lookup?(): Promise<Found | undefined>;
	/** For the user: where to find out by hand what became of it. */
	findOut: string;
	/** What a later guard shows while the lookup lags behind. */
	asFound(placed: Placed): Found;
}

/** A look for the order counts this long; preparing may take longer, and another process order. */
const LOOK_COUNTS_MS = 2_000;

/** Somebody else has placed the order while this run prepared it. */
class FoundMeanwhile<Found> extends Error {
	constructor(readonly found: Found) {
		super('The order was placed meanwhile');
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
		readonly findOut: string,
	) {
		super(reason?.message ?? 'An earlier attempt may have been processed');
	}
}

/**
 * Places an order at most once, whatever happens on the way.
 *
 * A request that may have been processed is never sent again: the order is looked for instead,
 * until it is found or `settleMs` have passed.
 *
 * @throws OrderNotPlacedError, OrderOutcomeUnknownError, or the error of `place` when that proves
 *   that nothing was processed
 */
export async function placeOnce<Placed, Found>(
	options: PlaceOnceOptions<Placed, Found>,
): Promise<Placement<Placed, Found>> {
	return await options.ledger.exclusive(options.ledgerKey, async () => await place(options));
}

async function place<Placed, Found>(
	options: PlaceOnceOptions<Placed, Found>,
): Promise<Placement<Placed, Found>> {
	const { ledger, ledgerKey, clock } = options;
	const earlier = await findEarlier(options);
	if (earlier) return earlier;
	ledger.set(ledgerKey, { state: 'unknown', at: clock.now() });
	try {
		const placed = await options.place(confirmNewFor(options));
		ledger.set(ledgerKey, { state: 'placed', at: clock.now(), orders: options.asFound(placed) });
		return { outcome: 'placed', placed };
	} catch (error) {
		if (error instanceof FoundMeanwhile) {
			const found = error.found as Found;
			ledger.set(ledgerKey, { state: 'placed', at: clock.now(), orders: found });
			return { outcome: 'existing', found };
		}
		if (provesNothingSent(error)) {
			ledger.delete(ledgerKey);
			throw error;
		}
		ledger.set(ledgerKey, { state: 'unknown', at: clock.now() });
		// What cannot be explained counts as an answer that could not be read.
		const reason = error instanceof MintedError ? error : new MintedError({ kind: 'unreadable' });
		return await resolveLostAnswer(options, reason);
	}
}

/** Looks once more where the last look was too long ago to mean anything. */
function confirmNewFor<Placed, Found>({
	clock,
	duplicateGuard,
	lookup,
}: PlaceOnceOptions<Placed, Found>): () => Promise<void> {
	let lookedAt = clock.now();
	return async () => {
		if (lookup === undefined || !duplicateGuard) return;
		if (clock.now() - lookedAt <= LOOK_COUNTS_MS) return;
		const found = await beforeSending(lookup);
		if (found !== undefined) throw new FoundMeanwhile(found);
		lookedAt = clock.now();
	};
}

/** Only errors whose meaning is known prove anything. */
function provesNothingSent(error: unknown): boolean {
	if (error instanceof MintedError) return !error.mayHaveBeenProcessed;
	return error instanceof FieldError || error instanceof PriceLimitError;
}

/**
 * An order that this or an earlier run has placed already. What is known of an earlier attempt
 * counts without the duplicate guard, too: that saves only the look for an order nobody knows of.
 */
async function findEarlier<Placed, Found>(
	options: PlaceOnceOptions<Placed, Found>,
): Promise<Placement<Placed, Found> | undefined> {
	const { ledger, ledgerKey, clock, settleMs } = options;
	const known = ledger.get(ledgerKey);
	const isFirst = known === undefined && !options.mayHaveBeenSentBefore;
	if (isFirst && !options.duplicateGuard) return undefined;
	const found = await options.lookup?.().catch((error: unknown) => {
		// After an earlier attempt a failed look proves nothing, and the order may be there.
		if (isFirst || !(error instanceof MintedError)) throw error;
		return undefined;
	});
	if (found !== undefined) return { outcome: 'existing', found };
	if (known?.state === 'placed') return { outcome: 'existing', found: known.orders as Found };
	if (isFirst) return undefined;
	const late = await lookUntil(options, (known?.at ?? clock.now()) + settleMs);
	if (late.found !== undefined) {
		ledger.set(ledgerKey, { state: 'placed', at: clock.now(), orders: late.found });
		return { outcome: 'recovered', found: late.found };
	}
	if (late.isCertain) return undefined;
	throw new OrderOutcomeUnknownError(options.externalId, late.failure, options.findOut);
}

async function resolveLostAnswer<Placed, Found>(
	options: PlaceOnceOptions<Placed, Found>,
	reason: MintedError,
): Promise<Placement<Placed, Found>> {
	const { clock, ledger, ledgerKey, externalId, findOut } = options;
	const start = clock.now();
	const { found, isCertain } = await lookUntil(options, start + options.settleMs).catch(() => {
		// Another order under this ID: whether this one was placed beside it, nobody can tell.
		throw new OrderOutcomeUnknownError(externalId, reason, findOut);
	});
	if (found !== undefined) {
		ledger.set(ledgerKey, { state: 'placed', at: clock.now(), orders: found });
		return { outcome: 'recovered', found };
	}
	if (!isCertain) throw new OrderOutcomeUnknownError(externalId, reason, findOut);
	throw new OrderNotPlacedError(externalId, reason, clock.now() - start);
}

const FIRST_PAUSE_SHARE = 1 / 60;

/**
 * Looks again and again, with growing pauses, until the order shows or `until` has passed.
 * Only a look after `until` makes it certain that there is none.
 */
async function lookUntil<Placed, Found>(
	options: PlaceOnceOptions<Placed, Found>,
	until: number,
): Promise<{ found?: Found; isCertain: boolean; failure?: MintedError }> {
	const { clock, lookup } = options;
	if (lookup === undefined) return { isCertain: false };
	let pause = Math.max(1, options.settleMs * FIRST_PAUSE_SHARE);
	for (;;) {
		const last = clock.now() >= until;
		try {
			const found = await lookup();
			if (found !== undefined) return { found, isCertain: true };
			if (last) return { isCertain: true };
		} catch (error) {
			if (!(error instanceof MintedError)) throw error;
			if (last) return { isCertain: false, failure: error };
		}
		await clock.sleep(Math.min(pause, Math.max(1, until - clock.now())));
		pause *= 2;
	}
}

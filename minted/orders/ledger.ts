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

	/** Runs `work` after everything that was started before it under the same key. */
	async exclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.tails.get(key) ?? Promise.resolve();
		const run = before.then(work, work);
		const tail = run.catch(() => undefined);
		this.tails.set(key, tail);
		try {
			return await run;
		} finally {
			if (this.tails.get(key) === tail) this.tails.delete(key);
		}
	}
}

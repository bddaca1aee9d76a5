import { createHmac, randomBytes } from 'crypto';
import type { DigestCredentials } from './authorization';
import type { DigestChallenge } from './select';
import { DigestSession } from './session';

export interface DigestSessionPoolOptions {
	/** Idle sessions kept for one origin and user; as many calls in parallel find a nonce ready. */
	maxIdlePerKey?: number;
	/** Pairs of origin and user that are remembered; the one longest unused goes first. */
	maxKeys?: number;
	/** Milliseconds after which an idle session is presumed stale and forgotten. */
	idleMs?: number;
	/** Milliseconds; only differences count. */
	now?: () => number;
}

interface IdleSession {
	session: DigestSession;
	since: number;
}

/**
 * The nonces of a process. A session is leased to one call at a time, so nc strictly increases on
 * the wire for each nonce, whatever runs in parallel. What is leased is not held by the pool: a call
 * that never gives its session back costs nothing.
 */
export class DigestSessionPool {
	/** Oldest first within a key; keys in the order of their last use. */
	readonly #idle = new Map<string, IdleSession[]>();
	readonly #leased = new WeakMap<DigestSession, string>();
	/** The key of each credentials object's last use: an HMAC for each request would cost more. */
	readonly #keys = new WeakMap<DigestCredentials, { origin: string; key: string }>();
	/** Keys name secrets, so they are of no use outside this process. */
	readonly #salt = randomBytes(32);
	readonly #maxIdlePerKey: number;
	readonly #maxKeys: number;
	readonly #idleMs: number;
	readonly #now: () => number;

	constructor({
		maxIdlePerKey = 64,
		maxKeys = 64,
		idleMs = 60_000,
		now = Date.now,
	}: DigestSessionPoolOptions = {}) {
		this.#maxIdlePerKey = maxIdlePerKey;
		this.#maxKeys = maxKeys;
		this.#idleMs = idleMs;
		this.#now = now;
	}

	/** Sessions waiting to be leased, those past their time included. */
	get idleCount(): number {
		let count = 0;
		for (const sessions of this.#idle.values()) count += sessions.length;
		return count;
	}

	/** The most recently used idle session for this origin and user, or undefined. */
	lease(origin: string, credentials: DigestCredentials): DigestSession | undefined {
		const key = this.#key(origin, credentials);
		const sessions = this.#idle.get(key);
		const newest = sessions?.pop();
		if (!sessions || !newest) return undefined;
		// The newest of a key is past its time: so are all the others.
		const expired = this.#now() - newest.since > this.#idleMs;
		if (expired || sessions.length === 0) this.#idle.delete(key);
		if (expired) return undefined;
		this.#leased.set(newest.session, key);
		return newest.session;
	}

	/**
	 * A new session for this origin and user, leased to the caller.
	 *
	 * @throws TypeError if the user name holds control characters
	 */
	open(origin: string, credentials: DigestCredentials, challenge: DigestChallenge): DigestSession {
		const session = new DigestSession(challenge, credentials);
		this.#leased.set(session, this.#key(origin, credentials));
		return session;
	}

	/** Gives a leased session back for the next call. A second time it does nothing. */
	release(session: DigestSession): void {
		const key = this.#leased.get(session);
		if (key === undefined) return;
		this.#leased.delete(session);
		const since = this.#now();
		const sessions = this.#idle.get(key) ?? [];
		sessions.push({ session, since });
		const isOld = (idle: IdleSession | undefined) => since - (idle?.since ?? since) > this.#idleMs;
		while (sessions.length > this.#maxIdlePerKey || isOld(sessions[0])) sessions.shift();
		this.#idle.delete(key);
		this.#idle.set(key, sessions);
		this.#forgetOldKeys(since);
	}

	/** Ends a lease for good: the nonce was refused, or nobody knows whether the server saw its nc. */
	discard(session: DigestSession): void {
		this.#leased.delete(session);
	}

	#key(origin: string, credentials: DigestCredentials): string {
		const known = this.#keys.get(credentials);
		if (known?.origin === origin) return known.key;
		const { username, password } = credentials;
		const key = createHmac('sha256', this.#salt)
			.update(JSON.stringify([origin, username, password]))
			.digest('base64');
		this.#keys.set(credentials, { origin, key });
		return key;
	}

	/** Keys are in the order of their last release, so what is to be forgotten comes first. */
	#forgetOldKeys(now: number): void {
		for (const [key, sessions] of this.#idle) {
			const newest = sessions.at(-1);
			const expired = newest !== undefined && now - newest.since > this.#idleMs;
			if (!expired && this.#idle.size <= this.#maxKeys) return;
			this.#idle.delete(key);
		}
	}
}

import { randomUUID } from 'crypto';
import type { HttpResponse } from '../http';
import {
	createIdentity,
	MAX_NC,
	signRequest,
	type DigestCredentials,
	type DigestIdentity,
	type SignedRequest,
} from './answer';
import { challengeOf, parseAuthParams, type DigestChallenge } from './challenge';

/** 122 random bits. Node draws them for many UUIDs at once, which is far cheaper than one by one. */
const drawCnonce = () => randomUUID();

/** The other requests that were on their way with a nonce at the same time as one. */
export interface Company {
	/** Whether there were any. */
	shared: boolean;
	/** Whether one was let pass meanwhile. */
	othersPassed: boolean;
}

/**
 * One server nonce, its count, and which requests it signed are on their way. Keeps H(A1), not the
 * password.
 *
 * @see RFC 7616 section 3.4 for nc
 */
export class DigestSession {
	readonly #challenge: DigestChallenge;
	readonly #identity: DigestIdentity;
	/** A `-sess` algorithm binds H(A1) to the first cnonce, so that one serves for the whole session. */
	readonly #cnonce: string;
	#nc: number;
	#passed = 0;
	/** The nc of each request on its way, lowest first, and what was so when it set out. */
	readonly #pending = new Map<number, { alone: boolean; passed: number }>();

	/**
	 * @param challenge one that `selectDigestChallenge` chose
	 * @param credentials or the session that goes on under this nonce: RFC 7616 section 3.4.2 keeps the
	 *   key of a `-sess` algorithm over nextnonce
	 * @param nc how many requests were signed with this nonce already
	 * @throws TypeError if the user name holds control characters
	 */
	constructor(challenge: DigestChallenge, credentials: DigestCredentials | DigestSession, nc = 0) {
		this.#challenge = challenge;
		this.#nc = nc;
		if (credentials instanceof DigestSession) {
			this.#cnonce = credentials.#cnonce;
			this.#identity = credentials.#identity;
		} else {
			this.#cnonce = drawCnonce();
			this.#identity = createIdentity(challenge, credentials, this.#cnonce);
		}
	}

	/** Requests on their way. */
	get pending(): number {
		return this.#pending.size;
	}

	/** Whether every nc is used up: it has 8 hex digits. */
	get isSpent(): boolean {
		return this.#nc >= MAX_NC;
	}

	/** Whether a further request leaves all those on their way within `window` values of nc. */
	hasRoom(window: number): boolean {
		if (this.#nc >= MAX_NC) return false;
		for (const oldest of this.#pending.keys()) return this.#nc + 1 - oldest < window;
		return true;
	}

	/** Counts one more request, which is on its way until it is settled. */
	take(): number {
		const nc = ++this.#nc;
		this.#pending.set(nc, { alone: this.#pending.size === 0, passed: this.#passed });
		return nc;
	}

	/** The Authorization value for the next request, or for the one with this nc. */
	sign(request: SignedRequest, nc = this.take()): string {
		const cnonce = this.#challenge.session ? this.#cnonce : drawCnonce();
		return signRequest(this.#challenge, this.#identity, request, cnonce, nc);
	}

	/** Ends a request, and tells of others that were on their way with this nonce at the same time. */
	settle(nc: number, accepted: boolean): Company {
		const before = this.#pending.get(nc);
		const shared = before?.alone === false || this.#nc > nc;
		const othersPassed = before !== undefined && this.#passed > before.passed;
		this.#pending.delete(nc);
		if (accepted) this.#passed++;
		return { shared, othersPassed };
	}

	/**
	 * The session to go on with after an Authentication-Info header, if that names another nonce.
	 *
	 * @see RFC 7616 section 3.5
	 */
	successor(header: string | string[] | undefined): DigestSession | undefined {
		if (header === undefined || !/nextnonce/i.test(String(header))) return undefined;
		const nonce = parseAuthParams(header).get('nextnonce');
		if (!nonce || nonce === this.#challenge.nonce) return undefined;
		return new DigestSession({ ...this.#challenge, nonce }, this);
	}
}

/**
 * How far apart the counts of the requests on their way with one nonce may be. Tomcat takes an nc
 * that is within 50 of the number of requests it has seen.
 */
const WINDOW = 50;
const MOST_NONCES = 256;
/** Nonces for one request at a time that are asked for without waiting. */
const STRICT_NONCES = 60;

/**
 * Most requests on their way with shared nonces before so many have passed: if the server turns out
 * to want them in order, these are refused.
 */
const TRIAL = 50;

/** The requests of one account. */
export interface Demand {
	onTheirWay: number;
	waiting: number;
	/** How many have passed until now. */
	passed: number;
}

export interface Nonce {
	session: DigestSession;
	openedAt: number;
	/** When a request last passed with it. */
	usedAt: number;
	/** Whether it is among those to choose from. */
	listed: boolean;
}

/** The nonces of one user at one origin. */
export class Nonces {
	/** Whether the server wants the counts of a nonce to arrive in order, so one request at a time. */
	strict = false;
	readonly #live = new Set<Nonce>();
	/** Those that sign nothing more, as long as requests are on their way with them. */
	readonly #leaving = new Set<Nonce>();
	/** Those with room for a request; the one last used comes last. */
	readonly #ready: Nonce[] = [];

	get count(): number {
		return this.#live.size;
	}

	has(nonce: Nonce): boolean {
		return this.#live.has(nonce);
	}

	/** For one request alone, until it is offered to others. */
	add(session: DigestSession, now: number): Nonce {
		const nonce = { session, openedAt: now, usedAt: now, listed: false };
		this.#live.add(nonce);
		return nonce;
	}

	/** To be chosen by further requests, as far as it has room for them. */
	offer(nonce: Nonce): void {
		if (nonce.session.isSpent) this.retire(nonce);
		if (!nonce.listed && this.#live.has(nonce) && this.#hasRoom(nonce)) {
			nonce.listed = true;
			this.#ready.push(nonce);
		}
		while (this.#live.size > MOST_NONCES && this.#ready[0]) this.retire(this.#ready[0]);
	}

	/** The one used last of those with room. */
	choose({ onTheirWay, passed }: Demand): Nonce | undefined {
		if (!this.strict && onTheirWay >= TRIAL && passed < TRIAL) return undefined;
		for (;;) {
			const nonce = this.#ready.at(-1);
			if (!nonce || this.#hasRoom(nonce)) return nonce;
			nonce.listed = false;
			this.#ready.pop();
		}
	}

	/** Signs nothing more with it. */
	retire(nonce: Nonce): void {
		this.#live.delete(nonce);
		if (nonce.session.pending > 0) this.#leaving.add(nonce);
		if (nonce.listed) this.#ready.splice(this.#ready.indexOf(nonce), 1);
		nonce.listed = false;
	}

	/** Retires what was last used before that time and is not in use. */
	retireIdle(before: number): void {
		for (const nonce of this.#live) {
			if (nonce.usedAt < before && nonce.session.pending === 0) this.retire(nonce);
		}
	}

	/**
	 * Whether a further nonce is worth a request. Where it serves one request at a time, many are needed,
	 * but not for those who would wait shorter for one of these. Where it is shared, as many as those on
	 * their way and those who wait fill, and some more for when slow requests hold it up.
	 *
	 * @param asked how many are asked for already
	 */
	wantsMore(asked: number, { onTheirWay, waiting, passed }: Demand): boolean {
		if (!this.strict) {
			const filled = Math.ceil((onTheirWay + waiting + 1) / WINDOW);
			const most = Math.max(filled, 1 + Math.floor(passed / WINDOW));
			return this.#live.size + asked < Math.min(most, MOST_NONCES) && waiting >= asked * WINDOW;
		}
		const count = this.#expected() + asked;
		return count < STRICT_NONCES || (count < Math.min(MOST_NONCES, passed) && waiting >= count);
	}

	/** The nonces there will be if all that are on their way together are refused: each brings one. */
	#expected(): number {
		let count = 0;
		for (const { session } of this.#live) count += Math.max(1, session.pending);
		for (const nonce of this.#leaving) {
			count += nonce.session.pending;
			if (nonce.session.pending === 0) this.#leaving.delete(nonce);
		}
		return count;
	}

	#hasRoom({ session }: Nonce): boolean {
		return session.hasRoom(this.strict ? 1 : WINDOW);
	}
}

/**
 * A session for a caller that cannot keep one: answers the challenge of this very response.
 *
 * @throws DigestError `notOffered` or `unsupported`
 * @throws TypeError if the user name holds control characters
 */
export function createSessionFromResponse(
	response: HttpResponse,
	credentials: DigestCredentials,
): DigestSession {
	return new DigestSession(challengeOf(response), credentials);
}

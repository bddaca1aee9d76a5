import { createHmac, randomBytes, timingSafeEqual } from 'crypto';
import type { Algorithm, Credentials, Qop } from './header';
import { ALGORITHMS, hash, parseCredentials, quote } from './header';

export interface DigestOptions {
	username: string;
	password: string;
	realm: string;
	/** One challenge is offered for each, in this order. */
	algorithms: Algorithm[];
	/** Empty offers no qop at all, as RFC 2069 did. */
	qop: Qop[];
	/** How long a nonce is good, in milliseconds of the sandbox clock. */
	nonceLifetimeMs: number;
	/** How many requests one nonce serves. */
	nonceMaxUses: number;
	/**
	 * What is demanded of `nc`: that it grows; that it is new and not far below the highest so far,
	 * as Tomcat does it; or nothing, as many servers do it.
	 */
	nonceCount: 'strict' | 'window' | 'ignored';
	/** Answer every accepted request with a new nonce in Authentication-Info. */
	nextNonce: boolean;
	/** Offer userhash=true (RFC 7616 section 3.4.4); plain user names stay accepted. */
	userhash: boolean;
	/** `separate` sends each challenge in a header of its own, `joined` all in one. */
	challenges: 'separate' | 'joined';
}

/** Why a request was refused; `unsigned` is the ordinary first leg of Digest. */
export type AuthReason =
	| 'unsigned'
	| 'malformed'
	| 'unknown-user'
	| 'wrong-realm'
	| 'wrong-opaque'
	| 'wrong-uri'
	| 'unsupported-algorithm'
	| 'unsupported-qop'
	| 'unknown-nonce'
	| 'wrong-response'
	| 'stale-nonce'
	| 'exhausted-nonce'
	| 'replayed-nc'
	| 'forced';

export type AuthResult =
	{ ok: true; headers: Record<string, string> } | { ok: false; reason: AuthReason; stale: boolean };

export interface SignedRequest {
	method: string;
	/** The request target exactly as it stands in the request line. */
	target: string;
	authorization: string | undefined;
	body: Buffer;
}

interface NonceState {
	issuedAt: number;
	revoked: boolean;
	/** The highest count so far. */
	lastNc: number;
	/** The counts within the window that have been used. */
	usedNcs: Set<number>;
	uses: number;
	/** nonce-prime:cnonce-prime of the session, RFC 7616 section 3.4.2. */
	session: string | null;
}

/** Tomcat's default. */
const NONCE_COUNT_WINDOW = 100;

/**
 * A strict server side of HTTP Digest (RFC 7616, RFC 2617, RFC 2069 without qop). It shares
 * nothing with the client side in `minted/`, so that both cannot be wrong together.
 */
export class DigestGuard {
	private readonly secret = randomBytes(32);
	private readonly opaque = randomBytes(12).toString('base64');
	private readonly nonces = new Map<string, NonceState>();
	private readonly userKeys = new Map<Algorithm, string>();
	private serial = 0;

	constructor(
		readonly options: DigestOptions,
		private readonly now: () => number,
	) {}

	/** The values of WWW-Authenticate for a 401. */
	challenge(stale: boolean): string[] {
		const { realm, algorithms, qop, userhash } = this.options;
		const nonce = this.issue(null);
		const challenges = algorithms.map((algorithm) => {
			const parts = [
				`realm=${quote(latin1(realm))}`,
				`nonce=${quote(nonce)}`,
				`opaque=${quote(this.opaque)}`,
				`algorithm=${algorithm}`,
			];
			if (qop.length > 0) parts.push(`qop=${quote(qop.join(','))}`, 'charset=UTF-8');
			if (userhash) parts.push('userhash=true');
			if (stale) parts.push('stale=true');
			return `Digest ${parts.join(', ')}`;
		});
		return this.options.challenges === 'joined' ? [challenges.join(', ')] : challenges;
	}

	/** Judges a request; an accepted one has used up its nonce count. */
	check(request: SignedRequest): AuthResult {
		if (!request.authorization) return refuse('unsigned');
		const credentials = parseCredentials(request.authorization);
		if (!credentials) return refuse('malformed');
		const { values } = credentials;
		const algorithm = ALGORITHMS.find(
			(name) => name.toLowerCase() === (values.algorithm ?? 'MD5').toLowerCase(),
		);
		if (!algorithm || !this.options.algorithms.includes(algorithm)) {
			return refuse('unsupported-algorithm');
		}
		const malformed = this.checkSyntax(credentials, algorithm);
		if (malformed) return refuse(malformed);
		if (!this.knowsUser(values, algorithm)) return refuse('unknown-user');
		if (values.realm !== latin1(this.options.realm)) return refuse('wrong-realm');
		if (values.opaque !== this.opaque) return refuse('wrong-opaque');
		if (values.uri !== request.target) return refuse('wrong-uri');

		const nonce = values.nonce ?? '';
		const state = this.nonces.get(nonce) ?? this.recognise(nonce);
		if (!state) return refuse('unknown-nonce');
		const session = this.matchingSession(request, values, algorithm, state);
		if (session === undefined) return refuse('wrong-response');
		return this.spend(nonce, state, session, values);
	}

	/** Makes a used nonce stale before its time. */
	revoke(authorization: string | undefined): void {
		const nonce = parseCredentials(authorization ?? '')?.values.nonce;
		const state = nonce === undefined ? undefined : this.nonces.get(nonce);
		if (state) state.revoked = true;
	}

	private spend(
		nonce: string,
		state: NonceState,
		session: string | null,
		values: Record<string, string>,
	): AuthResult {
		if (state.revoked || this.now() - state.issuedAt > this.options.nonceLifetimeMs) {
			return { ok: false, reason: 'stale-nonce', stale: true };
		}
		if (state.uses >= this.options.nonceMaxUses) {
			return { ok: false, reason: 'exhausted-nonce', stale: true };
		}
		if (values.nc !== undefined && !this.countIn(state, parseInt(values.nc, 16))) {
			return refuse('replayed-nc');
		}
		state.uses++;
		state.session ??= session;
		this.nonces.set(nonce, state);
		if (!this.options.nextNonce) return { ok: true, headers: {} };
		const next = this.issue(state.session);
		return { ok: true, headers: { 'authentication-info': `nextnonce=${quote(next)}` } };
	}

	/** Whether a nonce may be used under this count; if so, the count is used up. */
	private countIn(state: NonceState, nc: number): boolean {
		switch (this.options.nonceCount) {
			case 'ignored':
				return true;
			case 'strict':
				if (nc <= state.lastNc) return false;
				state.lastNc = nc;
				return true;
			case 'window':
				if (nc <= state.lastNc - NONCE_COUNT_WINDOW || state.usedNcs.has(nc)) return false;
				state.lastNc = Math.max(state.lastNc, nc);
				state.usedNcs.add(nc);
				for (const used of state.usedNcs) {
					if (used <= state.lastNc - NONCE_COUNT_WINDOW) state.usedNcs.delete(used);
				}
				return true;
		}
	}

	private checkSyntax(credentials: Credentials, algorithm: Algorithm): AuthReason | null {
		const { values, quoted } = credentials;
		const { qop } = this.options;
		const mustBeQuoted = ['realm', 'nonce', 'uri', 'response', 'opaque', 'cnonce', 'username'];
		const mustBeBare = ['algorithm', 'qop', 'nc', 'userhash', 'username*'];
		if (mustBeQuoted.some((name) => name in values && !quoted.has(name))) return 'malformed';
		if (mustBeBare.some((name) => quoted.has(name))) return 'malformed';
		if (!values.nonce || !values.uri || !values.realm) return 'malformed';
		if ('username' in values === 'username*' in values) return 'malformed';
		const hexLength = hash(algorithm, '').length;
		if (!new RegExp(`^[0-9a-f]{${hexLength}}$`).test(values.response ?? '')) return 'malformed';
		if (algorithm.endsWith('-sess') && !values.cnonce) return 'malformed';
		if (qop.length === 0) {
			return values.qop === undefined && values.nc === undefined ? null : 'unsupported-qop';
		}
		if (!qop.some((offered) => offered === values.qop)) return 'unsupported-qop';
		if (!/^[0-9a-f]{8}$/i.test(values.nc ?? '') || !values.cnonce) return 'malformed';
		return null;
	}

	private knowsUser(values: Record<string, string>, algorithm: Algorithm): boolean {
		const { username, realm, userhash } = this.options;
		if (values.userhash?.toLowerCase() === 'true') {
			return userhash && values.username === hash(algorithm, `${username}:${realm}`);
		}
		const extended = values['username*'];
		if (extended === undefined) return values.username === latin1(username);
		return extended.toLowerCase() === `utf-8''${encodeURIComponent(username)}`.toLowerCase();
	}

	/** H(user:realm:password), computed once for each algorithm. */
	private userKey(algorithm: Algorithm): string {
		const known = this.userKeys.get(algorithm);
		if (known) return known;
		const { username, realm, password } = this.options;
		const key = hash(algorithm, `${username}:${realm}:${password}`);
		this.userKeys.set(algorithm, key);
		return key;
	}

	/**
	 * Finds the session under which the response is right: null for algorithms without -sess,
	 * undefined when there is none.
	 */
	private matchingSession(
		request: SignedRequest,
		values: Record<string, string>,
		algorithm: Algorithm,
		state: NonceState,
	): string | null | undefined {
		const a2 =
			values.qop === 'auth-int'
				? `${request.method}:${values.uri}:${hash(algorithm, request.body)}`
				: `${request.method}:${values.uri}`;
		const middle =
			values.qop === undefined
				? values.nonce
				: `${values.nonce}:${values.nc}:${values.cnonce}:${values.qop}`;
		const matches = (a1: string): boolean =>
			same(values.response ?? '', hash(algorithm, `${a1}:${middle}:${hash(algorithm, a2)}`));
		const key = this.userKey(algorithm);
		if (!algorithm.endsWith('-sess')) return matches(key) ? null : undefined;
		const fresh = `${values.nonce}:${values.cnonce}`;
		// A nonce that came as nextnonce continues its session; some clients start a new one there.
		const allowed =
			state.session === null || state.uses === 0 ? [state.session, fresh] : [state.session];
		return allowed.find(
			(session): session is string =>
				session !== null && matches(hash(algorithm, `${key}:${session}`)),
		);
	}

	/** Base64 with its `=`, as Apache httpd's nonces are: `issued.serial.signature`. */
	private issue(session: string | null): string {
		this.forgetExpired();
		const issuedAt = this.now();
		const stem = `${issuedAt.toString(36)}.${(this.serial++).toString(36)}`;
		const nonce = Buffer.from(`${stem}.${this.signature(stem)}`).toString('base64');
		if (session !== null) this.nonces.set(nonce, { ...unused(issuedAt), session });
		return nonce;
	}

	private signature(stem: string): string {
		return createHmac('sha256', this.secret).update(stem).digest('base64url').slice(0, 16);
	}

	/** A nonce of ours that was not used yet. */
	private recognise(nonce: string): NonceState | null {
		const text = Buffer.from(nonce, 'base64').toString('latin1');
		const dot = text.lastIndexOf('.');
		const stem = text.slice(0, dot);
		if (dot < 0 || !same(this.signature(stem), text.slice(dot + 1))) return null;
		return unused(parseInt(stem, 36));
	}

	/** Used nonces lie in the order of their first use; old ones are recognised by signature anyway. */
	private forgetExpired(): void {
		for (const [nonce, state] of this.nonces) {
			if (this.now() - state.issuedAt <= this.options.nonceLifetimeMs) return;
			this.nonces.delete(nonce);
		}
	}
}

function unused(issuedAt: number): NonceState {
	return { issuedAt, revoked: false, lastNc: 0, usedNcs: new Set(), uses: 0, session: null };
}

function refuse(reason: AuthReason): AuthResult {
	return { ok: false, reason, stale: false };
}

/** Header values are Latin-1 text to Node; names beyond ASCII travel in it as UTF-8. */
function latin1(text: string): string {
	return Buffer.from(text, 'utf8').toString('latin1');
}

function same(left: string, right: string): boolean {
	const a = Buffer.from(left);
	const b = Buffer.from(right);
	return a.length === b.length && timingSafeEqual(a, b);
}

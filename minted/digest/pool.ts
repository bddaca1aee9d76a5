import { createHmac, randomBytes } from 'crypto';
import type { HttpRequest, HttpResponse, SendHttp } from '../http';
import type { DigestCredentials } from './answer';
import {
	challengeOf,
	DigestError,
	parseChallenges,
	selectDigestChallenge,
	type DigestChallenge,
	type DigestErrorKind,
} from './challenge';
import { DigestSession, Nonces, type Demand, type Nonce } from './session';

/** Time from outside, so that waiting can be shown without waiting. */
export interface PoolClock {
	/** Milliseconds; only differences count. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

const MOST_ACCOUNTS = 64;
/** After this without a signed request a nonce may be stale and a password changed. */
const PAUSE_MS = 60_000;
/** A nonce left alone for longer is not worth a try. */
const KEEP_MS = 4 * 3_600_000;
/** A nonce refused at this age has hardly expired. */
const YOUNG_MS = 10_000;
/** What waits does so no longer without something being tried. */
const SLOW_MS = 2_000;
/** Most requests on their way that may find the password wrong, while none has found it right. */
const MOST_PILOTS = 4;
/** More pilots than requests that wait. */
const EVERYBODY = 1024;
/** So long a refused password is not tried again. */
const REJECTED_MS = 5_000;
/** How often one request is signed again, as long as the server calls the nonces stale. */
const MOST_REPEATS = 3;
/** Characters of a body that may be uploaded to find out that an old nonce is stale. */
const SMALL_BODY = 64 * 1024;

/** What a request wants: to be signed with a nonce of its own, or with any. */
interface Wish {
	own?: Nonce;
	/** Whether an old nonce is worth a try, or a challenge is asked for at once. */
	tryOld: boolean;
	signal?: AbortSignal;
}

/** One request's right to be signed; without a nonce, to ask for a challenge first. */
interface Turn {
	/** Whether it goes first, and others wait for what becomes of it. */
	readonly pilot: boolean;
	/** Whether a challenge is still to be asked for. */
	asks: boolean;
	nonce?: Nonce;
	nc: number;
	/** Place among all signed requests of the account. */
	seq: number;
	/** Whether the nonce is new from the server, for this very request. */
	fresh: boolean;
	/** How many requests of the account had passed when this one was signed. */
	passedBefore: number;
	/** Whether there was an answer to the signed request. */
	answered: boolean;
}

const NOT_YET_SIGNED = { nc: 0, seq: 0, fresh: false, passedBefore: 0, answered: false };

interface Waiter {
	wish: Wish;
	resolve(turn: Turn): void;
	reject(error: unknown): void;
}

/** The nonces of one user at one origin, and who may use them when. */
class Account {
	readonly #clock: PoolClock;
	readonly #nonces = new Nonces();
	/** Requests that were refused and hold a challenge of their own go first. */
	readonly #repeating = new Set<Waiter>();
	readonly #waiting = new Set<Waiter>();
	/** Whether it has to be shown (again) that the password is right, by a request after this place. */
	#doubtedSince: number | undefined = 0;
	#rejection?: { response: Pick<HttpResponse, 'status' | 'headers'>; at: number };
	#pilots = 0;
	#pilotsAllowed = 1;
	#asking = 0;
	#signed = 0;
	#onTheirWay = 0;
	#passed = 0;
	#lastPassed = 0;
	#passedAt = -Infinity;
	/** When the password was last known to be right. */
	#provenAt = -Infinity;
	#turns = 0;
	#watching = false;

	constructor(clock: PoolClock) {
		this.#clock = clock;
	}

	get nonceCount(): number {
		return this.#nonces.count;
	}

	/**
	 * A turn, if there is one at once.
	 *
	 * @param ahead how many others wait
	 * @throws DigestError if the password was refused a moment ago
	 */
	turn(wish: Wish, ahead = this.#waiting.size): Turn | undefined {
		const now = this.#clock.now();
		if (this.#rejection && now - this.#rejection.at < REJECTED_MS) {
			if (wish.own) this.#nonces.retire(wish.own);
			throw new DigestError('rejected', this.#rejection.response);
		}
		if (!this.#isOpen(now)) {
			if (this.#pilots >= this.#pilotsAllowed) return undefined;
			this.#pilots++;
			return this.#begin(true, wish.own, wish.tryOld ? this.#free(now) : undefined);
		}
		const free = wish.own ?? this.#free(now);
		if (!free && !this.#nonces.wantsMore(this.#asking, this.#demand(ahead))) return undefined;
		if (!free) this.#asking++;
		return this.#begin(false, wish.own, free);
	}

	/** Waits for a turn; gives up at once when the signal says so. */
	async wait(wish: Wish): Promise<Turn> {
		const { own, signal } = wish;
		const line = own ? this.#repeating : this.#waiting;
		let leave: (() => void) | undefined;
		try {
			signal?.throwIfAborted();
			return await new Promise<Turn>((resolve, reject) => {
				const waiter = { wish, resolve, reject };
				line.add(waiter);
				leave = () => {
					line.delete(waiter);
					reject(signal?.reason as Error);
				};
				signal?.addEventListener('abort', leave);
				this.#watch();
			});
		} catch (error) {
			if (own) this.#nonces.retire(own);
			throw error;
		} finally {
			if (leave) signal?.removeEventListener('abort', leave);
		}
	}

	/** A nonce for one request alone, until that one has passed, unless it is shared from the start. */
	create(challenge: DigestChallenge, credentials: DigestCredentials, isShared = false): Nonce {
		const nonce = this.#nonces.add(new DigestSession(challenge, credentials), this.#clock.now());
		if (isShared) this.#nonces.offer(nonce);
		return nonce;
	}

	/** Goes on with the challenge that a turn has asked for. */
	opened(turn: Turn, challenge: DigestChallenge, credentials: DigestCredentials): Nonce {
		const nonce = this.create(challenge, credentials);
		this.#take(turn, nonce, true);
		if (turn.pilot) return nonce;
		turn.asks = false;
		this.#asking--;
		this.#nonces.offer(nonce);
		this.#wake();
		return nonce;
	}

	/** The signed request was not refused, whatever else the server said. */
	passed(turn: Turn, nonce: Nonce, info: string | string[] | undefined): void {
		turn.answered = true;
		const now = this.#clock.now();
		nonce.session.settle(turn.nc, true);
		nonce.usedAt = now;
		this.#passed++;
		this.#passedAt = now;
		this.#provenAt = now;
		this.#lastPassed = Math.max(this.#lastPassed, turn.seq);
		this.#rejection = undefined;
		if (turn.seq > (this.#doubtedSince ?? 0)) {
			this.#doubtedSince = undefined;
			this.#pilotsAllowed = 1;
		}
		// Of several answers on their way with one nonce the first says how to go on.
		const next = this.#nonces.has(nonce) ? nonce.session.successor(info) : undefined;
		if (next) this.#nonces.retire(nonce);
		this.#nonces.offer(next ? this.#nonces.add(next, now) : nonce);
	}

	/**
	 * The signed request was refused, which says that it was not processed.
	 *
	 * @param repeats how often this request was signed again until now
	 * @returns whether those who wait for it may go, too: after a pause its nonce was too old and the
	 *   password right, which "stale" says of a password that was right before
	 * @throws DigestError if it is not to be signed again
	 */
	refused(turn: Turn, nonce: Nonce, response: HttpResponse, repeats: number): boolean {
		turn.answered = true;
		const now = this.#clock.now();
		const { shared, othersPassed } = nonce.session.settle(turn.nc, false);
		this.#nonces.retire(nonce);
		// What was left alone for as long is no better.
		if (now - nonce.usedAt > PAUSE_MS) this.#nonces.retireIdle(now - PAUSE_MS);
		const offered = selectDigestChallenge(parseChallenges(response.headers['www-authenticate']));
		const isStale = offered?.stale === true;
		const isDisorder = shared && (isStale ? now - nonce.openedAt < YOUNG_MS : othersPassed);
		if (isDisorder) this.#nonces.strict = true;
		if (turn.pilot && turn.fresh && !isStale) throw this.#giveUp(turn, 'rejected', response);
		if (repeats >= MOST_REPEATS) throw this.#giveUp(turn, 'stale', response);
		// The password is right if the server says so, or lets pass what was signed with it later.
		if (!isStale && !isDisorder && this.#lastPassed < turn.seq) this.#doubtedSince = this.#signed;
		const opens = turn.pilot && !turn.fresh && isStale && this.#doubtedSince === undefined;
		if (opens) this.#provenAt = now;
		return opens;
	}

	/** Ends a turn. If its request had no answer, nobody knows whether the server saw its nc. */
	end(turn: Turn): void {
		if (turn.pilot) this.#pilots--;
		else if (turn.asks) this.#asking--;
		if (turn.nonce) this.#onTheirWay--;
		if (!turn.answered) {
			turn.nonce?.session.settle(turn.nc, false);
			if (turn.nonce) this.#nonces.retire(turn.nonce);
			if (turn.pilot) this.#pilotsAllowed = Math.min(2 * this.#pilotsAllowed, EVERYBODY);
		}
		// What is refused and signed again goes before those who wait.
		void Promise.resolve().then(() => this.#wake());
	}

	#isOpen(now: number): boolean {
		return this.#doubtedSince === undefined && now - this.#provenAt <= PAUSE_MS;
	}

	#begin(pilot: boolean, own: Nonce | undefined, free: Nonce | undefined): Turn {
		this.#turns++;
		const nonce = own ?? free;
		const turn: Turn = { pilot, asks: !nonce, ...NOT_YET_SIGNED };
		if (nonce) this.#take(turn, nonce, own !== undefined);
		return turn;
	}

	#take(turn: Turn, nonce: Nonce, fresh: boolean): void {
		turn.nonce = nonce;
		turn.nc = nonce.session.take();
		turn.seq = ++this.#signed;
		this.#onTheirWay++;
		turn.fresh = fresh;
		turn.passedBefore = this.#passed;
	}

	#free(now: number): Nonce | undefined {
		if (now - this.#passedAt > KEEP_MS) this.#nonces.retireIdle(now - KEEP_MS);
		return this.#nonces.choose(this.#demand(0));
	}

	#demand(waiting: number): Demand {
		return { onTheirWay: this.#onTheirWay, waiting, passed: this.#passed };
	}

	/** The failure of a request; those who wait for what becomes of it fail with it. */
	#giveUp(turn: Turn, kind: DigestErrorKind, response: HttpResponse): DigestError {
		// What others get through meanwhile was signed with the same password.
		if (this.#passed > turn.passedBefore) return new DigestError('stale', response);
		if (kind === 'rejected') {
			const { status, headers } = response;
			this.#rejection = { response: { status, headers }, at: this.#clock.now() };
		}
		this.#doubtedSince = this.#signed;
		if (turn.pilot) {
			for (const line of [this.#repeating, this.#waiting]) {
				const waiters = [...line];
				line.clear();
				for (const { reject } of waiters) reject(new DigestError(kind, response));
			}
		}
		return new DigestError(kind, response);
	}

	#wake(): void {
		for (const line of [this.#repeating, this.#waiting]) {
			for (const waiter of line) {
				const turn = this.turn(waiter.wish, this.#waiting.size - 1);
				if (!turn) break;
				line.delete(waiter);
				waiter.resolve(turn);
			}
		}
		if (this.#waiting.size + this.#repeating.size > 0) this.#watch();
	}

	/** Sees to it that nobody waits for one slow request alone. */
	#watch(): void {
		if (this.#watching) return;
		this.#watching = true;
		const turns = this.#turns;
		void this.#clock.sleep(SLOW_MS).then(() => {
			this.#watching = false;
			if (this.#waiting.size + this.#repeating.size === 0) return;
			if (turns === this.#turns) this.#hurry();
			else this.#watch();
		});
	}

	#hurry(): void {
		if (!this.#isOpen(this.#clock.now())) {
			if (this.#pilotsAllowed >= MOST_PILOTS) return;
			this.#pilotsAllowed++;
			this.#wake();
			return;
		}
		for (const waiter of this.#waiting) {
			this.#waiting.delete(waiter);
			this.#asking++;
			waiter.resolve(this.#begin(false, undefined, undefined));
			break;
		}
		this.#wake();
	}
}

/** The nonces of a process, by origin, user and password. */
export class DigestSessionPool {
	/** In the order of their last use. */
	readonly #accounts = new Map<string, Account>();
	/** The key of each credentials object's last use: an HMAC for each request would cost more. */
	readonly #keys = new WeakMap<DigestCredentials, { origin: string; key: string }>();
	/** Keys name secrets, so they are of no use outside this process. */
	readonly #salt = randomBytes(32);

	constructor(private readonly clock: PoolClock) {}

	/** Nonces at hand, those in use included. */
	get nonceCount(): number {
		let count = 0;
		for (const account of this.#accounts.values()) count += account.nonceCount;
		return count;
	}

	/** What is known of this user at this origin. */
	account(origin: string, credentials: DigestCredentials): Account {
		const key = this.#key(origin, credentials);
		const account = this.#accounts.get(key) ?? new Account(this.clock);
		this.#accounts.delete(key);
		this.#accounts.set(key, account);
		for (const oldest of this.#accounts.keys()) {
			if (this.#accounts.size <= MOST_ACCOUNTS) break;
			this.#accounts.delete(oldest);
		}
		return account;
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
}

export interface DigestExchangeOptions {
	credentials: DigestCredentials;
	/** One for the whole process, so that nonces are reused. */
	pool: DigestSessionPool;
	/** Path at the same origin that a body-less GET may ask for a challenge. */
	probePath: string;
	/** Ends the wait for a nonce; what is on its way is for `send` to end. */
	signal?: AbortSignal;
}

/** They describe a body, and an unsigned probe has none. */
const BODY_HEADERS = new Set(['content-type', 'content-length', 'transfer-encoding']);

function refuseForeignCredentials({ headers }: HttpRequest, url: URL): void {
	if (url.username !== '' || url.password !== '') {
		throw new TypeError('The URL of a request to sign must not carry a user name or password');
	}
	if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
		throw new TypeError('The request to sign already carries an Authorization header');
	}
}

function probeFor({ headers, timeoutMs }: HttpRequest, url: URL, path: string): HttpRequest {
	const probe = new URL(path, url.origin);
	if (probe.origin !== url.origin) {
		throw new TypeError('The probe path of HTTP Digest must stay at the origin of the request');
	}
	return {
		method: 'GET',
		url: probe.href,
		headers: Object.fromEntries(
			Object.entries(headers).filter(([name]) => !BODY_HEADERS.has(name.toLowerCase())),
		),
		timeoutMs,
	};
}

/**
 * Sends one request with HTTP Digest over any HTTP stack and resolves with the server's answer.
 *
 * With a nonce in the pool that is one request; up to 50 requests share a nonce at the same time,
 * unless the server turns out to want them in order. Without a nonce, the challenge comes from the
 * unsigned GET itself, or, so that no body is uploaded to a refusal, from a GET of `probePath` before
 * any other method. After a pause the last nonce is tried first: if it is stale, that has cost no
 * more than asking for another. With a body of up to 64 Ki characters, too, which is then uploaded
 * twice; a larger one asks first.
 *
 * Until a request has passed (or after a minute without one) one request goes first, and the others
 * wait for it: a wrong password is tried once, not once by each of them. After a pause they go as soon
 * as the server calls the old nonce stale, which it does only if the password is right.
 *
 * A signed request that is refused is sent once more, with the challenge of the refusal, if its
 * nonce was not new or was shared, and up to three times as long as the server calls the nonces
 * stale: a 401 was not processed. Nothing else is ever sent again, and Authorization goes nowhere
 * but to the request's origin.
 *
 * `send` sees every request on its way out, so a caller that moves money can tell from it whether
 * the request itself was ever sent, or only the probe for it.
 *
 * @throws DigestError when there is no challenge to answer, or user name or password are refused
 * @throws TypeError if the request already carries credentials, or the user name cannot be sent
 * @throws what `send` threw, unchanged
 * @see RFC 7616 sections 3.3 to 3.6
 */
export async function digestExchange(
	send: SendHttp,
	request: HttpRequest,
	{ credentials, pool, probePath, signal }: DigestExchangeOptions,
): Promise<HttpResponse> {
	const url = new URL(request.url);
	refuseForeignCredentials(request, url);
	url.hash = '';
	// What is signed below is what goes on the wire: one spelling of the URL for both.
	const target: HttpRequest = { ...request, url: url.href };
	const { method, body } = target;
	const uri = url.pathname + url.search;
	const isOwnProbe = method === 'GET' && body === undefined;
	const account = pool.account(url.origin, credentials);

	const tryOld = (body ?? '').length <= SMALL_BODY;
	let own: Nonce | undefined;
	for (let repeats = 0; ; repeats++) {
		const wish = { own, tryOld, signal };
		const turn = account.turn(wish) ?? (await account.wait(wish));
		try {
			let { nonce } = turn;
			if (!nonce) {
				const unsigned = await send(isOwnProbe ? target : probeFor(target, url, probePath));
				if (isOwnProbe && unsigned.status !== 401) return unsigned;
				nonce = account.opened(turn, challengeOf(unsigned), credentials);
			}
			const authorization = nonce.session.sign({ method, uri, body }, turn.nc);
			const response = await send({ ...target, headers: { ...target.headers, authorization } });
			if (response.status !== 401) {
				account.passed(turn, nonce, response.headers['authentication-info']);
				return response;
			}
			const opens = account.refused(turn, nonce, response, repeats);
			own = account.create(challengeOf(response), credentials, opens);
		} finally {
			account.end(turn);
		}
	}
}

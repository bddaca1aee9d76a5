import { createHash } from 'node:crypto';
import { HttpFailure, type HttpRequest, type HttpResponse } from '../../../minted/http';
import type { DigestCredentials } from '../../../minted/digest/answer';
import { digestExchange, DigestSessionPool } from '../../../minted/digest/pool';

/*
 * Digest over a network whose time only moves when told to: what takes minutes and comes in any order
 * is over in milliseconds and always the same.
 */

/** A clock on which events happen one after another, each after all that follows from the last. */
export class SimulatedTime {
	#now = 0;
	#serial = 0;
	readonly #events: Array<{ at: number; serial: number; happen: () => void }> = [];

	readonly now = (): number => this.#now;

	readonly sleep = async (ms: number): Promise<void> =>
		await new Promise((resolve) =>
			this.#events.push({ at: this.#now + ms, serial: this.#serial++, happen: resolve }),
		);

	/** Lets everything happen, for so long at most, or until the promise is settled. */
	async run<T>(promise: Promise<T>, limitMs = 3_600_000): Promise<T> {
		const end = this.#now + limitMs;
		let settled = false;
		const mark = () => {
			settled = true;
		};
		promise.then(mark, mark);
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (settled) return await promise;
			this.#events.sort((a, b) => a.at - b.at || a.serial - b.serial);
			const next = this.#events.shift();
			if (!next || next.at > end) throw new Error('Nothing happens any more: a deadlock');
			this.#now = Math.max(this.#now, next.at);
			next.happen();
		}
	}

	/** Lets time pass in which nobody does anything. */
	async pass(ms: number): Promise<void> {
		await this.run(this.sleep(ms), ms);
	}
}

/** How a server takes the counts of one nonce. */
export type Counting =
	/** Apache httpd, lighttpd, CherryPy: any. */
	| 'ignored'
	/** Tomcat: within 50 of the number of requests seen, each once. */
	| 'window'
	/** The sandbox, Undertow: higher than all before. */
	| 'increasing'
	/** Each the next. */
	| 'exact'
	/** One request a nonce; the answer names the next. */
	| 'once';

export interface ServerOptions {
	counting: Counting;
	credentials?: DigestCredentials;
	/** Whether a refused nonce or count is called stale. */
	saysStale?: boolean;
	/** Milliseconds from here to there, and back. */
	travelMs?: (request: HttpRequest) => number;
	/** How long a nonce is good. */
	lifetimeMs?: number;
	/** Further peculiarities; undefined leaves the request to the server. */
	instead?: (request: HttpRequest, nth: number) => HttpResponse | Error | 'hang' | undefined;
	/** Whether a new nonce ends all that were given out before. */
	oneNonce?: boolean;
	/** Whether every answer names the next nonce, the old one staying good. */
	namesNext?: boolean;
	realm?: () => string;
}

interface NonceState {
	issuedAt: number;
	highest: number;
	seen: Set<number>;
	used: number;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** A server with these ways, and what reached it. */
export class SimulatedServer {
	readonly arrived: HttpRequest[] = [];
	/** Signed requests that were refused. */
	refused = 0;
	unsigned = 0;
	/** Requests that were done, by their URL and body. */
	readonly done = new Map<string, number>();
	readonly #nonces = new Map<string, NonceState>();
	#issued = 0;

	constructor(
		private readonly time: SimulatedTime,
		readonly options: ServerOptions,
	) {}

	readonly send = async (request: HttpRequest): Promise<HttpResponse> => {
		const { travelMs = () => 100 } = this.options;
		await this.time.sleep(travelMs(request));
		this.arrived.push(request);
		const instead = this.options.instead?.(request, this.arrived.length);
		if (instead === 'hang') {
			await this.time.sleep(60_000);
			throw new HttpFailure('timeout', 'No answer in time');
		}
		const answer = instead ?? this.#answer(request);
		await this.time.sleep(travelMs(request));
		if (answer instanceof Error) throw answer;
		return answer;
	};

	get signed(): number {
		return this.arrived.length - this.unsigned;
	}

	/** Forgets all nonces, as a restart does. */
	restart(): void {
		this.#nonces.clear();
	}

	#issue(): string {
		if (this.options.oneNonce) this.#nonces.clear();
		const nonce = `nonce-${this.#issued++}`;
		this.#nonces.set(nonce, { issuedAt: this.time.now(), highest: 0, seen: new Set(), used: 0 });
		return nonce;
	}

	challenge(stale: boolean): HttpResponse {
		const realm = this.options.realm?.() ?? 'r';
		const value = `Digest realm="${realm}", nonce="${this.#issue()}", qop="auth"${stale ? ', stale=true' : ''}`;
		return { status: 401, headers: { 'www-authenticate': value }, body: '' };
	}

	#answer(request: HttpRequest): HttpResponse {
		const { authorization } = request.headers;
		if (authorization === undefined) {
			this.unsigned++;
			return this.challenge(false);
		}
		const get = (name: string) =>
			new RegExp(`\\b${name}="?([^",]*)`).exec(authorization)?.[1] ?? '';
		const { username, password } = this.options.credentials ?? {
			username: 'ada',
			password: 'right',
		};
		const { pathname, search } = new URL(request.url);
		const ha1 = md5(`${username}:${get('realm')}:${password}`);
		const ha2 = md5(`${request.method}:${pathname}${search}`);
		const right = md5(`${ha1}:${get('nonce')}:${get('nc')}:${get('cnonce')}:auth:${ha2}`);
		if (!/\bnc=[0-9a-f]{8},/.test(authorization))
			throw new Error(`nc is misspelt: ${authorization}`);
		const isRight =
			get('response') === right &&
			get('username') === username &&
			get('realm') === (this.options.realm?.() ?? 'r');
		const nonce = this.#nonces.get(get('nonce'));
		const { lifetimeMs = Infinity } = this.options;
		const isGood =
			nonce !== undefined &&
			this.time.now() - nonce.issuedAt <= lifetimeMs &&
			this.#takes(nonce, parseInt(get('nc'), 16));
		if (!isRight || !isGood) {
			this.refused++;
			return this.challenge(isRight && this.options.saysStale === true);
		}
		const key = `${request.method} ${pathname}${search} ${request.body ?? ''}`;
		this.done.set(key, (this.done.get(key) ?? 0) + 1);
		const next = this.options.namesNext || this.options.counting === 'once';
		return {
			status: 200,
			headers: next ? { 'authentication-info': `nextnonce="${this.#issue()}"` } : {},
			body: key,
		};
	}

	#takes(state: NonceState, nc: number): boolean {
		const { counting } = this.options;
		const isTaken =
			counting === 'ignored' ||
			(counting === 'window' && Math.abs(nc - state.used - 0.5) <= 50 && !state.seen.has(nc)) ||
			(counting === 'increasing' && nc > state.highest) ||
			(counting === 'exact' && nc === state.used + 1) ||
			(counting === 'once' && state.used === 0);
		if (!isTaken) return false;
		state.used++;
		state.highest = Math.max(state.highest, nc);
		state.seen.add(nc);
		return true;
	}
}

export const RIGHT: DigestCredentials = { username: 'ada', password: 'right' };

/** Outcomes of many calls, and what they cost. */
export interface Outcome {
	passed: number;
	errors: unknown[];
}

export interface Simulation {
	time: SimulatedTime;
	server: SimulatedServer;
	pool: DigestSessionPool;
	call(
		request?: Partial<HttpRequest>,
		options?: { credentials?: DigestCredentials; signal?: AbortSignal },
	): Promise<HttpResponse>;
	/** So many calls, so many of them at a time. */
	calls(
		count: number,
		atATime?: number,
		request?: (index: number) => Partial<HttpRequest>,
		credentials?: DigestCredentials,
	): Promise<Outcome>;
}

/** A server with these ways, and a client with a pool of its own. */
export function simulate(options: ServerOptions): Simulation {
	const time = new SimulatedTime();
	const server = new SimulatedServer(time, options);
	const pool = new DigestSessionPool(time);
	const call: Simulation['call'] = async (request, { credentials = RIGHT, signal } = {}) =>
		await digestExchange(
			server.send,
			{ method: 'GET', url: 'https://api.example/', headers: {}, ...request },
			{ credentials, pool, probePath: '/probe', signal },
		);
	return {
		time,
		server,
		pool,
		call,
		async calls(
			count: number,
			atATime = 64,
			request: (index: number) => Partial<HttpRequest> = (index) => ({
				url: `https://api.example/orders/${index}`,
			}),
			credentials: DigestCredentials = RIGHT,
		): Promise<Outcome> {
			const outcome: Outcome = { passed: 0, errors: [] };
			let next = 0;
			const caller = async () => {
				while (next < count) {
					try {
						await call(request(next++), { credentials });
						outcome.passed++;
					} catch (error) {
						outcome.errors.push(error);
					}
				}
			};
			await Promise.all(Array.from({ length: atATime }, caller));
			return outcome;
		},
	};
}

/** Random numbers from a seed, 0 to 1. */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

import { DigestError } from '../digest/challenge';
import { digestExchange, type DigestSessionPool } from '../digest/pool';
import { MintedError, type MintedErrorKind } from '../errors';
import { endpoints, type EndpointId } from '../generated/endpoints';
import type { operations } from '../generated/types';
import { HttpFailure, type HttpRequest, type HttpResponse, type SendHttp } from '../http';
import { probeUrlOf, type ConnectionSettings } from './connection';
import { dataOf, readAnswer, retryAfterMs, type Answer } from './envelope';
import type { AdaptiveLimiter } from './limiter';
import { buildRequest, type Endpoint, type RequestParts } from './request';
import { retryRead, type Clock, type RetryPolicy } from './retry';
import { textOf } from '../values';

/** The `data` of a successful answer, as the contract has it. */
export type DataOf<Id extends EndpointId> = operations[Id] extends {
	responses: { 200: { content: { 'application/json': { data: infer Data } } } };
}
	? Data
	: unknown;

type RequestBodyOf<Id extends EndpointId> = operations[Id] extends { requestBody?: infer Content }
	? NonNullable<Content>
	: never;

/** The body that the contract has for an endpoint; `never` where it takes none. */
export type BodyOf<Id extends EndpointId> = [RequestBodyOf<Id>] extends [never]
	? never
	: RequestBodyOf<Id> extends { content: { 'application/json': infer Body } }
		? Body
		: never;

type PathOf<Id extends EndpointId> = operations[Id]['parameters']['path'];

type QueryOf<Id extends EndpointId> = operations[Id]['parameters']['query'];

/** What the contract wants sent to an endpoint: the compiler misses what is forgotten. */
export type PartsOf<Id extends EndpointId> = Pick<RequestParts, 'endpointPath' | 'timeoutMs'> &
	([PathOf<Id>] extends [undefined]
		? { path?: undefined }
		: { path: { [Name in keyof PathOf<Id>]: string } }) &
	(undefined extends QueryOf<Id> ? { query?: QueryOf<Id> } : { query: QueryOf<Id> }) &
	([BodyOf<Id>] extends [never] ? { body?: undefined } : { body: BodyOf<Id> });

/** A request that is complete: all that can be wrong with it was found before. */
export interface ReadyRequest<Id extends EndpointId> {
	/** @throws MintedError */
	send(): Promise<DataOf<Id>>;
}

export interface MintedApiOptions {
	settings: ConnectionSettings;
	send: SendHttp;
	pool: DigestSessionPool;
	clock: Clock;
	retry: RetryPolicy;
	/** Of this account and address, shared over the process. */
	limiter: AdaptiveLimiter;
	/** For each request; the transport has a default of its own. */
	timeoutMs?: number;
	/** Ends what only reads, and keeps the rest from being sent. */
	signal?: AbortSignal;
	/** What was read by {@link MintedApi.callOnce}; shared by those who work together. */
	memory?: Map<string, Promise<unknown>>;
}

/** The Partner API over any HTTP stack: signs, unwraps, and repeats what only reads. */
export class MintedApi {
	constructor(private readonly options: MintedApiOptions) {}

	/** The same API, which no signal stops: to learn what became of a request that was sent. */
	get unstoppable(): MintedApi {
		return new MintedApi({ ...this.options, signal: undefined });
	}

	/**
	 * Calls an endpoint of the contract.
	 *
	 * @returns the `data` of the envelope
	 * @throws MintedError, or FieldError for a value that cannot be sent
	 */
	async call<Id extends EndpointId>(id: Id, parts: PartsOf<Id>): Promise<DataOf<Id>> {
		return dataOf(await this.ask(id, parts)) as DataOf<Id>;
	}

	/**
	 * The same for a read that many of one run need: they share one answer. What failed is asked anew.
	 *
	 * @throws MintedError, FieldError
	 */
	async callOnce<Id extends EndpointId>(id: Id, parts: PartsOf<Id>): Promise<DataOf<Id>> {
		const { memory = new Map<string, Promise<unknown>>() } = this.options;
		const key = JSON.stringify([id, parts]);
		const known = memory.get(key) as Promise<DataOf<Id>> | undefined;
		if (known) return await known;
		const reading = this.call(id, parts);
		memory.set(key, reading);
		reading.catch(() => memory.delete(key));
		return await reading;
	}

	/**
	 * The same where a refusal is an answer like any other.
	 *
	 * @throws MintedError where there is no answer
	 */
	async ask<Id extends EndpointId>(id: Id, parts: PartsOf<Id>): Promise<Answer> {
		const { effect } = endpoints[id];
		return await this.exchange(this.endpoint(id), parts, effect === 'read');
	}

	/**
	 * Makes a request of the contract ready to be sent.
	 *
	 * @throws FieldError for a value that cannot be sent
	 */
	prepare<Id extends EndpointId>(id: Id, parts: PartsOf<Id>): ReadyRequest<Id> {
		const endpoint = this.endpoint(id);
		const request = this.build(endpoint, parts);
		return {
			send: async () => dataOf(answerTo(request, await this.send(request, endpoint))) as DataOf<Id>,
		};
	}

	/**
	 * Calls any endpoint; `repeatable` says that asking twice does no harm.
	 *
	 * @throws MintedError, FieldError
	 */
	async request(endpoint: Endpoint, parts: RequestParts, repeatable: boolean): Promise<unknown> {
		return dataOf(await this.exchange(endpoint, parts, repeatable));
	}

	/**
	 * Asks for a path without a signature and without a body, so that nothing can be done. Busy
	 * answers are asked again, as for a read.
	 *
	 * @param ids fills the places of the path
	 * @throws MintedError where there is no answer, or the API stays busy
	 */
	async askUnsigned(
		{ method, path }: Pick<Endpoint, 'method' | 'path'>,
		ids: Record<string, string>,
	): Promise<HttpResponse> {
		const { send, limiter, signal } = this.options;
		const request = this.build({ method, path, apiVersion: '2' }, { path: ids });
		const sendUnlessStopped = async () => {
			stopUnsent(signal);
			return await send({ ...request, signal });
		};
		return await this.persist(async () => {
			try {
				return throwIfBusy(await limiter.run(sendUnlessStopped, loadOf, 'unsigned', signal));
			} catch (error) {
				if (signal?.aborted) throw new MintedError({ kind: 'cancelled', notSent: true });
				throw asMintedError(error, true);
			}
		});
	}

	/**
	 * The answer to a signed GET as it came.
	 *
	 * @throws MintedError where there is no answer, or the API stays busy
	 */
	async getRaw(endpoint: Omit<Endpoint, 'method'>, parts: RequestParts): Promise<HttpResponse> {
		const get: Endpoint = { ...endpoint, method: 'GET' };
		const request = { ...this.build(get, parts), signal: this.options.signal };
		return await this.persist(async () => throwIfBusy(await this.send(request, get)));
	}

	/** As the contract has it, at the path that the settings give it. */
	private endpoint(id: EndpointId): Endpoint {
		const path = this.options.settings.endpointPaths[id];
		return path === undefined ? endpoints[id] : { ...endpoints[id], path };
	}

	private build(endpoint: Endpoint, parts: RequestParts): HttpRequest {
		const { settings, timeoutMs } = this.options;
		return buildRequest(settings, endpoint, { timeoutMs, ...parts });
	}

	private async exchange(
		endpoint: Endpoint,
		parts: RequestParts,
		repeatable: boolean,
	): Promise<Answer> {
		const request = this.build(endpoint, parts);
		if (!repeatable) return answerTo(request, await this.send(request, endpoint));
		const { signal } = this.options;
		return await this.persist(async () => {
			const answer = answerTo(request, await this.send({ ...request, signal }, endpoint));
			if ('refusal' in answer && isWorthAsking(answer.refusal.kind)) dataOf(answer);
			return answer;
		});
	}

	/** Asks again after what passes, as the policy says. */
	private async persist<T>(read: () => Promise<T>): Promise<T> {
		const { clock, retry: policy, signal } = this.options;
		const startedAt = clock.now();
		try {
			return await read();
		} catch (error) {
			return await retryRead(read, error, startedAt, { policy, clock, signal });
		}
	}

	/** Every request on the wire waits for its turn: a challenge is asked for as politely. */
	private async send(request: HttpRequest, { method, path }: Endpoint): Promise<HttpResponse> {
		const { settings, send, pool, limiter, signal } = this.options;
		let signed = false;
		const sendInTurn: SendHttp = async (part) => {
			const isSigned = part.headers.authorization !== undefined;
			return await limiter.run(
				async () => {
					stopUnsent(signal);
					signed ||= isSigned;
					// A question for a challenge moves nothing, whatever it is asked for.
					return await send(isSigned ? part : { ...part, signal });
				},
				loadOf,
				isSigned ? `${method} ${path}` : 'challenge',
				signal,
			);
		};
		try {
			return await digestExchange(sendInTurn, request, {
				credentials: settings,
				pool,
				probePath: probeUrlOf(settings).pathname,
				signal,
			});
		} catch (error) {
			// What waits for a turn or a nonce is given up with the signal's own reason.
			if (signal?.aborted && (!signed || error === signal.reason)) {
				throw new MintedError({ kind: 'cancelled', notSent: true });
			}
			throw asMintedError(error, !signed);
		}
	}
}

/** A refusal may repeat what it was sent: what is secret of that goes along with it. */
function answerTo({ body }: HttpRequest, response: HttpResponse): Answer {
	const answer = readAnswer(response);
	if ('data' in answer || body === undefined) return answer;
	return { refusal: { ...answer.refusal, secrets: secretsIn(body) } };
}

const SECRET_KEYS = new Set([
	'identity_number',
	'card_number',
	'card_cvv',
	'card_token',
	'price_token',
]);

function secretsIn(body: string): string[] {
	const secrets: string[] = [];
	JSON.parse(body, (key, value: unknown) => {
		if (SECRET_KEYS.has(key)) secrets.push(textOf(value));
		return value;
	});
	return secrets;
}

/** @throws MintedError for an answer that says nothing yet */
function throwIfBusy(response: HttpResponse): HttpResponse {
	const { status, headers } = response;
	if (![429, 502, 503, 504].includes(status)) return response;
	throw new MintedError({
		kind: status === 429 ? 'rateLimited' : 'server',
		status,
		retryAfterMs: retryAfterMs(headers['retry-after']),
		notSent: true,
	});
}

/** Failures of a moment, and pages of something in between. */
function isWorthAsking(kind: MintedErrorKind): boolean {
	return kind === 'rateLimited' || kind === 'server' || kind === 'notMinted';
}

/** Until it is on the wire, every request can be stopped. */
function stopUnsent(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new MintedError({ kind: 'cancelled', notSent: true });
}

/** What an answer says about the load of the API. */
function loadOf(response: HttpResponse): { refused: boolean; retryAfterMs?: number } {
	return {
		refused: response.status === 429 || response.status === 503,
		retryAfterMs: retryAfterMs(response.headers['retry-after']),
	};
}

function asMintedError(error: unknown, notSent: boolean): unknown {
	if (error instanceof DigestError && error.kind === 'stale') {
		// Passes by itself, so it is worth another try.
		return new MintedError({ kind: 'unreachable', apiMessage: error.message, notSent: true });
	}
	if (error instanceof DigestError) {
		return new MintedError({
			kind: error.kind === 'rejected' ? 'credentials' : kindOfRefusedSignIn(error.status),
			status: error.status,
			retryAfterMs: retryAfterMs(error.retryAfter),
			notSent: true,
		});
	}
	if (error instanceof HttpFailure) {
		return new MintedError({
			kind: kindOfFailure(error),
			apiMessage: error.message,
			notSent,
		});
	}
	return error;
}

function kindOfFailure({ kind, mayHaveBeenProcessed }: HttpFailure): MintedErrorKind {
	if (kind === 'aborted') return 'cancelled';
	return mayHaveBeenProcessed ? 'noAnswer' : 'unreachable';
}

/** A probe that brought no challenge: the service is down or busy, or it is another service. */
function kindOfRefusedSignIn(status: number): MintedErrorKind {
	if (status === 429) return 'rateLimited';
	return status >= 500 ? 'server' : 'notMinted';
}

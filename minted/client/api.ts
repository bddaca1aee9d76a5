import type { ConnectionSettings } from './connection';
import { PROBE_PATH } from './connection';
import { DigestError } from '../digest/challenge';
import { digestExchange, type DigestSessionPool } from '../digest/pool';
import { retryAfterMs, unwrap } from './envelope';
import { MintedError, type MintedErrorKind } from '../errors';
import { endpoints, type EndpointId } from '../generated/endpoints';
import type { operations } from '../generated/types';
import { HttpFailure, type HttpRequest, type HttpResponse, type SendHttp } from '../http';
import type { AdaptiveLimiter } from './limiter';
import { buildRequest, type Endpoint, type RequestParts } from './request';
import { withRetries, type Clock, type RetryPolicy } from './retry';

/** The `data` of a successful answer, as the contract has it. */
export type DataOf<Id extends EndpointId> = operations[Id] extends {
	responses: { 200: { content: { 'application/json': { data: infer Data } } } };
}
	? Data
	: unknown;

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
}

/** The Partner API over any HTTP stack: signs, unwraps, and repeats what only reads. */
export class MintedApi {
	constructor(private readonly options: MintedApiOptions) {}

	/**
	 * Calls an endpoint of the contract.
	 *
	 * @returns the `data` of the envelope
	 * @throws MintedError, or FieldError for a value that cannot be sent
	 */
	async call<Id extends EndpointId>(id: Id, parts: RequestParts = {}): Promise<DataOf<Id>> {
		const endpoint = endpoints[id];
		return (await this.request(endpoint, parts, endpoint.effect === 'read')) as DataOf<Id>;
	}

	/** Calls any endpoint; `repeatable` says that asking twice does no harm. */
	async request(endpoint: Endpoint, parts: RequestParts, repeatable: boolean): Promise<unknown> {
		return unwrap(await this.exchange(endpoint, parts, repeatable));
	}

	/** The same without unwrapping: for answers that are looked at as they are. */
	async exchange(
		endpoint: Endpoint,
		parts: RequestParts,
		repeatable: boolean,
	): Promise<HttpResponse> {
		const { settings, clock, retry, timeoutMs } = this.options;
		const request = buildRequest(settings, endpoint, { timeoutMs, ...parts });
		const kind = `${endpoint.method} ${endpoint.path}`;
		if (!repeatable) return await this.sendOnce(request, kind);
		return await withRetries(
			async () => {
				const response = await this.sendOnce(request, kind);
				if (response.status === 429 || response.status >= 500) unwrap(response);
				return response;
			},
			retry,
			clock,
		);
	}

	/** Every request on the wire waits for its turn: a challenge is asked for as politely. */
	private async sendOnce(request: HttpRequest, kind: string): Promise<HttpResponse> {
		const { settings, send, pool, limiter } = this.options;
		let signed = false;
		const sendInTurn: SendHttp = async (part) => {
			const isSigned = part.headers.authorization !== undefined;
			return await limiter.run(
				async () => {
					signed ||= isSigned;
					return await send(part);
				},
				loadOf,
				isSigned ? kind : 'challenge',
			);
		};
		try {
			return await digestExchange(sendInTurn, request, {
				credentials: settings,
				pool,
				probePath: PROBE_PATH,
			});
		} catch (error) {
			throw asMintedError(error, !signed);
		}
	}
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
			kind: error.mayHaveBeenProcessed ? 'noAnswer' : 'unreachable',
			apiMessage: error.message,
			notSent,
		});
	}
	return error;
}

/** A probe that brought no challenge: the service is down or busy, or it is another service. */
function kindOfRefusedSignIn(status: number): MintedErrorKind {
	if (status === 429) return 'rateLimited';
	return status >= 500 ? 'server' : 'notMinted';
}

/** The shapes of one HTTP exchange, so that `minted/` can be used over any HTTP stack. */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest {
	method: HttpMethod;
	/** Absolute URL, query string included: what is signed is what goes on the wire. */
	url: string;
	/** Lower-case names. */
	headers: Record<string, string>;
	/** The exact text of the body; Digest's auth-int hashes it. */
	body?: string;
	timeoutMs?: number;
	/** Ends the request; left out for one that must not be ended half-way. */
	signal?: AbortSignal;
}

export interface HttpResponse {
	status: number;
	/** Lower-case names. A header sent several times may be an array or one comma-joined string. */
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/**
 * Sends one request and resolves with whatever status the server answered; redirects are not followed.
 * Rejects with {@link HttpFailure} only when no answer was received.
 */
export type SendHttp = (request: HttpRequest) => Promise<HttpResponse>;

export type HttpFailureKind =
	'dns' | 'refused' | 'unreachable' | 'tls' | 'timeout' | 'reset' | 'aborted';

/** No answer was received. The message holds no header, no body and no secret. */
export class HttpFailure extends Error {
	readonly name = 'HttpFailure';

	constructor(
		readonly kind: HttpFailureKind,
		message: string,
	) {
		super(message);
	}

	/** Whether the request can have reached the application behind the server. */
	get mayHaveBeenProcessed(): boolean {
		return this.kind === 'timeout' || this.kind === 'reset' || this.kind === 'aborted';
	}
}

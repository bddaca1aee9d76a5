import type { HttpResponse } from '../http';

/**
 * - `notOffered`: the answer carried no Digest challenge;
 * - `unsupported`: it did, but with no algorithm and qop this client knows;
 * - `rejected`: an answer to a fresh nonce was refused, so user name or password is wrong.
 */
export type DigestErrorKind = 'notOffered' | 'unsupported' | 'rejected';

const MESSAGES: Record<DigestErrorKind, string> = {
	notOffered: 'The server offered no HTTP Digest challenge',
	unsupported: 'The server offered HTTP Digest only with an algorithm or qop that is not supported',
	rejected: 'The server refused the user name or password',
};

/**
 * Signing in failed. What the request asked for was not done: the last answer was a refusal, or the
 * answer to a probe. Holds names and numbers only, never a header's value that could be secret.
 */
export class DigestError extends Error {
	readonly name = 'DigestError';
	readonly status: number;
	/** Lower-case names of the headers that came with that status. */
	readonly headerNames: string[];
	/** Its Retry-After, as sent. */
	readonly retryAfter?: string;

	constructor(
		readonly kind: DigestErrorKind,
		response: HttpResponse,
	) {
		super(`${MESSAGES[kind]} (HTTP status ${response.status})`);
		this.status = response.status;
		this.headerNames = Object.keys(response.headers).sort();
		const retryAfter = response.headers['retry-after'];
		if (typeof retryAfter === 'string') this.retryAfter = retryAfter;
	}
}

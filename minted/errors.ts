/** What can go wrong, as kinds that the caller can act on. No message holds a secret. */

export type MintedErrorKind =
	/** User name or password refused. */
	| 'credentials'
	/** The address answers, but not as Minted Connect: HTML, no Digest. */
	| 'notMinted'
	| 'forbidden'
	/** The path does not exist (404 without an envelope, 405). */
	| 'noSuchPath'
	| 'notFound'
	/** 422: a value was refused. */
	| 'parameter'
	| 'priceTokenExpired'
	| 'insufficientBalance'
	| 'unknownCustomer'
	/** The external_id of an order is taken. */
	| 'conflict'
	/** `success: false` for any other reason. */
	| 'refused'
	| 'rateLimited'
	/** 5xx, or a code of 500 and more in the envelope. */
	| 'server'
	/** Answered, but neither JSON nor the documented envelope: truncated, empty. */
	| 'unreadable'
	/** No answer, and the request cannot have been processed: DNS, refused, TLS. */
	| 'unreachable'
	/** No answer, and the request may have been processed: timeout, reset. */
	| 'noAnswer'
	/** The caller stopped it. */
	| 'cancelled';

/** What an answer, or its absence, says about a request that did not succeed. */
export interface MintedErrorDetails {
	kind: MintedErrorKind;
	/** HTTP status, where there was an answer. */
	status?: number;
	/** `code` of the envelope. */
	apiCode?: number | string;
	/** `message` of the envelope, as Minted sent it. */
	apiMessage?: string;
	/** Messages by field, where the API gave them. */
	fieldErrors?: Record<string, string[]>;
	retryAfterMs?: number;
	/** The request itself never left: signing in, or a step before it, failed. */
	notSent?: boolean;
	/** How many requests were made before giving up; 1 where nothing was retried. */
	tries?: number;
}

/** Kinds that prove that the API did not act on the request; `notMinted` only with an error status. */
const NOT_PROCESSED: ReadonlySet<MintedErrorKind> = new Set([
	'credentials',
	'forbidden',
	'noSuchPath',
	'notFound',
	'parameter',
	'priceTokenExpired',
	'insufficientBalance',
	'unknownCustomer',
	'rateLimited',
	'unreachable',
]);

/** Any failed call of the API. */
export class MintedError extends Error {
	readonly name = 'MintedError';

	constructor(readonly details: MintedErrorDetails) {
		super(details.apiMessage ?? details.kind);
	}

	get kind(): MintedErrorKind {
		return this.details.kind;
	}

	/** Whether the API may have acted on the request although it did not say so. */
	get mayHaveBeenProcessed(): boolean {
		const { kind, status, notSent } = this.details;
		if (notSent) return false;
		// A page with a success or a redirect may stand where the answer to a done request was lost.
		if (kind === 'notMinted') return status !== undefined && status < 400;
		return !NOT_PROCESSED.has(kind);
	}
}

/** A value that cannot be sent. `field` is the name that the caller's user knows it by. */
export class FieldError extends Error {
	readonly name = 'FieldError';

	constructor(
		readonly field: string,
		message: string,
		readonly hint?: string,
	) {
		super(message);
	}
}

import { maskCardNumber } from './domain/cards';
import type { AuthReason } from './digest/guard';

/** One request as the sandbox saw it, without anything secret. */
export interface JournalEntry {
	at: string;
	connection: number;
	method: string;
	url: string;
	operationId: string | null;
	/** `unsigned`, or the digest parameters that are no secret. */
	authorization: string;
	/** Bytes of the request's body. */
	bodyBytes: number;
	body: unknown;
	/** null while it runs and when the connection was cut. */
	status: number | null;
	authFailure: AuthReason | null;
	fault: string | null;
}

export interface Counters {
	requests: number;
	connections: number;
	/** Answers 401 to requests without credentials. */
	unsigned401: number;
	/** Answers 401 to requests with credentials. */
	rejected401: number;
	/** Of these: stale, exhausted and replayed nonces. */
	nonceRejects: number;
	/** Requests with a body that were answered 401. */
	bodiesTo401: number;
	byOperation: Record<string, number>;
	byAuthFailure: Partial<Record<AuthReason, number>>;
}

const NONCE_REJECTS: readonly AuthReason[] = ['stale-nonce', 'exhausted-nonce', 'replayed-nc'];

/** Counts requests and keeps the last ones. */
export class Journal {
	private entries: JournalEntry[] = [];
	private totals = zero();

	constructor(private readonly size: number) {}

	add(entry: JournalEntry): void {
		this.totals.requests++;
		this.entries.push(entry);
		// Trimmed in bulk: a shift for every request would cost more than the request.
		if (this.entries.length >= this.size * 2) this.entries = this.entries.slice(-this.size);
	}

	countConnection(): void {
		this.totals.connections++;
	}

	countOperation(operationId: string): void {
		this.totals.byOperation[operationId] = (this.totals.byOperation[operationId] ?? 0) + 1;
	}

	countAuthFailure(reason: AuthReason, bodyBytes: number): void {
		if (reason === 'unsigned') this.totals.unsigned401++;
		else this.totals.rejected401++;
		if (NONCE_REJECTS.includes(reason)) this.totals.nonceRejects++;
		if (bodyBytes > 0) this.totals.bodiesTo401++;
		this.totals.byAuthFailure[reason] = (this.totals.byAuthFailure[reason] ?? 0) + 1;
	}

	requests(): JournalEntry[] {
		return this.entries.slice(-this.size);
	}

	counters(): Counters {
		return structuredClone(this.totals);
	}

	reset(): void {
		this.entries = [];
		this.totals = zero();
	}
}

function zero(): Counters {
	return {
		requests: 0,
		connections: 0,
		unsigned401: 0,
		rejected401: 0,
		nonceRejects: 0,
		bodiesTo401: 0,
		byOperation: {},
		byAuthFailure: {},
	};
}

/** The parameters of an Authorization header whose values are no secret. */
export function maskAuthorization(header: string | undefined): string {
	if (!header) return 'unsigned';
	const scheme = /^\S*/.exec(header)?.[0] ?? '';
	const shown = [...header.matchAll(/\b(algorithm|qop|nc|uri)="?([^",\s]*)/g)].map(
		([, name, value]) => `${name}=${value}`,
	);
	return [scheme, ...shown].join(' ');
}

/** A copy of a body in which card and identity data are starred. */
export function maskBody(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(maskBody);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, maskField(key, inner)]),
	);
}

function maskField(key: string, value: unknown): unknown {
	if (key === 'card_number') return typeof value === 'string' ? maskCardNumber(value) : '***';
	if (key === 'card_cvv' || key === 'card_token' || key === 'identity_number') return '***';
	return maskBody(value);
}

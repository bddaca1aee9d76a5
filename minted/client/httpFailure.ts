import { HttpFailure, type HttpFailureKind } from '../http';

const FAILURES: ReadonlyArray<[HttpFailureKind, RegExp, (host: string) => string]> = [
	['dns', /^(ENOTFOUND|EAI_AGAIN)$/, (host) => `The host name ${host} cannot be found`],
	['refused', /^ECONNREFUSED$/, (host) => `${host} refuses the connection: nothing listens there`],
	[
		'unreachable',
		/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
		(host) => `There is no way to ${host}`,
	],
	[
		'tls',
		/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/,
		(host) => `The certificate or encryption of ${host} is not accepted`,
	],
	[
		'timeout',
		/^(ETIMEDOUT|ECONNABORTED|ESOCKETTIMEDOUT)$/,
		(host) => `${host} gave no answer in time`,
	],
	['aborted', /^ERR_CANCELED$/, () => 'The execution was cancelled'],
];

/** Kinds that mean that there was no connection. */
const PREVENTED: ReadonlySet<HttpFailureKind> = new Set(['refused', 'unreachable', 'tls']);

/**
 * What an error of the HTTP client means; `host` is named in the message. Anything unknown counts as
 * a broken connection: the request may have arrived.
 */
export function asHttpFailure(error: unknown, host: string): HttpFailure {
	const codes = valuesOf(error, 'code');
	// Reading and writing take a connection: by then a request may have arrived, whatever the code.
	const wasConnected = valuesOf(error, 'syscall').some((call) => /^(read|write)/.test(call));
	for (const [kind, pattern, text] of FAILURES) {
		if (!codes.some((code) => pattern.test(code))) continue;
		const provesNothing = wasConnected && PREVENTED.has(kind);
		return new HttpFailure(provesNothing ? 'reset' : kind, text(host));
	}
	return new HttpFailure('reset', `The connection to ${host} broke before the answer was complete`);
}

/** n8n wraps the error of the HTTP client, so a property is looked for all along the causes. */
function valuesOf(error: unknown, name: 'code' | 'syscall', depth = 0): string[] {
	if (typeof error !== 'object' || error === null || depth > 5) return [];
	const { [name]: value, cause, errors } = error as Record<string, unknown>;
	return [
		...(typeof value === 'string' ? [value] : []),
		...valuesOf(cause, name, depth + 1),
		...(Array.isArray(errors) ? errors.flatMap((inner) => valuesOf(inner, name, depth + 1)) : []),
	];
}

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
		/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/,
		(host) => `The certificate or encryption of ${host} is not accepted`,
	],
	// A record that cannot be read may be of the answer: only a certificate is looked at before sending.
	['reset', /^(ERR_SSL|EPROTO)/, (host) => `The encryption of the connection to ${host} failed`],
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
	const causes = causesOf(error);
	const calls = causes.flatMap(systemCallsOf);
	// Reading and writing take a connection: by then a request may have arrived, whatever the code.
	const wasConnected = calls.some((call) => /^(read|write)/.test(call));
	for (const [kind, pattern, text] of FAILURES) {
		const isIt = (code: unknown) => typeof code === 'string' && pattern.test(code);
		const inCode = causes.some(({ code }) => isIt(code));
		const inStatus = causes.some(({ httpCode }) => isIt(httpCode));
		if (!inCode && !inStatus) continue;
		// Where the cause was dropped, only the name of the call tells connecting from reading.
		const isCertain = inCode || kind === 'tls' || calls.some((call) => /^connect\b/.test(call));
		const provesNothing = PREVENTED.has(kind) && (wasConnected || !isCertain);
		return new HttpFailure(provesNothing ? 'reset' : kind, text(host));
	}
	return new HttpFailure('reset', `The connection to ${host} broke before the answer was complete`);
}

/** What is read of an error; some wrappers keep only a status text and the messages. */
interface Cause {
	code?: unknown;
	httpCode?: unknown;
	syscall?: unknown;
	messages?: unknown;
}

const DEEPEST = 5;

/** The error and all that is behind it: the HTTP client's own error may be wrapped several times. */
function causesOf(error: unknown, depth = 0): Cause[] {
	if (typeof error !== 'object' || error === null || depth > DEEPEST) return [];
	const { cause, errors } = error as { cause?: unknown; errors?: unknown };
	return [
		error,
		...causesOf(cause, depth + 1),
		...(Array.isArray(errors) ? errors.flatMap((inner) => causesOf(inner, depth + 1)) : []),
	];
}

/** "connect", "read"; a message such as "connect ECONNREFUSED 127.0.0.1:1" begins with it. */
function systemCallsOf({ syscall, messages }: Cause): string[] {
	const texts = Array.isArray(messages) ? (messages as unknown[]) : [];
	return [syscall, ...texts].filter((text): text is string => typeof text === 'string');
}

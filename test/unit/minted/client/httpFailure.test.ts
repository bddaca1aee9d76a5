import { HttpFailure } from '../../../../minted/http';
import { asHttpFailure } from '../../../../minted/client/httpFailure';

describe('An error of the HTTP client', () => {
	const failure = (code: string) =>
		asHttpFailure(Object.assign(new Error(), { code }), 'api.example');

	it.each([
		['ENOTFOUND', 'dns', false],
		['EAI_AGAIN', 'dns', false],
		['ECONNREFUSED', 'refused', false],
		['EHOSTUNREACH', 'unreachable', false],
		['CERT_HAS_EXPIRED', 'tls', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', false],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', false],
		// What TLS says of a broken record, while an answer is read as well as before.
		['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'reset', true],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'reset', true],
		['ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', 'reset', true],
		['EPROTO', 'reset', true],
		['ECONNABORTED', 'timeout', true],
		['ETIMEDOUT', 'timeout', true],
		['ERR_CANCELED', 'aborted', true],
		['ECONNRESET', 'reset', true],
		['ESOMETHINGNEW', 'reset', true],
	] as const)('%s is %s; may have been processed: %p', (code, kind, possible) => {
		expect(failure(code)).toMatchObject({ kind, mayHaveBeenProcessed: possible });
	});

	it.each([
		['EHOSTUNREACH', 'read', true],
		['EHOSTUNREACH', 'connect', false],
		['ECONNREFUSED', 'read', true],
		['EPROTO', 'write', true],
	])('%s at %s: may have been processed: %p', (code, syscall, possible) => {
		const error = Object.assign(new Error(), { code: 'ERR', cause: { code, syscall } });
		expect(asHttpFailure(error, 'api.example').mayHaveBeenProcessed).toBe(possible);
	});

	it('is found below the errors that wrap it', () => {
		const cause = Object.assign(new Error(), { code: 'ENOTFOUND' });
		const wrapped = new Error('n8n', { cause: new AggregateError([cause]) });
		expect(asHttpFailure(wrapped, 'api.example')).toMatchObject({
			kind: 'dns',
			message: 'The host name api.example cannot be found',
		});
	});

	it('was a connection by then where any part of it says "read" or "write"', () => {
		const causes = ['ECONNREFUSED', 'EHOSTUNREACH', 'EPROTO'].map((code) => ({
			code,
			cause: { syscall: 'write' },
		}));
		for (const error of causes) {
			expect(asHttpFailure(error, 'api.example').mayHaveBeenProcessed).toBe(true);
		}
	});

	it('may be anything, even itself its cause', () => {
		const endless: { cause?: unknown } = {};
		endless.cause = endless;
		for (const error of [undefined, null, 'text', endless]) {
			expect(asHttpFailure(error, 'api.example')).toBeInstanceOf(HttpFailure);
		}
	});
});

/**
 * As n8n-workflow 1.101 to 2.33 gives it: a NodeApiError without its cause, the code in `httpCode` only
 * and the message of the system call first in `messages`.
 */
describe('An error whose cause n8n has dropped', () => {
	const dropped = (httpCode: string | null, ...messages: unknown[]) =>
		asHttpFailure(
			Object.assign(new Error('The service refused the connection'), {
				name: 'NodeApiError',
				httpCode,
				messages,
				description: messages[0],
			}),
			'api.example',
		);

	it.each([
		['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:4010', 'refused', false],
		['EHOSTUNREACH', 'connect EHOSTUNREACH 192.0.2.10:443', 'unreachable', false],
		['ENETUNREACH', 'connect ENETUNREACH 192.0.2.10:443', 'unreachable', false],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND api.example', 'dns', false],
		['EAI_AGAIN', 'getaddrinfo EAI_AGAIN api.example', 'dns', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'tls', false],
		['CERT_HAS_EXPIRED', 'certificate has expired', 'tls', false],
		['ERR_SSL_CIPHER_OPERATION_FAILED', 'cipher operation failed', 'reset', true],
		['ECONNABORTED', 'timeout of 60000ms exceeded', 'timeout', true],
		['ETIMEDOUT', 'connect ETIMEDOUT 192.0.2.10:443', 'timeout', true],
		['ECONNRESET', 'read ECONNRESET', 'reset', true],
		['ECONNRESET', 'socket hang up', 'reset', true],
		['EPIPE', 'write EPIPE', 'reset', true],
		['ERR_CANCELED', 'canceled', 'aborted', true],
	] as const)(
		'%s with "%s" is %s; may have been processed: %p',
		(code, message, kind, possible) => {
			expect(dropped(code, message)).toMatchObject({ kind, mayHaveBeenProcessed: possible });
		},
	);

	it.each([
		['ECONNREFUSED', 'read ECONNREFUSED'],
		['EHOSTUNREACH', 'read EHOSTUNREACH'],
		['ENETUNREACH', 'write ENETUNREACH'],
		['EPROTO', 'write EPROTO 80B:error:0A00010B:SSL routines'],
		['ECONNREFUSED', undefined],
		['EHOSTUNREACH', ''],
		['EHOSTUNREACH', 'connection closed while an answer was read'],
		['ECONNREFUSED', 'The service refused the connection - perhaps it is offline'],
		[null, 'connect ECONNREFUSED 127.0.0.1:4010'],
	])('%s with %j does not prove that nothing was sent', (code, message) => {
		expect(dropped(code, message)).toMatchObject({ kind: 'reset', mayHaveBeenProcessed: true });
	});

	it('may come without messages, or with odd ones', () => {
		expect(asHttpFailure({ httpCode: 'ENOTFOUND' }, 'api.example').kind).toBe('dns');
		for (const messages of ['connect', [null, 7, {}], {}, null]) {
			const failure = asHttpFailure({ httpCode: 'ECONNREFUSED', messages }, 'api.example');
			expect(failure.kind).toBe('reset');
		}
	});

	it('tells nothing of what was sent along', () => {
		const failure = dropped('ECONNRESET', 'read ECONNRESET Authorization: Digest username="ada"');
		expect(failure.message).toBe(
			'The connection to api.example broke before the answer was complete',
		);
	});
});

import {
	beforeSending,
	FieldError,
	MintedError,
	type MintedErrorKind,
} from '../../../minted/errors';
import { HttpFailure } from '../../../minted/http';
import { asHttpFailure } from '../../../minted/client/httpFailure';

describe('Whether a request may have been processed', () => {
	it.each<[MintedErrorKind, boolean]>([
		['server', true],
		['unreadable', true],
		['noAnswer', true],
		['credentials', false],
		['notMinted', false],
		['forbidden', false],
		['noSuchPath', false],
		['notFound', false],
		['parameter', false],
		['priceTokenExpired', false],
		['insufficientBalance', false],
		['unknownCustomer', false],
		['refused', false],
		['rateLimited', false],
		['unreachable', false],
	])('%s: %p', (kind, possible) => {
		expect(new MintedError({ kind }).mayHaveBeenProcessed).toBe(possible);
		expect(new MintedError({ kind, notSent: true }).mayHaveBeenProcessed).toBe(false);
	});
});

describe('A web page in place of an answer', () => {
	it.each([
		[200, true],
		[302, true],
		[408, true],
		[400, false],
		[413, false],
	])('with status %i: may have been processed: %p', (status, possible) => {
		expect(new MintedError({ kind: 'notMinted', status }).mayHaveBeenProcessed).toBe(possible);
	});
});

describe('beforeSending', () => {
	it('marks the failure of a step as one of a request that never left', async () => {
		const failing = beforeSending(async () => {
			throw new MintedError({ kind: 'server', status: 500, tries: 3 });
		});
		await expect(failing).rejects.toMatchObject({
			details: { kind: 'server', status: 500, tries: 3, notSent: true },
			mayHaveBeenProcessed: false,
		});
	});

	it('passes results and other errors on', async () => {
		const error = new FieldError('Amount', 'Amount is zero');
		await expect(beforeSending(async () => 7)).resolves.toBe(7);
		await expect(beforeSending(async () => await Promise.reject(error))).rejects.toBe(error);
	});
});

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

	it('may be anything, even itself its cause', () => {
		const endless: { cause?: unknown } = {};
		endless.cause = endless;
		for (const error of [undefined, null, 'text', endless]) {
			expect(asHttpFailure(error, 'api.example')).toBeInstanceOf(HttpFailure);
		}
	});
});

import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import type { HttpResponse } from '../../../minted/http';

import { DigestError } from '../../../minted/digest/challenge';
import { createSessionFromResponse, DigestSession, Nonces } from '../../../minted/digest/session';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const credentials = { username: 'ada', password: 'correct horse' };

const unauthorized = (header?: string | string[]): HttpResponse => ({
	status: 401,
	headers: { 'content-type': 'text/html', 'www-authenticate': header },
	body: '',
});

const open = (params = ''): DigestSession =>
	createSessionFromResponse(
		unauthorized(`Digest realm="r", nonce="n1", qop="auth"${params}`),
		credentials,
	);

const request = { method: 'GET', uri: '/' };
const param = (authorization: string, name: string) =>
	new RegExp(`\\b${name}="?([^",]*)`).exec(authorization)?.[1] ?? '';

describe('DigestSession', () => {
	it('counts its requests', () => {
		const session = open();
		const counts = Array.from({ length: 17 }, () => param(session.sign(request), 'nc'));
		expect(counts[0]).toBe('00000001');
		expect(counts[16]).toBe('00000011');
		expect(new Set(counts).size).toBe(17);
	});

	it('draws a cnonce of 122 random bits for every request', () => {
		const session = open();
		const cnonces = Array.from({ length: 10 }, () => param(session.sign(request), 'cnonce'));
		expect(new Set(cnonces).size).toBe(10);
		for (const cnonce of cnonces) {
			expect(cnonce).toMatch(
				/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
			);
		}
	});

	it('keeps one cnonce in a -sess algorithm, whose key is bound to it', () => {
		const session = open(', algorithm=MD5-sess');
		const [first, second] = [session.sign(request), session.sign(request)];
		expect(param(second, 'cnonce')).toBe(param(first, 'cnonce'));
		expect(param(second, 'nc')).toBe('00000002');
	});

	describe('nextnonce', () => {
		it('is the nonce of a session that counts from one', () => {
			const session = open();
			session.sign(request);
			const text = session.successor('rspauth="x", nextnonce="n2=="')?.sign(request) ?? '';
			expect(param(text, 'nonce')).toBe('n2==');
			expect(param(text, 'nc')).toBe('00000001');
		});

		it.each([['nextnonce="n2"'], [['rspauth="x"', 'NextNonce=n2']]])(
			'is found in %j',
			(info: string | string[]) => {
				expect(param(open().successor(info)?.sign(request) ?? '', 'nonce')).toBe('n2');
			},
		);

		it('leaves the -sess key as it is, as RFC 7616 section 3.4.2 says', () => {
			const session = open(', algorithm=MD5-sess');
			const cnonce = param(session.sign(request), 'cnonce');
			const key = md5(`${md5('ada:r:correct horse')}:n1:${cnonce}`);
			const text = session.successor('nextnonce="n2"')?.sign(request) ?? '';
			expect(param(text, 'response')).toBe(
				md5(`${key}:n2:00000001:${cnonce}:auth:${md5('GET:/')}`),
			);
		});

		it.each([undefined, '', 'nc=00000001, rspauth="x"', 'nextnonce=""', 'nextnonce="n1"'])(
			'is none in %j',
			(info) => expect(open().successor(info)).toBeUndefined(),
		);
	});

	describe('with several requests on their way', () => {
		it('has room until the counts on their way span the window', () => {
			const session = open();
			const first = session.take();
			for (let count = 1; count < 50; count++) {
				expect(session.hasRoom(50)).toBe(true);
				session.settle(session.take(), true);
			}
			expect(session.hasRoom(50)).toBe(false);
			session.settle(first, true);
			expect(session.hasRoom(50)).toBe(true);
		});

		it('has room for one at a time in a window of one', () => {
			const session = open();
			expect(session.hasRoom(1)).toBe(true);
			const nc = session.take();
			expect(session.hasRoom(1)).toBe(false);
			session.settle(nc, true);
			expect(session.hasRoom(1)).toBe(true);
		});

		it('tells of each what others there were', () => {
			const session = open();
			const alone = { shared: false, othersPassed: false };
			expect(session.settle(session.take(), true)).toEqual(alone);
			const [second, third, fourth] = [session.take(), session.take(), session.take()];
			expect(session.settle(second, false)).toEqual({ ...alone, shared: true });
			expect(session.settle(fourth, true)).toEqual({ ...alone, shared: true });
			expect(session.settle(third, false)).toEqual({ shared: true, othersPassed: true });
			expect(session.settle(session.take(), false)).toEqual(alone);
		});

		it('signs each with the count it was given', () => {
			const session = open();
			const [first, second] = [session.take(), session.take()];
			expect(param(session.sign(request, second), 'nc')).toBe('00000002');
			expect(param(session.sign(request, first), 'nc')).toBe('00000001');
		});
	});

	it('shows no secret when it is printed or serialized', () => {
		const session = open();
		session.sign(request);
		const shown = inspect(session, { depth: null, showHidden: true }) + JSON.stringify(session);
		expect(shown).not.toContain('correct horse');
		expect(shown).not.toContain(md5('ada:r:correct horse'));
	});
});

describe('createSessionFromResponse', () => {
	const failure = (response: HttpResponse): DigestError => {
		try {
			createSessionFromResponse(response, credentials);
		} catch (error) {
			if (error instanceof DigestError) return error;
			throw error;
		}
		throw new Error('No DigestError');
	};

	it('takes the best challenge of several', () => {
		const session = createSessionFromResponse(
			unauthorized([
				'Basic realm="r"',
				'Digest realm="r", nonce="a", qop="auth", algorithm=MD5',
				'Digest realm="r", nonce="b", qop="auth", algorithm=SHA-256',
			]),
			credentials,
		);
		expect(param(session.sign(request), 'nonce')).toBe('b');
	});

	it.each([
		['no header', undefined],
		['only Basic', 'Basic realm="r"'],
		['too long a header', `Digest realm="r", nonce="${'n'.repeat(16 * 1024)}"`],
	])('says that Digest is not offered: %s', (_what, header) => {
		expect(failure(unauthorized(header)).kind).toBe('notOffered');
	});

	it('says so as well when the answer is no 401, whatever its headers', () => {
		const response = { ...unauthorized('Digest realm="r", nonce="n"'), status: 403 };
		expect(failure(response)).toMatchObject({ kind: 'notOffered', status: 403 });
	});

	it('says when Digest is offered in a form that is not supported', () => {
		expect(failure(unauthorized('Digest realm="r", nonce="n", algorithm=SHA3')).kind).toBe(
			'unsupported',
		);
	});

	it('reports status, header names and Retry-After, and no other value', () => {
		const error = failure({
			status: 429,
			headers: { 'set-cookie': 'session=s3cret', 'retry-after': '7', date: 'today' },
			body: 'b0dy',
		});
		expect(error).toMatchObject({
			name: 'DigestError',
			status: 429,
			headerNames: ['date', 'retry-after', 'set-cookie'],
			retryAfter: '7',
		});
		const shown = inspect(error, { depth: null }) + JSON.stringify(error);
		expect(shown).not.toMatch(/s3cret|b0dy|correct horse/);
	});
});

describe('The last nc that 8 digits can hold', () => {
	const challenge = {
		realm: 'r',
		nonce: 'n',
		hash: 'MD5',
		session: false,
		qop: 'auth',
		stale: false,
		utf8: false,
		userhash: false,
	} as const;

	it('is used, and nothing more is signed with the nonce', () => {
		const session = new DigestSession(challenge, credentials, 0xffff_fffe);
		expect(session.hasRoom(50)).toBe(true);
		const nc = session.take();
		expect(param(session.sign(request, nc), 'nc')).toBe('ffffffff');
		session.settle(nc, true);
		expect([session.isSpent, session.hasRoom(50)]).toEqual([true, false]);
		const nonces = new Nonces();
		const nonce = nonces.add(session, 0);
		nonces.offer(nonce);
		expect([nonces.choose({ onTheirWay: 0, waiting: 0, passed: 0 }), nonces.count]).toEqual([
			undefined,
			0,
		]);
	});
});

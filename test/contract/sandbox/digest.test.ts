import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { createHash } from 'crypto';
import type { Challenge, Reply } from './support/client';
import { Partner, authorization, readChallenge, send } from './support/client';

const URI = '/partner/order-statuses';

describe('the Digest of the sandbox', () => {
	let sandbox: Sandbox;

	const start = async (options: SandboxOptions = {}): Promise<void> => {
		sandbox = await startSandbox({ seed: 1, ...options });
	};
	afterEach(() => sandbox.close());

	const challenge = async (): Promise<Challenge> => readChallenge(await send(sandbox.url + URI));
	const ask = (header: string, uri = URI): Promise<Reply> =>
		send(sandbox.url + uri, 'GET', { authorization: header, 'x-client-id': 'web' });
	const sign = (given: Challenge, nc = '00000001', changes: object = {}): string =>
		authorization(given, { method: 'GET', uri: URI, nc, ...changes });

	describe('with MD5 and qop=auth', () => {
		beforeEach(() => start());

		test('challenges an unsigned request before anything else', async () => {
			for (const path of [URI, '/partner/order/NONE', '/nowhere', '/partner/orders?page=x']) {
				const reply = await send(sandbox.url + path);
				expect(reply.status).toBe(401);
				expect(reply.json).toMatchObject({ success: false, code: 401, data: null });
				expect(readChallenge(reply)).toMatchObject({ algorithm: 'MD5', qop: 'auth' });
			}
		});

		test('accepts a correct answer', async () => {
			expect((await ask(sign(await challenge()))).status).toBe(200);
		});

		test('accepts one nonce many times while nc grows, gaps included', async () => {
			const given = await challenge();
			for (const nc of ['00000001', '00000002', '0000000a', '00000100']) {
				expect((await ask(sign(given, nc))).status).toBe(200);
			}
		});

		test.each([
			['a count that did not grow', (c: Challenge) => sign(c, '00000001'), 'replayed-nc'],
			['a count of nine digits', (c: Challenge) => sign(c, '000000002'), 'malformed'],
			['a count of one digit', (c: Challenge) => sign(c, '2'), 'malformed'],
			[
				'a quoted count',
				(c: Challenge) => sign(c, '00000002').replace('nc=00000002', 'nc="00000002"'),
				'malformed',
			],
			[
				'a quoted qop',
				(c: Challenge) => sign(c, '00000002').replace('qop=auth', 'qop="auth"'),
				'malformed',
			],
			[
				'an unquoted response',
				(c: Challenge) => sign(c, '00000002').replace(/response="(\w+)"/, 'response=$1'),
				'malformed',
			],
			[
				'no qop although it was offered',
				(c: Challenge) => sign(c, '00000002').replace('qop=auth, ', ''),
				'unsupported-qop',
			],
			[
				'another opaque',
				(c: Challenge) => sign(c, '00000002').replace(/opaque="[^"]*"/, 'opaque="x"'),
				'wrong-opaque',
			],
			[
				'another realm',
				(c: Challenge) => sign({ ...c, realm: 'elsewhere' }, '00000002'),
				'wrong-realm',
			],
			[
				'a wrong password',
				(c: Challenge) => sign(c, '00000002', { password: 'x' }),
				'wrong-response',
			],
			['an unknown user', (c: Challenge) => sign(c, '00000002', { username: 'x' }), 'unknown-user'],
			[
				'a nonce of its own',
				(c: Challenge) => sign({ ...c, nonce: 'bm9wZQ==' }, '00000002'),
				'unknown-nonce',
			],
			[
				'a uri without the query',
				(c: Challenge) => sign(c, '00000002', { uri: '/partner' }),
				'wrong-uri',
			],
			[
				'the absolute uri',
				(c: Challenge) => sign(c, '00000002', { uri: `http://127.0.0.1${URI}` }),
				'wrong-uri',
			],
			[
				'another method',
				(c: Challenge) => sign(c, '00000002', { method: 'POST' }),
				'wrong-response',
			],
			[
				'Basic',
				() => `Basic ${Buffer.from('demo-partner:demo-password').toString('base64')}`,
				'malformed',
			],
			[
				'a repeated parameter',
				(c: Challenge) => `${sign(c, '00000002')}, nc=00000002`,
				'malformed',
			],
		])('refuses %s', async (_name, header, reason) => {
			const given = await challenge();
			expect((await ask(sign(given))).status).toBe(200);
			const reply = await ask(header(given));
			expect(reply.status).toBe(401);
			expect(reply.headers['x-sandbox-reason']).toBe(reason);
			expect(reply.headers['www-authenticate']).not.toContain('stale');
		});

		test('counts what it refused, and bodies that were sent in vain', async () => {
			const given = await challenge();
			await ask(sign(given));
			await ask(sign(given));
			await send(`${sandbox.url}/partner/order`, 'POST', {}, '{"guid":"X"}');
			expect(sandbox.counters()).toMatchObject({
				requests: 4,
				connections: 4,
				unsigned401: 2,
				rejected401: 1,
				nonceRejects: 1,
				bodiesTo401: 1,
				byOperation: { orderStatuses: 1 },
			});
		});
	});

	test('an old nonce is stale, and only with the right password', async () => {
		await start({ digest: { nonceLifetimeMs: 60_000 } });
		const given = await challenge();
		sandbox.clock.advance(60_001 + 1000);
		const stale = await ask(sign(given));
		const wrong = await ask(sign(given, '00000001', { password: 'x' }));
		expect(stale.headers['www-authenticate']).toContain('stale=true');
		expect(wrong.headers['www-authenticate']).not.toContain('stale');
	});

	test('a nonce that served often enough is stale', async () => {
		await start({ digest: { nonceMaxUses: 2 } });
		const given = await challenge();
		const statuses = [];
		for (const nc of ['00000001', '00000002', '00000003']) {
			statuses.push((await ask(sign(given, nc))).headers['www-authenticate']);
		}
		expect(statuses).toEqual([undefined, undefined, expect.stringContaining('stale=true')]);
	});

	test('nextnonce comes with every answer and works', async () => {
		await start({ digest: { nextNonce: true } });
		const given = await challenge();
		const first = await ask(sign(given));
		const nonce =
			/^nextnonce="(.+)"$/.exec(String(first.headers['authentication-info']))?.[1] ?? '';
		expect((await ask(sign({ ...given, nonce }))).status).toBe(200);
	});

	test('several algorithms are offered in several headers or in one', async () => {
		await start({ digest: { algorithms: ['SHA-256', 'MD5'], challenges: 'joined' } });
		const joined = (await send(sandbox.url + URI)).headers['www-authenticate'];
		expect(joined).toMatch(/^Digest .*algorithm=SHA-256.*, Digest .*algorithm=MD5/);
	});

	test('auth-int covers the body', async () => {
		await start({ digest: { qop: ['auth-int'] } });
		const uri = '/partner/order';
		const given = readChallenge(await send(sandbox.url + uri, 'POST'));
		const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
		const body = '{"guid":"X"}';
		const ha1 = md5(`demo-partner:${given.realm}:demo-password`);
		const ha2 = md5(`POST:${uri}:${md5(body)}`);
		const header = (nc: string): string =>
			`Digest username="demo-partner", realm="${given.realm}", nonce="${given.nonce}", ` +
			`uri="${uri}", algorithm=MD5, qop=auth-int, nc=${nc}, cnonce="c", ` +
			`opaque="${given.opaque}", response="${md5(`${ha1}:${given.nonce}:${nc}:c:auth-int:${ha2}`)}"`;
		const post = (nc: string, text: string): Promise<Reply> =>
			send(
				sandbox.url + uri,
				'POST',
				{ authorization: header(nc), 'x-client-id': 'web', 'content-type': 'application/json' },
				text,
			);
		expect((await post('00000001', body)).status).toBe(404);
		expect((await post('00000002', '{"guid":"Y"}')).status).toBe(401);
	});

	test('the session key of MD5-sess is made of the first nonce and cnonce', async () => {
		await start({ digest: { algorithms: ['MD5-sess'] } });
		const given = await challenge();
		const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
		const user = md5(`demo-partner:${given.realm}:demo-password`);
		const header = (nc: string, cnonce: string, first: string): string => {
			const ha1 = md5(`${user}:${given.nonce}:${first}`);
			const response = md5(`${ha1}:${given.nonce}:${nc}:${cnonce}:auth:${md5(`GET:${URI}`)}`);
			return (
				`Digest username="demo-partner", realm="${given.realm}", nonce="${given.nonce}", ` +
				`uri="${URI}", algorithm=MD5-sess, qop=auth, nc=${nc}, cnonce="${cnonce}", ` +
				`opaque="${given.opaque}", response="${response}"`
			);
		};
		const statuses = [];
		for (const [nc, cnonce, first] of [
			['00000001', 'one', 'one'],
			['00000002', 'two', 'one'],
			['00000003', 'three', 'three'],
		] as const) {
			statuses.push((await ask(header(nc, cnonce, first))).status);
		}
		expect(statuses).toEqual([200, 200, 401]);
	});

	test('without qop a client answers as in RFC 2069', async () => {
		await start({ digest: { qop: [] } });
		const given = await challenge();
		expect(given.qop).toBeUndefined();
		const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
		const ha1 = md5(`demo-partner:${given.realm}:demo-password`);
		const response = md5(`${ha1}:${given.nonce}:${md5(`GET:${URI}`)}`);
		const reply = await ask(
			`Digest username="demo-partner", realm="${given.realm}", nonce="${given.nonce}", ` +
				`uri="${URI}", opaque="${given.opaque}", response="${response}"`,
		);
		expect(reply.status).toBe(200);
	});

	test('a partner who signs every call needs one challenge', async () => {
		await start();
		const partner = new Partner(sandbox);
		for (let i = 0; i < 10; i++) await partner.prices();
		expect(sandbox.counters()).toMatchObject({ requests: 11, unsigned401: 1, rejected401: 0 });
	});

	test('the journal holds no secret', async () => {
		await start();
		const partner = new Partner(sandbox);
		await partner.call('POST', '/partner/card', {
			customer_external_id: 'MTD-DEMO-1',
			card_holder: 'Ada Example',
			card_number: '5406670000005403',
			card_expiry: '12/40',
			card_cvv: '737',
		});
		const text = JSON.stringify(sandbox.requests());
		expect(text).toContain('540667******5403');
		expect(text).toContain('nc=00000001');
		expect(text).not.toMatch(/5406670000005403|"737"|response=|demo-password/);
	});
});

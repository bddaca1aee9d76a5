import { inspect } from 'node:util';
import { HttpFailure, type HttpRequest, type HttpResponse } from '../../../minted/http';
import * as challengeModule from '../../../minted/digest/challenge';
import { DigestError } from '../../../minted/digest/challenge';
import { digestExchange, DigestSessionPool } from '../../../minted/digest/pool';
import { SimulatedTime } from '../../support/digest/simulation';

const credentials = { username: 'ada', password: 'correct horse' };
const origin = 'https://api.example';

const get: HttpRequest = { method: 'GET', url: `${origin}/orders?page=1`, headers: {} };
const post: HttpRequest = {
	method: 'POST',
	url: `${origin}/orders`,
	headers: { 'content-type': 'application/json', 'content-length': '2', 'api-version': '2' },
	body: '{}',
	timeoutMs: 5000,
};

const answer = (status: number, headers: HttpResponse['headers'] = {}): HttpResponse => ({
	status,
	headers,
	body: `answer ${status}`,
});
const challenge = (nonce: string, params = '') =>
	answer(401, { 'www-authenticate': `Digest realm="r", nonce="${nonce}", qop="auth"${params}` });

/** A server that gives these answers in turn, and a client with a pool of its own. */
function scene(...answers: Array<HttpResponse | Error>) {
	const sent: HttpRequest[] = [];
	const pool = new DigestSessionPool(new SimulatedTime());
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		sent.push(request);
		const next = answers.shift();
		if (!next) throw new Error('More requests than expected');
		if (next instanceof Error) throw next;
		return next;
	};
	const exchange = (request: HttpRequest, probePath = '/probe') =>
		digestExchange(send, request, { credentials, pool, probePath });
	return {
		pool,
		exchange,
		sent,
		/** What was sent, as `METHOD path nonce:nc`. */
		log: () =>
			sent.map(({ method, url, headers, body }) => {
				const { authorization = '' } = headers;
				const nonce = /nonce="([^"]+)"/.exec(authorization)?.[1];
				const nc = /nc=([0-9a-f]+)/.exec(authorization)?.[1];
				return [
					method,
					url.slice(origin.length),
					nonce === undefined ? 'unsigned' : `${nonce}:${parseInt(nc ?? '', 16)}`,
					...(body === undefined ? [] : ['with body']),
				].join(' ');
			}),
		/** Puts a used session with nonce `old` into the pool, without a trace. */
		async warmUp() {
			answers.unshift(challenge('old'), answer(200));
			await exchange(get);
			sent.length = 0;
		},
	};
}

const errorOf = async (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => {
			throw new Error('It did not fail');
		},
		(error: unknown) => error,
	);

describe('digestExchange', () => {
	describe('without a session', () => {
		it('sends a GET as it is, and signed once it is challenged', async () => {
			const { exchange, log } = scene(challenge('n'), answer(200));
			expect((await exchange(get)).body).toBe('answer 200');
			expect(log()).toEqual(['GET /orders?page=1 unsigned', 'GET /orders?page=1 n:1']);
		});

		it.each([200, 204, 301, 307, 403, 404, 429, 500, 503])(
			'takes %d for the answer to a GET that was not challenged',
			async (status) => {
				const { exchange, log } = scene(answer(status));
				expect((await exchange(get)).status).toBe(status);
				expect(log()).toHaveLength(1);
			},
		);

		it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
			'asks for a challenge before a %s, so that it is uploaded once',
			async (method) => {
				const { exchange, log } = scene(challenge('n'), answer(200));
				await exchange({ ...post, method });
				expect(log()).toEqual(['GET /probe unsigned', `${method} /orders n:1 with body`]);
			},
		);

		it('asks before a GET that has a body, and before a DELETE that has none', async () => {
			const withBody = scene(challenge('n'), answer(200));
			await withBody.exchange({ ...get, body: 'x' });
			expect(withBody.log()[0]).toBe('GET /probe unsigned');

			const bare = scene(challenge('n'), answer(200));
			await bare.exchange({ ...get, method: 'DELETE' });
			expect(bare.log()).toEqual(['GET /probe unsigned', 'DELETE /orders?page=1 n:1']);
		});

		it('keeps all headers for the probe but those of the body', async () => {
			const { exchange, sent } = scene(challenge('n'), answer(200));
			await exchange(post);
			expect(sent[0]).toEqual({
				method: 'GET',
				url: `${origin}/probe`,
				headers: { 'api-version': '2' },
				timeoutMs: 5000,
			});
			expect(sent[1]?.headers).toEqual({
				...post.headers,
				authorization: expect.stringMatching(/^Digest /),
			});
		});

		it.each([200, 302, 404, 429, 503])(
			'sends no POST if the probe is answered with %d instead of a challenge',
			async (status) => {
				const { exchange, log } = scene(answer(status, { 'retry-after': '3' }));
				expect(await errorOf(exchange(post))).toMatchObject({
					name: 'DigestError',
					kind: 'notOffered',
					status,
					retryAfter: '3',
				});
				expect(log()).toEqual(['GET /probe unsigned']);
			},
		);

		it.each(['https://evil.example/', '//evil.example/'])(
			'does not probe at another origin: %s',
			async (probePath) => {
				const { exchange, sent } = scene();
				expect(await errorOf(exchange(post, probePath))).toBeInstanceOf(TypeError);
				expect(sent).toEqual([]);
			},
		);
	});

	describe('with a session', () => {
		it('sends one request, signed', async () => {
			const { exchange, log, warmUp } = scene(answer(200), answer(200));
			await warmUp();
			await exchange(get);
			await exchange(post);
			expect(log()).toEqual(['GET /orders?page=1 old:2', 'POST /orders old:3 with body']);
		});

		it.each([get, post])(
			'answers the new challenge once when the old nonce is refused: $method',
			async (request) => {
				const { exchange, log, warmUp } = scene(challenge('new'), answer(200), answer(200));
				await warmUp();
				expect((await exchange(request)).status).toBe(200);
				await exchange(request);
				expect(log().map((line) => line.split(' ')[2])).toEqual(['old:2', 'new:1', 'new:2']);
			},
		);

		it('reads no challenge and no Authentication-Info that names no other nonce', async () => {
			const info = { 'authentication-info': 'rspauth="x", cnonce="y", nc=00000002, qop=auth' };
			const { exchange, warmUp } = scene(answer(200, info));
			await warmUp();
			const spies = (['parseChallenges', 'parseAuthParams', 'selectDigestChallenge'] as const).map(
				(name) => jest.spyOn(challengeModule, name),
			);
			await exchange(get);
			for (const spy of spies) expect(spy).not.toHaveBeenCalled();
			jest.restoreAllMocks();
		});

		it('goes on with the nextnonce of an answer', async () => {
			const { exchange, log, warmUp } = scene(
				answer(200, { 'authentication-info': 'nextnonce="next"' }),
				answer(200),
			);
			await warmUp();
			await exchange(get);
			await exchange(get);
			expect(log().map((line) => line.split(' ')[2])).toEqual(['old:2', 'next:1']);
		});

		it('takes another one for another password or origin', async () => {
			const { exchange, log, pool, warmUp, sent } = scene(answer(200), answer(200));
			await warmUp();
			await exchange({ ...get, url: 'https://other.example/' });
			expect(sent[0]?.headers).toEqual({});
			await digestExchange(async () => answer(200), get, {
				credentials: { ...credentials, password: 'other' },
				pool,
				probePath: '/',
			});
			expect(log()).toHaveLength(1);
			expect(pool.nonceCount).toBe(1);
		});
	});

	describe('a wrong password', () => {
		it('costs one challenge and one refusal', async () => {
			const forGet = scene(challenge('a'), challenge('b'));
			expect(await errorOf(forGet.exchange(get))).toMatchObject({ kind: 'rejected', status: 401 });
			const forPost = scene(challenge('a'), challenge('b'));
			expect(await errorOf(forPost.exchange(post))).toMatchObject({ kind: 'rejected' });
			expect([forGet.sent.length, forPost.sent.length]).toEqual([2, 2]);
		});

		it('costs two refusals where it was right until now', async () => {
			const { exchange, sent, pool, warmUp } = scene(challenge('a'), challenge('b'));
			await warmUp();
			expect(await errorOf(exchange(post))).toMatchObject({ kind: 'rejected' });
			expect(sent).toHaveLength(2);
			expect(pool.nonceCount).toBe(0);
		});

		it('is rejected even if the refusal carries no challenge', async () => {
			const { exchange } = scene(challenge('a'), answer(401));
			expect(await errorOf(exchange(get))).toMatchObject({ kind: 'rejected' });
		});
	});

	describe('stale', () => {
		it('gives a fresh nonce one more try', async () => {
			const { exchange, log } = scene(challenge('a'), challenge('b', ', stale=true'), answer(200));
			expect((await exchange(post)).status).toBe(200);
			expect(log()).toEqual([
				'GET /probe unsigned',
				'POST /orders a:1 with body',
				'POST /orders b:1 with body',
			]);
		});

		it('gives three more in all, then says so, and does not blame the password', async () => {
			const { exchange, log } = scene(
				challenge('a'),
				...['b', 'c', 'd', 'e'].map((nonce) => challenge(nonce, ', stale=true')),
			);
			expect(await errorOf(exchange(get))).toMatchObject({ kind: 'stale', status: 401 });
			expect(log().slice(1)).toEqual(
				['a', 'b', 'c', 'd'].map((nonce) => `GET /orders?page=1 ${nonce}:1`),
			);
		});

		it('takes a refusal that is not called stale for a wrong password, also after some that were', async () => {
			const { exchange, sent } = scene(
				challenge('a'),
				challenge('b', ', stale=true'),
				challenge('c', ', stale=true'),
				challenge('d'),
			);
			expect(await errorOf(exchange(get))).toMatchObject({ kind: 'rejected' });
			expect(sent).toHaveLength(4);
		});

		it('says what is missing when the next challenge cannot be answered', async () => {
			const gone = scene(answer(401));
			await gone.warmUp();
			expect(await errorOf(gone.exchange(get))).toMatchObject({ kind: 'notOffered' });

			const changed = scene(challenge('a', ', algorithm=SHA3'));
			await changed.warmUp();
			expect(await errorOf(changed.exchange(get))).toMatchObject({ kind: 'unsupported' });
			expect(changed.sent).toHaveLength(1);
		});
	});

	describe('failures', () => {
		it.each([500, 502, 503, 504, 429, 409])('never repeats after %d', async (status) => {
			const { exchange, sent, pool, warmUp } = scene(answer(status));
			await warmUp();
			expect((await exchange(post)).status).toBe(status);
			expect(sent).toHaveLength(1);
			expect(pool.nonceCount).toBe(1);
		});

		it('never repeats without an answer, and gives the nonce up', async () => {
			const timeout = new HttpFailure('timeout', 'No answer in time');
			const { exchange, sent, pool, warmUp } = scene(timeout);
			await warmUp();
			expect(await errorOf(exchange(post))).toBe(timeout);
			expect(sent).toHaveLength(1);
			expect(pool.nonceCount).toBe(0);
		});

		it('passes on what went wrong with the probe, and sends nothing else', async () => {
			const refused = new HttpFailure('refused', 'No answer');
			const { exchange, log } = scene(refused);
			expect(await errorOf(exchange(post))).toBe(refused);
			expect(log()).toEqual(['GET /probe unsigned']);
		});
	});

	describe('secrets', () => {
		it.each(['authorization', 'Authorization', 'AUTHORIZATION'])(
			'refuses a request that already carries %s',
			async (name) => {
				const { exchange, sent } = scene();
				const request = { ...get, headers: { [name]: 'Basic YWRhOnNlY3JldA==' } };
				expect(await errorOf(exchange(request))).toBeInstanceOf(TypeError);
				expect(sent).toEqual([]);
			},
		);

		it.each(['https://ada@api.example/', 'https://:secret@api.example/'])(
			'refuses %s, from which an HTTP stack would make Basic',
			async (url) => {
				const { exchange, sent } = scene();
				expect(await errorOf(exchange({ ...get, url }))).toBeInstanceOf(TypeError);
				expect(sent).toEqual([]);
			},
		);

		it('answers a server that wants Basic with an error, not with the password', async () => {
			const { exchange, sent } = scene(answer(401, { 'www-authenticate': 'Basic realm="r"' }));
			expect(await errorOf(exchange(get))).toMatchObject({ kind: 'notOffered' });
			expect(sent).toHaveLength(1);
		});

		it('leaves no trace of them in an error', async () => {
			const { exchange } = scene(challenge('a'), challenge('b'));
			const error = await errorOf(exchange(get));
			expect(error).toBeInstanceOf(DigestError);
			expect(inspect(error, { depth: null })).not.toMatch(/correct horse|nonce=|response=/);
		});
	});

	it('signs the URL as it goes on the wire', async () => {
		const { exchange, sent } = scene(challenge('a'), answer(200));
		await exchange({ ...get, url: 'https://API.example:443/a b/../ç?q=a b#top' });
		expect(sent[1]?.url).toBe('https://api.example/%C3%A7?q=a%20b');
		expect(sent[1]?.headers.authorization).toContain('uri="/%C3%A7?q=a%20b"');
	});

	it('changes nothing about the request it was given', async () => {
		const { exchange } = scene(challenge('a'), answer(200));
		const frozen = Object.freeze({ ...post, headers: Object.freeze({ ...post.headers }) });
		await exchange(frozen);
		expect(frozen).toEqual(post);
	});
});

import { createHash } from 'node:crypto';
import { ADA, createDigestClient } from '../../support/digest/client';
import { curlDigest, describeWith } from '../../support/digest/realServers';
import {
	startStrictServer,
	type StrictServer,
	type StrictServerOptions,
} from '../../support/digest/strictServer';
import { createNodeHttp } from '../../support/nodeHttp';

let server: StrictServer;
afterEach(async () => server.close());

const echo: StrictServerOptions = {
	respond: (request, response) =>
		response.end(Buffer.from(`${request.method} ${request.url} ${request.body}`)),
};
const body = '{"ad":"Ayşe","not":"\\"gold\\""}';

/** What passes each of these servers: GET and POST, a new nonce and a used one, 5 requests in all. */
async function passes(
	options: StrictServerOptions,
	client: Parameters<typeof createDigestClient>[1] = {},
): Promise<void> {
	server = await startStrictServer({ ...ADA, ...echo, ...options });
	const credentials = {
		username: options.username ?? ADA.username,
		password: options.password ?? ADA.password,
	};
	const { request, close } = createDigestClient(credentials, client);
	const get = { method: 'GET', url: `${server.origin}/orders?status=2,5&q=a%20b` } as const;
	const post = { method: 'POST', url: `${server.origin}/orders`, body } as const;
	for (const call of [get, post, get, post]) {
		const answer = `${call.method} ${call.url.slice(server.origin.length)} ${'body' in call ? body : ''}`;
		expect(await request(call)).toMatchObject({ status: 200, body: answer });
	}
	close();
	expect(server.requests.flatMap((seen) => seen.refusal ?? [])).toEqual([]);
	expect(server.requests).toHaveLength(5);
	expect(server.refusedUploads()).toBe(0);
}

describe('every server that n8n’s own Digest fails on is passed', () => {
	it.each<[string, StrictServerOptions]>([
		['MD5, qop auth, a lenient parser', { lenient: true }],
		['base64 nonces with equals signs', { nonce: base64Nonce() }],
		['nc in 8 hex digits, unquoted', {}],
		['qop auth-int only', { qop: 'auth-int' }],
		['no qop (RFC 2069)', { qop: null }],
		['no qop and no algorithm', { qop: null, algorithm: null }],
		['SHA-256', { algorithm: 'SHA-256' }],
		['SHA-512-256', { algorithm: 'SHA-512-256' }],
		['MD5-sess', { algorithm: 'MD5-sess' }],
		['a realm with commas', { realm: 'Minted, Connect, Test' }],
		['a realm with equals signs', { realm: 'realm="x"=y' }],
		['Basic and Digest together', { challenges: (digest) => `Basic realm="a, b", ${digest}` }],
		['Digest and Basic together', { challenges: (digest) => `${digest}, Basic realm="a, b"` }],
		[
			'two Digest challenges, the weaker first',
			{
				algorithm: 'SHA-256',
				challenges: (digest) => `Digest realm="md5", nonce="x", qop="auth", ${digest}`,
			},
		],
	])('%s', async (_what, options) => passes(options));

	it('a signed request that is redirected is not signed for anyone else', async () => {
		const other = await startStrictServer(ADA);
		server = await startStrictServer({
			...ADA,
			respond: (_request, response) =>
				response.writeHead(307, { location: `${other.origin}/elsewhere` }).end(),
		});
		const { request, close } = createDigestClient();
		const response = await request({ method: 'POST', url: `${server.origin}/`, body });
		close();
		await other.close();
		expect(response).toMatchObject({
			status: 307,
			headers: { location: `${other.origin}/elsewhere` },
		});
		expect(other.requests).toEqual([]);
	});

	it('a wrong password costs 2 requests, not 4', async () => {
		server = await startStrictServer(ADA);
		const { request, close } = createDigestClient({ ...ADA, password: 'wrong' });
		await expect(request({ method: 'GET', url: server.origin })).rejects.toMatchObject({
			kind: 'rejected',
		});
		close();
		expect(server.requests).toHaveLength(2);
	});

	it('a body arrives whole even when its first upload is refused', async () => {
		server = await startStrictServer({ ...ADA, ...echo, usesPerNonce: 1 });
		const { request, close } = createDigestClient();
		const post = { method: 'POST', url: `${server.origin}/`, body } as const;
		expect((await request(post)).body).toBe(`POST / ${body}`);
		expect((await request(post)).body).toBe(`POST / ${body}`);
		close();
		expect(server.requests.map((seen) => [seen.status, seen.body === body])).toEqual([
			[401, false],
			[200, true],
			[401, true],
			[200, true],
		]);
	});
});

describe('all combinations of the RFCs are passed', () => {
	const algorithms = ['MD5', 'SHA-256', 'SHA-512-256'].flatMap((hash) => [hash, `${hash}-sess`]);
	const qops = ['auth', 'auth-int', 'auth-int,auth', null];

	it.each(algorithms.flatMap((algorithm) => qops.map((qop) => ({ algorithm, qop }))))(
		'$algorithm, qop $qop',
		async (options) => passes(options),
	);

	it.each<[string, StrictServerOptions]>([
		['an opaque with quotes', { opaque: 'a"b\\c, d=e' }],
		['an empty opaque', { opaque: '' }],
		['userhash', { userhash: true }],
		['a user name in another script', { username: 'ayşe, "altın"' }],
		['the same as username*', { username: 'ayşe, "altın"', charset: true }],
		['the same hashed', { username: 'ayşe', charset: true, userhash: true }],
		['a password in another script', { password: 'şifre:金', charset: true }],
		['a realm in another script', { realm: 'altın hesabı' }],
		['empty user name and password', { username: '', password: '' }],
		['a colon in user name and realm', { username: 'a:d:a', realm: 'a:b' }],
		['a new nonce for every request', { nextnonce: true }],
		['a new nonce for every request, -sess', { nextnonce: true, algorithm: 'SHA-256-sess' }],
		['-sess keys by request', { algorithm: 'SHA-256-sess', sessionKey: 'each' }],
		[
			'several schemes in one header',
			{
				algorithm: 'SHA-256',
				challenges: (digest) =>
					`Negotiate, NTLM TlRMTVNTUAAC==, Basic realm="x", ${digest}, Digest realm="r", nonce="n", algorithm=SHA-1`,
			},
		],
	])('%s', async (_what, options) => passes(options));

	it.each([false, true])(
		'several challenges in several header lines, as arrays: %s',
		async (distinctHeaders) =>
			passes(
				{
					algorithm: 'SHA-512-256',
					challenges: (digest) => [
						'Basic realm="minted"',
						'Digest realm="minted", nonce="x", qop="auth", algorithm=MD5',
						digest,
					],
				},
				{ distinctHeaders },
			),
	);
});

describe('what cannot be answered is said so, and no password is sent', () => {
	it.each<[string, StrictServerOptions, string]>([
		['only Basic', { challenges: () => 'Basic realm="r"' }, 'notOffered'],
		[
			'only an unknown algorithm',
			{ challenges: () => 'Digest realm="r", nonce="n", algorithm=SHA3' },
			'unsupported',
		],
		[
			'only an unknown qop',
			{ challenges: () => 'Digest realm="r", nonce="n", qop="auth-conf"' },
			'unsupported',
		],
		[
			'a header of 20 KiB',
			{ challenges: () => Array.from({ length: 5 }, () => `Digest realm="${'r'.repeat(4096)}"`) },
			'notOffered',
		],
		['60 challenges', { challenges: (digest) => [digest, 'Basic, '.repeat(60)] }, 'notOffered'],
	])('%s', async (_what, options, kind) => {
		server = await startStrictServer({ ...ADA, ...options });
		const { request, close } = createDigestClient();
		await expect(request({ method: 'POST', url: `${server.origin}/`, body })).rejects.toMatchObject(
			{ name: 'DigestError', kind, status: 401 },
		);
		close();
		expect(server.requests.map(({ method, authorization }) => ({ method, authorization }))).toEqual(
			[{ method: 'GET', authorization: undefined }],
		);
	});
});

/* The strict server is only worth what it refuses. */
describe('the strict server', () => {
	const md5 = (text: string) => createHash('md5').update(text).digest('hex');

	/** Signs by hand, then spoils the header; gives the status and what the server found. */
	async function refusalOf(
		spoil: (header: string) => string,
		options: StrictServerOptions = {},
		sentBody?: string,
	): Promise<string | undefined> {
		server = await startStrictServer({ ...ADA, ...options, nonce: () => 'n0' });
		const http = createNodeHttp();
		const target = {
			method: sentBody === undefined ? 'GET' : 'POST',
			url: `${server.origin}/x`,
		} as const;
		await http.send({ ...target, headers: {}, body: sentBody });
		const qop = options.qop ?? 'auth';
		const ha1 = md5('ada:minted:correct horse');
		const ha2 = md5(`${target.method}:/x${qop === 'auth-int' ? `:${md5('signed body')}` : ''}`);
		const response = md5(`${ha1}:n0:00000001:c0:${qop}:${ha2}`);
		const header =
			`Digest username="ada", realm="minted", nonce="n0", uri="/x", algorithm=MD5, ` +
			`qop=${qop}, nc=00000001, cnonce="c0", response="${response}"`;
		await http.send({ ...target, headers: { authorization: spoil(header) }, body: sentBody });
		http.close();
		return server.requests.at(-1)?.refusal;
	}

	it('passes what is signed right', async () => {
		expect(await refusalOf((header) => header)).toBeUndefined();
	});

	it.each<[string, (header: string) => string, string]>([
		['a quoted nc', (header) => header.replace('nc=00000001', 'nc="00000001"'), 'nc quoted'],
		['a long nc', (header) => header.replace('nc=0', 'nc=00'), 'nc spelling'],
		['a quoted qop', (header) => header.replace('qop=auth', 'qop="auth"'), 'qop quoted'],
		['a quoted algorithm', (header) => header.replace('=MD5', '="MD5"'), 'algorithm quoted'],
		['no algorithm', (header) => header.replace(', algorithm=MD5', ''), 'algorithm'],
		['an unquoted uri', (header) => header.replace('"/x"', '/x'), 'uri unquoted'],
		['another uri', (header) => header.replace('"/x"', '"/y"'), 'uri'],
		['another realm', (header) => header.replace('minted', 'other'), 'realm'],
		['another user', (header) => header.replace('ada', 'bob'), 'user'],
		['another nonce', (header) => header.replace('n0', 'n1'), 'response'],
		['another count', (header) => header.replace('00000001', '00000002'), 'response'],
		['an unasked opaque', (header) => `${header}, opaque="o"`, 'opaque'],
		['a repeated parameter', (header) => `${header}, qop=auth`, 'qop twice'],
		['Basic', () => 'Basic YWRhOmNvcnJlY3QgaG9yc2U=', 'not Digest'],
	])('refuses %s', async (_what, spoil, refusal) => {
		expect(await refusalOf(spoil)).toBe(refusal);
	});

	it('refuses a body other than the one signed with auth-int', async () => {
		const asIs = (header: string) => header;
		expect(await refusalOf(asIs, { qop: 'auth-int' }, 'other body')).toBe('response');
		await server.close();
		expect(await refusalOf(asIs, { qop: 'auth-int' }, 'signed body')).toBeUndefined();
	});

	it('refuses an nc that does not increase', async () => {
		server = await startStrictServer(ADA);
		const { request, sent, close } = createDigestClient();
		await request({ method: 'GET', url: `${server.origin}/` });
		const http = createNodeHttp();
		const replayed = sent.at(-1);
		if (!replayed) throw new Error('Nothing was sent');
		expect((await http.send(replayed)).status).toBe(401);
		http.close();
		close();
		expect(server.requests.at(-1)?.refusal).toBe('nc not increasing');
	});
});

describeWith(['curl'], 'the strict server, with curl as the control', () => {
	it.each<StrictServerOptions>([
		{ algorithm: 'MD5' },
		{ algorithm: 'SHA-256' },
		{ algorithm: 'MD5-sess' },
		{ algorithm: 'MD5', qop: null },
		{ algorithm: 'SHA-256', userhash: true },
		{ algorithm: 'MD5', realm: 'a, "b" = c', opaque: 'o=,', nonce: base64Nonce() },
	])('lets curl --digest in: %j', async (options) => {
		server = await startStrictServer({ ...ADA, ...options });
		expect(await curlDigest(ADA, `${server.origin}/x?y=1`)).toEqual({ status: 200, body: 'ok' });
	});
});

/** Like Apache's: base64 with equals signs at the end, another one each time. */
function base64Nonce(): () => string {
	let count = 0;
	return () => `${Buffer.from(`nonce ${++count}/`).toString('base64').replace(/=*$/, '')}==`;
}

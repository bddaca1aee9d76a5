import { setTimeout as delay } from 'node:timers/promises';
import { ADA, createDigestClient, report } from '../../support/digest/client';
import {
	curlDigest,
	describeWith,
	startApache,
	startLighttpd,
	type RealServer,
} from '../../support/digest/realServers';
import { createNodeHttp } from '../../support/nodeHttp';

const WRONG = { ...ADA, password: 'wrong' };

/** What every server must do for this client, and for curl. */
function behavesAsAPartnerNeeds(name: string, path: string, start: () => Promise<RealServer>) {
	let server: RealServer;
	beforeAll(async () => {
		server = await start();
	});
	afterAll(async () => server.stop());

	const url = (query = '') => `${server.origin}${path}${query}`;
	const body = '{"ad":"Ayşe","amount":0.1}';

	it('refuses an unsigned request, so that the rest means something', async () => {
		const http = createNodeHttp();
		const response = await http.send({ method: 'GET', url: url(), headers: {} });
		http.close();
		expect(response.status).toBe(401);
	});

	it('is passed by curl --digest, the control', async () => {
		expect(await curlDigest(ADA, url('?page=1'))).toEqual({ status: 200, body: 'GET ?page=1 ' });
		expect((await curlDigest(ADA, url(), body)).body).toBe(`POST ? ${body}`);
		expect((await curlDigest(WRONG, url())).status).toBe(401);
	});

	it('is passed by this client: 10 calls, 11 requests', async () => {
		const client = createDigestClient(ADA, { probePath: path });
		for (let page = 0; page < 10; page++) {
			const response = await client.request({ method: 'GET', url: url(`?page=${page}&q=a%20b`) });
			expect(response).toMatchObject({ status: 200, body: `GET ?page=${page}&q=a%20b ` });
		}
		client.close();
		expect(client.sent).toHaveLength(11);
		report(`${name}: 10 calls = ${client.sent.length} requests`);
	});

	it('gets a body whole, and only once', async () => {
		const client = createDigestClient(ADA, { probePath: path });
		for (let call = 0; call < 3; call++) {
			const response = await client.request({ method: 'POST', url: url(), body });
			expect(response).toMatchObject({ status: 200, body: `POST ? ${body}` });
		}
		client.close();
		expect(client.sent.map((request) => request.method)).toEqual(['GET', 'POST', 'POST', 'POST']);
	});

	it('refuses a wrong password after 2 requests', async () => {
		const client = createDigestClient(WRONG, { probePath: path });
		await expect(client.request({ method: 'GET', url: url() })).rejects.toMatchObject({
			name: 'DigestError',
			kind: 'rejected',
		});
		client.close();
		expect(client.sent).toHaveLength(2);
	});

	it('serves 100 calls, 64 at a time, with at most 1.02 requests a call, and refuses none', async () => {
		const client = createDigestClient(ADA, { probePath: path });
		const bodies = await client.requests(100, 64, (i) => ({
			method: 'POST',
			url: url(`?i=${i}`),
			body,
		}));
		client.close();
		expect(bodies).toEqual(Array.from({ length: 100 }, (_, i) => `POST ?i=${i} ${body}`));
		report(`${name}: 100 calls, 64 at a time = ${client.sent.length} requests`);
		expect(client.sent.length).toBeLessThanOrEqual(102);
		expect(client.refused()).toBe(0);
	});

	it('sees a wrong password once, when 64 calls start at once', async () => {
		const client = createDigestClient(WRONG, { probePath: path });
		const calls = Array.from({ length: 64 }, () => client.request({ method: 'GET', url: url() }));
		const results = await Promise.allSettled(calls);
		client.close();
		for (const result of results) {
			expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'rejected' } });
		}
		report(`${name}: wrong password in 64 calls at once = ${client.sent.length} requests`);
		expect(client.sent.length).toBe(2);
	});
}

describeWith(['apache2', 'curl'], 'Apache httpd mod_auth_digest (MD5, base64 nonce)', () => {
	behavesAsAPartnerNeeds('Apache httpd', '/echo', () => startApache(ADA));
});

describeWith(['apache2'], 'Apache httpd that changes its nonces', () => {
	it('names the next nonce in every answer, and no call is refused', async () => {
		const server = await startApache(ADA, { nonceLifetime: 20 });
		const client = createDigestClient(ADA, { probePath: '/echo' });
		try {
			const infos: string[] = [];
			for (let call = 0; call < 5; call++) {
				const { status, headers } = await client.request({
					method: 'GET',
					url: `${server.origin}/echo`,
				});
				expect(status).toBe(200);
				infos.push(String(headers['authentication-info']));
			}
			for (const info of infos) expect(info).toContain('nextnonce=');
			const nonces = client.sent.map(
				({ headers }) => /nonce="([^"]+)"/.exec(headers.authorization ?? '')?.[1],
			);
			expect(new Set(nonces.slice(1)).size).toBe(5);
			expect(client.sent).toHaveLength(6);
			for (const [i, info] of infos.slice(0, -1).entries()) {
				expect(info).toContain(`nextnonce="${nonces[i + 2]}"`);
			}
		} finally {
			client.close();
			await server.stop();
		}
	});

	it('names it to each of 64 calls at a time, and none is refused', async () => {
		const server = await startApache(ADA, { nonceLifetime: 20 });
		const client = createDigestClient(ADA, { probePath: '/echo' });
		try {
			await client.requests(200, 64, (i) => ({
				method: 'GET',
				url: `${server.origin}/echo?i=${i}`,
			}));
			report(`Apache httpd that changes its nonces: 200 calls = ${client.sent.length} requests`);
			expect(client.refused()).toBe(0);
			expect(client.sent.length).toBeLessThanOrEqual(204);
		} finally {
			client.close();
			await server.stop();
		}
	});

	it('says stale in the midst of many calls, and each is answered', async () => {
		const server = await startApache(ADA, { nonceLifetime: 1 });
		const client = createDigestClient(ADA, { probePath: '/echo' });
		try {
			const bodies = await client.requests(400, 32, (i) => ({
				method: 'POST',
				url: `${server.origin}/echo?i=${i}`,
				body: 'gold',
			}));
			expect(bodies).toEqual(Array.from({ length: 400 }, (_, i) => `POST ?i=${i} gold`));
			report(
				`Apache httpd with nonces good for 1 s: 400 calls = ${client.sent.length} requests, ${client.refused()} stale`,
			);
			expect(client.sent.length).toBeLessThanOrEqual(400 * 1.65);
		} finally {
			client.close();
			await server.stop();
		}
	});

	it('says stale when a nonce is too old, and the call is signed again at once', async () => {
		const server = await startApache(ADA, { nonceLifetime: 1 });
		const client = createDigestClient(ADA, { probePath: '/echo' });
		try {
			const call = () =>
				client.request({ method: 'POST', url: `${server.origin}/echo`, body: 'gold' });
			expect((await call()).status).toBe(200);
			await delay(2500);
			expect((await call()).body).toBe('POST ? gold');
			expect(client.sent.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'POST']);
		} finally {
			client.close();
			await server.stop();
		}
	});
});

describe.each(['MD5', 'SHA-256'] as const)('lighttpd', (algorithm) => {
	describeWith(['lighttpd', 'curl'], `mod_auth (${algorithm})`, () => {
		behavesAsAPartnerNeeds(`lighttpd ${algorithm}`, '/echo.sh', () =>
			startLighttpd(ADA, { algorithm }),
		);
	});
});

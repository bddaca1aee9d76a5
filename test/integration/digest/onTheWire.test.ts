import { ADA, createDigestClient, report } from '../../support/digest/client';
import { startStrictServer, type StrictServer } from '../../support/digest/strictServer';

const WRONG = { ...ADA, password: 'wrong' };
const body = '{"sku":"GAU","amount":0.1}';

/** nc values in the order in which they arrived, by nonce. */
function countsByNonce({ requests }: StrictServer): number[][] {
	const counts = new Map<string, number[]>();
	for (const { nonce, nc } of requests) {
		if (nonce === undefined || nc === undefined) continue;
		counts.set(nonce, [...(counts.get(nonce) ?? []), parseInt(nc, 16)]);
	}
	return [...counts.values()];
}

describe('counted on the wire', () => {
	let server: StrictServer;
	let client: ReturnType<typeof createDigestClient>;
	afterEach(async () => {
		client.close();
		await server.close();
	});

	it('10 calls one after another are 11 requests over 1 connection', async () => {
		server = await startStrictServer(ADA);
		client = createDigestClient();
		for (let i = 0; i < 10; i++) {
			await client.request({ method: 'GET', url: `${server.origin}/orders?page=${i}` });
		}
		report(
			`10 calls one after another = ${server.requests.length} requests, ${server.connections()} connection`,
		);
		expect(server.requests).toHaveLength(11);
		expect(server.connections()).toBe(1);
		expect(countsByNonce(server)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
	});

	it.each([
		['GET', undefined],
		['POST', body],
	] as const)('a wrong password costs 2 requests (%s)', async (method, sentBody) => {
		server = await startStrictServer(ADA);
		client = createDigestClient(WRONG);
		await expect(
			client.request({ method, url: server.origin, body: sentBody }),
		).rejects.toMatchObject({ kind: 'rejected' });
		report(`wrong password (${method}) = ${server.requests.length} requests`);
		expect(server.requests).toHaveLength(2);
	});

	it('once a session exists no body is uploaded to a refusal', async () => {
		server = await startStrictServer(ADA);
		client = createDigestClient();
		for (let i = 0; i < 20; i++) {
			await client.request({ method: 'POST', url: `${server.origin}/orders`, body });
		}
		const uploads = server.requests.filter((request) => request.body !== '').length;
		report(`20 calls with a body = ${uploads} uploads, ${server.refusedUploads()} of them refused`);
		expect(uploads).toBe(20);
		expect(server.refusedUploads()).toBe(0);
	});

	it('when nonces wear out a body is uploaded to one refusal at most, and a call never fails', async () => {
		server = await startStrictServer({ ...ADA, usesPerNonce: 5 });
		client = createDigestClient();
		for (let i = 0; i < 20; i++) {
			const { status } = await client.request({ method: 'POST', url: server.origin, body });
			expect(status).toBe(200);
		}
		report(
			`20 calls with nonces good for 5 = ${server.requests.length} requests, ${server.refusedUploads()} stale`,
		);
		expect(server.refusedUploads()).toBe(3);
		expect(server.requests).toHaveLength(1 + 20 + 3);
	});

	it('Authorization goes to the origin it was signed for and is never Basic', async () => {
		const other = await startStrictServer({ ...ADA, realm: 'other' });
		server = await startStrictServer({
			...ADA,
			challenges: (digest) => `Basic realm="minted", ${digest}`,
			respond: (_request, response) =>
				response.writeHead(307, { location: `${other.origin}/` }).end(),
		});
		client = createDigestClient();
		for (let i = 0; i < 5; i++) {
			const { status } = await client.request({ method: 'POST', url: server.origin, body });
			expect(status).toBe(307);
		}
		expect(other.requests).toHaveLength(0);
		// A caller who goes there on purpose starts with a challenge of that server.
		await client.request({ method: 'POST', url: other.origin, body });
		await other.close();

		const signed = [...server.requests, ...other.requests].flatMap((request) =>
			request.authorization === undefined ? [] : [request.authorization],
		);
		const basic = signed.filter((value) => !value.startsWith('Digest ')).length;
		const foreign =
			server.requests.filter(({ authorization }) => authorization?.includes('"other"')).length +
			other.requests.filter(({ authorization }) => authorization?.includes('"minted"')).length;
		report(`${signed.length} signed requests: ${foreign} to another origin, ${basic} as Basic`);
		expect(signed).toHaveLength(6);
		expect({ basic, foreign }).toEqual({ basic: 0, foreign: 0 });
	});

	it('64 calls at a time: nc strictly increases for every nonce and none is refused', async () => {
		// Answers come back in another order than the requests went out.
		const held: Array<() => void> = [];
		server = await startStrictServer({
			...ADA,
			respond: (_request, response) => {
				held.push(() => response.end('ok'));
				if (held.length % 8 === 0) for (const answer of held.splice(0).reverse()) answer();
			},
		});
		client = createDigestClient();
		for (let round = 0; round < 5; round++) {
			const answers = await Promise.all(
				Array.from({ length: 64 }, (_, i) =>
					client.request({
						method: i % 2 === 0 ? 'GET' : 'POST',
						url: `${server.origin}/orders/${i}`,
						...(i % 2 === 1 && { body }),
					}),
				),
			);
			expect(answers.map(({ status }) => status)).toEqual(Array(64).fill(200));
		}
		const refused = server.requests.filter((request) => request.refusal !== undefined).length;
		const counts = countsByNonce(server);
		report(
			`320 calls, 64 at a time = ${server.requests.length} requests over ${counts.length} nonces, ${refused} refused`,
		);
		for (const [i, nonce] of counts.entries()) {
			expect({ i, nonce }).toEqual({ i, nonce: [...new Set(nonce)].sort((a, b) => a - b) });
		}
		expect(refused).toBe(0);
		expect(server.refusedUploads()).toBe(0);
		expect(server.requests).toHaveLength(320 + 64);
		expect(client.pool.nonceCount).toBeLessThanOrEqual(64);
	});

	it('1,000 calls by 64 callers need 1.064 requests a call at most', async () => {
		server = await startStrictServer({ ...ADA, algorithm: 'SHA-256' });
		client = createDigestClient();
		let next = 0;
		const caller = async () => {
			while (next < 1000) {
				await client.request({ method: 'GET', url: `${server.origin}/orders/${next++}` });
			}
		};
		await Promise.all(Array.from({ length: 64 }, caller));
		report(`1,000 calls by 64 callers = ${server.requests.length} requests`);
		expect(server.requests.length).toBeLessThanOrEqual(1064);
		expect(server.requests.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
	});
});

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

	const orders = (i: number) =>
		({
			method: i % 2 === 0 ? 'GET' : 'POST',
			url: `${server.origin}/orders/${i}`,
			...(i % 2 === 1 && { body }),
		}) as const;

	/** Looks at requests in another order than they arrive in. */
	const outOfOrder = () => 60 * Math.random();

	it.each(['any', 'window'] as const)(
		'100 calls, 64 at a time, where nc may be %s: at most 1.02 requests a call',
		async (counts) => {
			server = await startStrictServer({ ...ADA, counts, lookAfterMs: outOfOrder });
			client = createDigestClient();
			await client.requests(100, 64, orders);
			report(`100 calls, 64 at a time, nc ${counts} = ${server.requests.length} requests`);
			expect(client.refused()).toBe(0);
			expect(server.requests.length).toBeLessThanOrEqual(102);
		},
	);

	it('where nc must increase: at most 1.65 requests a call, then one, and every call is done once', async () => {
		server = await startStrictServer({ ...ADA, lookAfterMs: outOfOrder });
		client = createDigestClient();
		await client.requests(100, 64, orders);
		const [first, refused] = [server.requests.length, client.refused()];
		await client.requests(500, 64, (i) => orders(100 + i));
		const passed = server.requests.filter(({ status }) => status === 200);
		report(
			`100 calls, 64 at a time, nc increasing = ${first} requests, ${refused} refused; 500 more = ${server.requests.length - first}, ${client.refused() - refused} refused`,
		);
		expect(first).toBeLessThanOrEqual(165);
		expect(client.refused()).toBe(refused);
		expect(server.requests.length - first).toBeLessThanOrEqual(520);
		expect(passed.length).toBe(600);
		expect(new Set(passed.map(({ url }) => url)).size).toBe(600);
	});

	it('1,000 calls by 64 callers need 1.065 requests a call at most, also where nc must increase', async () => {
		server = await startStrictServer({ ...ADA, algorithm: 'SHA-256' });
		client = createDigestClient();
		await client.requests(1_000, 64, orders);
		report(`1,000 calls by 64 callers = ${server.requests.length} requests`);
		expect(server.requests.length).toBeLessThanOrEqual(1_065);
	});

	it('a wrong password reaches the server once, when 64 calls start at once', async () => {
		server = await startStrictServer({ ...ADA, lookAfterMs: outOfOrder });
		client = createDigestClient(WRONG);
		const results = await Promise.allSettled(
			Array.from({ length: 64 }, (_, i) => client.request(orders(i))),
		);
		for (const result of results) {
			expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'rejected' } });
		}
		report(`wrong password in 64 calls at once = ${server.requests.length} requests`);
		expect(server.requests.length).toBe(2);
	});

	it.each(['increasing', 'any'] as const)(
		'connections that break cost the calls on them, nothing is done twice, nc %s',
		async (counts) => {
			let nth = 0;
			server = await startStrictServer({
				...ADA,
				counts,
				lookAfterMs: outOfOrder,
				respond: (_request, response) => {
					if (++nth % 15 === 0) response.destroy();
					else response.end('ok');
				},
			});
			client = createDigestClient();
			const results = await Promise.allSettled(
				Array.from({ length: 150 }, (_, i) => client.request(orders(i))),
			);
			const answered = results.filter(({ status }) => status === 'fulfilled').length;
			const done = server.requests.filter(
				({ refusal, authorization }) => authorization && !refusal,
			);
			report(
				`150 calls with broken connections, nc ${counts} = ${server.requests.length} requests, ${answered} answered`,
			);
			expect(done.length).toBe(150);
			expect(new Set(done.map(({ url }) => url)).size).toBe(150);
			expect(answered).toBe(140);
		},
	);
});

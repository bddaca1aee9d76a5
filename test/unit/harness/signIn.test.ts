import axios from 'axios';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

import { Cleanups } from '../../../harness/cleanup';
import { N8nClient } from '../../../harness/n8n/client';
import { newOwner } from '../../../harness/n8n/open';
import { openSignIn } from '../../../harness/n8n/signIn';

const TARGET = 'http://127.0.0.1:1/workflow/begin';

describe('The address that signs a browser in', () => {
	const owner = newOwner();
	let n8n: Server;
	let cleanups: Cleanups;
	let url: string;

	/** Lets the owner in as n8n does. */
	beforeEach(async () => {
		n8n = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				const { password } = JSON.parse(body) as { password: string };
				const isRight = password === owner.password;
				const headers = isRight ? { 'set-cookie': 'n8n-auth=token; Path=/; HttpOnly' } : {};
				response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json', ...headers });
				response.end('{"data":{}}');
			});
		});
		await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
		cleanups = new Cleanups();
	});

	afterEach(async () => {
		await cleanups.run();
		n8n.closeAllConnections();
		await new Promise((resolve) => n8n.close(resolve));
	});

	const open = async (known = owner) => {
		const at = `http://127.0.0.1:${(n8n.address() as AddressInfo).port}`;
		const client = new N8nClient({ url: at, version: '2.41.1' });
		url = await openSignIn(client, known, TARGET, cleanups.add);
	};
	const visit = async (address: string, method = 'GET') =>
		await axios.request({
			...{ url: address, method, maxRedirects: 0, proxy: false },
			validateStatus: () => true,
		});

	it('gives the cookie of n8n and leads on', async () => {
		await open();
		const { status, headers } = await visit(url);
		expect(status).toBe(302);
		expect(headers.location).toBe(TARGET);
		expect(headers['set-cookie']).toEqual(['n8n-auth=token; Path=/; HttpOnly']);
		expect(headers['cache-control']).toBe('no-store');
	});

	it('gives nothing to who does not know its path', async () => {
		await open();
		const { origin, pathname } = new URL(url);
		expect(pathname.length).toBeGreaterThan(12);
		for (const guess of ['/', '/begin', `${pathname}x`, `${pathname}?a=1`]) {
			const { status, headers } = await visit(`${origin}${guess}`);
			expect([status, headers['set-cookie']]).toEqual([404, undefined]);
		}
		expect((await visit(url, 'POST')).status).toBe(404);
	});

	it('leads to the sign-in page of n8n when the owner has changed the password', async () => {
		await open({ ...owner, password: 'old' });
		const { status, headers } = await visit(url);
		expect([status, headers.location, headers['set-cookie']]).toEqual([302, TARGET, undefined]);
	});
});

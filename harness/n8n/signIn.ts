import { randomBytes } from 'crypto';
import { createServer } from 'http';
import type { AddressInfo } from 'net';

import type { OnCleanup } from '../cleanup';
import type { N8nClient, Owner } from './client';
import { HOST } from './settings';

/**
 * An address on this machine that signs a browser in to n8n and leads it to `target`. Only who knows
 * its random path can use it; a browser sends cookies to all ports of a host, so n8n gets the one
 * that is set here. Where n8n lets the owner in no more, its own sign-in page is what is seen.
 */
export async function openSignIn(
	client: N8nClient,
	owner: Owner,
	target: string,
	onCleanup: OnCleanup,
): Promise<string> {
	const path = `/${randomBytes(9).toString('base64url')}`;
	const server = createServer((request, response) => {
		response.setHeader('cache-control', 'no-store');
		response.setHeader('referrer-policy', 'no-referrer');
		if (request.method !== 'GET' || request.url !== path) {
			response.writeHead(404).end();
			return;
		}
		void client.newSession(owner).then(
			(cookies) => response.writeHead(302, { location: target, 'set-cookie': cookies }).end(),
			() => response.writeHead(302, { location: target }).end(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
	onCleanup(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return `http://${HOST}:${(server.address() as AddressInfo).port}${path}`;
}

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

import type { Secret } from './search';

/** A server between n8n and the API that takes down every byte that n8n sends. */
export interface Wiretap {
	/** Takes the place of the API's address. */
	readonly url: string;
	/** All that was sent, connections one after another. */
	sent(): string;
	/** The answers to nonces that were sent: `response` and `cnonce` of each Authorization header. */
	answers(): Secret[];
	close(): Promise<void>;
}

/** Listens in on the way to the API at `target`. */
export async function startWiretap(target: string): Promise<Wiretap> {
	const { hostname, port } = new URL(target);
	const chunks = new Map<Socket, Buffer[]>();
	const server = createServer((client) => {
		const api = connect(Number(port), hostname);
		const heard: Buffer[] = [];
		chunks.set(client, heard);
		client.on('data', (chunk) => heard.push(chunk));
		client.pipe(api).pipe(client);
		// One side's end, orderly or not, is the other's: n8n must see a reset as a reset.
		api.on('error', () => client.resetAndDestroy());
		client.on('error', () => api.destroy());
		api.on('close', () => client.destroy());
		client.on('close', () => api.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const sent = () =>
		[...chunks.values()].map((heard) => Buffer.concat(heard).toString('latin1')).join('\n');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		sent,
		answers: () => {
			const values = new Map<string, string>();
			for (const [header] of sent().matchAll(/^authorization: Digest .*$/gim)) {
				for (const [, name, value] of header.matchAll(/\b(response|cnonce)="([^"]+)"/g)) {
					values.set(String(value), `Digest ${String(name)}`);
				}
			}
			return [...values].map(([value, name]) => ({ name, value }));
		},
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				for (const client of chunks.keys()) client.destroy();
			}),
	};
}

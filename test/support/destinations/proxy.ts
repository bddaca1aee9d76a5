import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { generate } from 'selfsigned';

const HOST = '127.0.0.1';

/** Answers in a vendor's place, as the vendor's public API description says. */
export interface StandIn {
	/** The names under which n8n calls the vendor. */
	hosts: readonly string[];
	/** Adds the routes of the vendor's API. */
	register(app: FastifyInstance): void;
}

/** An HTTPS proxy on loopback behind which the stand-ins answer, and nobody else. */
export interface DestinationProxy {
	/** What n8n is started with: its requests go through here, and it trusts the certificate. */
	readonly env: NodeJS.ProcessEnv;
	/** Hosts that were asked for and have no stand-in; nothing went out to them. */
	readonly refused: readonly string[];
	/** Requests that a stand-in has no answer for, as "METHOD https://host/path". */
	readonly unknown: readonly string[];
	close(): Promise<void>;
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
	return (server.address() as AddressInfo).port;
}

/** One certificate for all names, which is also the authority that n8n is told to trust. */
async function certificateFor(hosts: string[]) {
	return await generate([{ name: 'commonName', value: 'Stand-ins of a test' }], {
		algorithm: 'sha256',
		extensions: [
			{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
		],
	});
}

/** Starts the proxy; `certificateFile` is written for n8n to read. */
export async function startProxy(
	standIns: StandIn[],
	certificateFile: string,
): Promise<DestinationProxy> {
	const refused: string[] = [];
	const unknown: string[] = [];
	const listeners = new Map<string, RequestListener>();
	const apps: FastifyInstance[] = [];
	for (const standIn of standIns) {
		const app = fastify();
		await app.register(formbody);
		app.setNotFoundHandler(async (request, reply) => {
			unknown.push(`${request.method} https://${request.host}${request.url}`);
			return await reply.code(404).send({ error: 'The stand-in has no answer for this' });
		});
		standIn.register(app);
		await app.ready();
		apps.push(app);
		for (const host of standIn.hosts) listeners.set(host, app.routing);
	}

	const certificate = await certificateFor([...listeners.keys()]);
	await writeFile(certificateFile, certificate.cert);
	const secure = createHttpsServer(
		{ key: certificate.private, cert: certificate.cert },
		(request, response) => listeners.get(request.headers.host ?? '')?.(request, response),
	);

	const sockets = new Set<Socket>();
	const proxy = createHttpServer((request, response) => {
		refused.push(request.url ?? '');
		response.writeHead(403).end();
	});
	proxy.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		// A client that ends the connection in mid-answer is no error of a test.
		socket.on('error', () => socket.destroy());
	});
	proxy.on('connect', (request, socket: Socket) => {
		const [host = '', port] = (request.url ?? '').split(':');
		if (!listeners.has(host) || port !== '443') {
			refused.push(request.url ?? '');
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		secure.emit('connection', socket);
	});
	const url = `http://${HOST}:${await listen(proxy)}`;

	return {
		env: {
			HTTPS_PROXY: url,
			https_proxy: url,
			NO_PROXY: `${HOST},localhost`,
			no_proxy: `${HOST},localhost`,
			NODE_EXTRA_CA_CERTS: certificateFile,
		},
		refused,
		unknown,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => proxy.close(resolve));
			await Promise.all(apps.map(async (app) => await app.close()));
		},
	};
}

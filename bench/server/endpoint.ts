import { createServer as createHttpServer } from 'http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'http';
import { createServer as createHttpsServer } from 'https';
import type { AddressInfo, Socket } from 'net';

import { createGuard, type Guard, type GuardName } from './guards';
import { orderEnvelope } from './order';

export interface EndpointOptions {
	guard: GuardName;
	/** Milliseconds that every answer takes, a refusal's as well. */
	delayMs: number;
	/** PEM; served over https with it. */
	tls?: { key: string; cert: string };
}

/** What the server saw, which is the judge of what was sent. */
export interface Traffic {
	requests: number;
	connections: number;
	/** Requests answered at the same time, at most. */
	mostInFlight: number;
	refused: number;
}

export interface Endpoint {
	url: string;
	traffic(): Traffic;
	close(): Promise<void>;
}

const PATH_OF_ORDER = '/partner/order/';
const REFUSAL = JSON.stringify({ success: false, code: 401, message: 'Unauthorized' });
const BACKLOG = 4096;

/** An API that knows every order; lean, so that a client's own cost is what is measured. */
export async function openEndpoint({ guard, delayMs, tls }: EndpointOptions): Promise<Endpoint> {
	const judge = createGuard(guard);
	const traffic: Traffic = { requests: 0, connections: 0, mostInFlight: 0, refused: 0 };
	let inFlight = 0;
	const listener: RequestListener = (request, response) => {
		traffic.requests++;
		traffic.mostInFlight = Math.max(traffic.mostInFlight, ++inFlight);
		response.once('close', () => inFlight--);
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const send = answer(judge, request, Buffer.concat(chunks), traffic);
			if (delayMs === 0) send(response);
			else setTimeout(() => send(response), delayMs);
		});
	};
	const server: Server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener);
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		traffic.connections++;
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', BACKLOG, resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
		traffic: () => ({ ...traffic }),
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** Judged when the request has arrived, answered when the delay is over. */
function answer(
	judge: Guard,
	request: IncomingMessage,
	body: Buffer,
	traffic: Traffic,
): (response: ServerResponse) => void {
	const { method = 'GET', url: target = '/', headers } = request;
	const { authorization } = headers;
	const json = { 'content-type': 'application/json' };
	if (!judge.accepts({ method, target, authorization, body })) {
		traffic.refused++;
		const challenge = judge.challenge();
		return (response) =>
			response.writeHead(401, { ...json, 'www-authenticate': challenge }).end(REFUSAL);
	}
	const text = orderEnvelope(
		body.length > 0
			? (JSON.parse(body.toString()) as { guid?: string })
			: { externalId: decodeURIComponent(target.slice(PATH_OF_ORDER.length)) },
	);
	return (response) => response.writeHead(200, json).end(text);
}

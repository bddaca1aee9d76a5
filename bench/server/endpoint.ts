import { createServer as createHttpServer } from 'http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'http';
import { createServer as createHttpsServer } from 'https';
import type { AddressInfo, Socket } from 'net';

import { createGuard, type Guard, type GuardName } from './guards';
import { createLoss, Shop, type Books, type Loss } from './shop';

export interface EndpointOptions {
	guard: GuardName;
	/** Milliseconds that every answer takes, a refusal's as well. */
	delayMs: number;
	/** PEM; served over https with it. */
	tls?: { key: string; cert: string };
	/** Connections that break in the place of an answer, to signed requests. */
	loss?: Loss;
	/** Most milliseconds, at random, that a request takes longer to arrive: they overtake each other. */
	jitterMs?: number;
	/** How long a nonce is good, by the clock that `advance` moves. */
	nonceLifetimeMs?: number;
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
	books(): Books;
	/** Moves the clock by which nonces grow old. */
	advance(ms: number): void;
	close(): Promise<void>;
}

const REFUSAL = JSON.stringify({ success: false, code: 401, message: 'Unauthorized' });
const BACKLOG = 4096;

/**
 * An API that knows every order and every customer, and takes orders; lean, so that a client's own
 * cost is what is measured.
 */
export async function openEndpoint(options: EndpointOptions): Promise<Endpoint> {
	const { guard, delayMs, tls, loss, jitterMs = 0, nonceLifetimeMs: lifetimeMs } = options;
	let ahead = 0;
	const judge = createGuard(guard, { now: () => Date.now() + ahead, lifetimeMs });
	const shop = new Shop();
	const isLost = loss ? createLoss(loss) : () => false;
	const traffic: Traffic = { requests: 0, connections: 0, mostInFlight: 0, refused: 0 };
	let inFlight = 0;
	const listener: RequestListener = (request, response) => {
		traffic.requests++;
		traffic.mostInFlight = Math.max(traffic.mostInFlight, ++inFlight);
		response.once('close', () => inFlight--);
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		const arrive = () => {
			const send = answer({ judge, shop, isLost, traffic }, request, Buffer.concat(chunks));
			if (delayMs === 0) send(response);
			else setTimeout(() => send(response), delayMs);
		};
		request.on('end', () => {
			if (jitterMs === 0) arrive();
			else setTimeout(arrive, Math.random() * jitterMs);
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
		books: () => shop.books(),
		advance(ms) {
			ahead += ms;
		},
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

interface Desk {
	judge: Guard;
	shop: Shop;
	isLost(key: string): boolean;
	traffic: Traffic;
}

/** Judged and carried out when the request has arrived, answered when the delay is over. */
function answer(
	{ judge, shop, isLost, traffic }: Desk,
	request: IncomingMessage,
	body: Buffer,
): (response: ServerResponse) => void {
	const { method = 'GET', url: target = '/', headers } = request;
	const { authorization } = headers;
	const json = { 'content-type': 'application/json' };
	const challenge = judge({ method, target, authorization, body });
	if (challenge) {
		traffic.refused++;
		return (response) =>
			response.writeHead(401, { ...json, 'www-authenticate': challenge }).end(REFUSAL);
	}
	const parsed: unknown = body.length > 0 ? JSON.parse(body.toString()) : undefined;
	const { status, text, key } = shop.answer({ method, target, body: parsed });
	if (isLost(key)) return (response) => response.destroy();
	return (response) => response.writeHead(status, json).end(text);
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Exchange {
	method: string;
	path: string;
	/** Of the request; undefined where it has none. */
	body: Record<string, unknown> | undefined;
	isSigned: boolean;
	answer: { status: number; json: Record<string, unknown> };
}

/** What the client gets instead: another answer, or none at all. */
export type Rewritten = { status?: number; json?: unknown; html?: string } | 'lost' | undefined;

export interface RewritingProxy {
	url: string;
	/** `METHOD /path` of every signed request, in order. */
	readonly signed: string[];
	close(): Promise<void>;
}

/**
 * An API of other manners: hands every request on to the real one, and lets a test put another answer
 * in the place of its answer, or lose it.
 *
 * @param rewrite undefined leaves the answer as it is
 */
export async function openRewritingProxy(
	target: string,
	rewrite: (exchange: Exchange) => Rewritten | Promise<Rewritten>,
): Promise<RewritingProxy> {
	const signed: string[] = [];
	const server = createServer((request, response) => {
		void (async () => {
			const exchange = await forward(target, request);
			if (exchange.isSigned) signed.push(`${exchange.method} ${exchange.path}`);
			const other = exchange.answer.status === 401 ? undefined : await rewrite(exchange);
			if (other === 'lost') {
				response.destroy();
				return;
			}
			const { headers } = exchange;
			response.writeHead(other?.status ?? exchange.answer.status, {
				...headers,
				...(other?.html === undefined ? {} : { 'content-type': 'text/html' }),
			});
			response.end(other?.html ?? JSON.stringify(other?.json ?? exchange.answer.json));
		})().catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, signed, close: async () => await end(server) };
}

const PASSED_ON = ['www-authenticate', 'authentication-info', 'content-type', 'retry-after'];

async function forward(
	target: string,
	request: IncomingMessage,
): Promise<Exchange & { headers: Record<string, string> }> {
	const { method = 'GET', url = '/' } = request;
	const sent = await buffer(request);
	const names = ['authorization', 'content-type', 'api-version', 'x-client-id', 'accept-language'];
	const answer = await fetch(`${target}${url}`, {
		method,
		headers: Object.fromEntries(
			names.flatMap((name) => {
				const value = request.headers[name];
				return typeof value === 'string' ? [[name, value]] : [];
			}),
		),
		body: sent.length === 0 ? undefined : sent,
	});
	return {
		method,
		path: url,
		body: sent.length === 0 ? undefined : JSON.parse(sent.toString()),
		isSigned: request.headers.authorization !== undefined,
		answer: { status: answer.status, json: (await answer.json()) as Record<string, unknown> },
		headers: Object.fromEntries(
			PASSED_ON.flatMap((name) => {
				const value = answer.headers.get(name);
				return value === null ? [] : [[name, value]];
			}),
		),
	};
}

async function end(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

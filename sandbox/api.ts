import { setTimeout as delay } from 'timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from './contract';
import type { Answer as BareAnswer } from './dialect/answers';
import { refusalInManner, successInManner } from './dialect/answers';
import type { Manners } from './dialect/manners';
import type { DigestGuard } from './digest/guard';
import type { Language } from './errors';
import { ApiError, chooseLanguage } from './errors';
import type { Fault, Faults } from './faults';
import type { Handler } from './handlers/call';
import type { Journal, JournalEntry } from './journal';
import { maskAuthorization, maskBody } from './journal';
import type { World } from './domain/world';
import type { Order } from './domain/orders';

export interface ApiContext {
	world: () => World;
	baseUrl: () => string;
	/** Where the API is another than the contract. */
	manners: Manners;
	guard: DigestGuard;
	faults: Faults;
	journal: Journal;
	pushOrder: (order: Order) => void;
	connectionOf: (request: FastifyRequest) => number;
	/** Ends every wait when the sandbox closes. */
	closing: AbortSignal;
}

interface Answer extends BareAnswer {
	headers?: Record<string, string | string[]>;
}

/** One request on its way through the sandbox. */
interface Exchange {
	context: ApiContext;
	operation: Operation | null;
	request: FastifyRequest;
	reply: FastifyReply;
	entry: JournalEntry;
	language: Language;
	body: Buffer;
}

/** What a body may name whose prices can be made to expire. */
interface Expirable {
	price_token?: unknown;
	cart_token?: unknown;
}

const EMPTY = Buffer.alloc(0);

/**
 * Answers a request to the API: Digest first, then what the contract says, then the handler.
 * Without an operation the answer is `missing`, for those who may know.
 */
export function createApiHandler(
	context: ApiContext,
	operation: Operation | null,
	handler: Handler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
	return async (request, reply) => {
		const exchange = open(context, operation, request, reply);
		const early = takeFault(exchange, true);
		if (early && (await interrupt(exchange, early))) return reply;

		if (!operation && context.manners.openRouting)
			return send(exchange, perform(exchange, handler));
		const auth = context.guard.check({
			method: request.method,
			target: request.originalUrl,
			authorization: request.headers.authorization,
			body: exchange.body,
		});
		if (!auth.ok) return challenge(exchange, auth.reason, auth.stale);
		if (operation) context.journal.countOperation(operation.operationId);
		reply.headers(auth.headers);

		const { latencyMs } = context.world().behaviour;
		if (latencyMs > 0) await wait(context, latencyMs);
		const fault = takeFault(exchange, false);
		if (fault && (await interrupt(exchange, fault))) return reply;
		const answer = perform(exchange, handler);
		if (fault?.kind.endsWith('After')) return spoil(exchange, fault, answer);
		return send(exchange, answer);
	};
}

function open(
	context: ApiContext,
	operation: Operation | null,
	request: FastifyRequest,
	reply: FastifyReply,
): Exchange {
	const body = Buffer.isBuffer(request.body) ? request.body : EMPTY;
	const entry: JournalEntry = {
		at: new Date(context.world().clock.now()).toISOString(),
		connection: context.connectionOf(request),
		method: request.method,
		url: request.originalUrl,
		operationId: operation?.operationId ?? null,
		authorization: maskAuthorization(request.headers.authorization),
		bodyBytes: body.length,
		body: body.length > 0 ? maskBody(parseJson(body)) : null,
		status: null,
		authFailure: null,
		fault: null,
	};
	context.journal.add(entry);
	const language = chooseLanguage(request.headers['accept-language']);
	return { context, operation, request, reply, entry, language, body };
}

function perform(exchange: Exchange, handler: Handler): Answer {
	const { context, operation, request, language } = exchange;
	try {
		const world = context.world();
		const body = readBody(exchange);
		const path = { ...(request.params as Record<string, string>) };
		const query = { ...(request.query as Record<string, unknown>) };
		const fields = operation?.checkRequest({ path, query, headers: request.headers, body }) ?? [];
		if (fields.length > 0) throw refusal(operation, fields, body, world);
		const { baseUrl, pushOrder, manners } = context;
		const channel = String(request.headers['x-client-id'] ?? '');
		const url = `${baseUrl()}${pathOf(request)}`;
		const data = handler({ world, path, query, body, channel, baseUrl: baseUrl(), url, pushOrder });
		const envelope = { data, success: true, code: 0, message: '' };
		judge(operation, { status: 200, body: envelope });
		return successInManner(manners, operation?.operationId ?? null, envelope);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		judge(operation, { status: error.status, body: error.envelope(language) });
		return refuse(exchange, error);
	}
}

/** A refusal in the manners of this API. */
function refuse({ context, language, body }: Exchange, error: ApiError): Answer {
	const asked = Object.keys(Object(parseJson(body)) as object).find((key) =>
		['guid', 'order_code', 'external_id'].includes(key),
	);
	return refusalInManner(context.manners, error, language, asked);
}

/** An answer that breaks our own contract is a bug of the sandbox and must be seen. */
function judge(operation: Operation | null, answer: Answer): void {
	const problem = operation?.checkResponse(answer.status, answer.body);
	if (problem) throw new Error(`${operation?.operationId} broke the contract: ${problem}`);
}

/** Buy names a case of its own: the customer is new and its details do not suffice. */
function refusal(
	operation: Operation | null,
	fields: ApiError['fields'],
	body: unknown,
	world: World,
): ApiError {
	const isNew = (): boolean => {
		const id = (body as { customer?: { external_id?: unknown } } | null)?.customer?.external_id;
		return typeof id === 'string' && id !== '' && !world.customers.find(id);
	};
	const onlyCustomer = fields.every(({ field }) => field.startsWith('customer.'));
	const kind =
		operation?.operationId === 'buyDigital' && onlyCustomer && isNew()
			? 'newCustomer'
			: 'parameter';
	return new ApiError(kind, fields);
}

function readBody({ body, request, operation }: Exchange): unknown {
	if (body.length === 0 || !operation) return undefined;
	const type = request.headers['content-type'] ?? '';
	const parsed = /^application\/json\s*(;|$)/i.test(type) ? parseJson(body) : undefined;
	if (parsed === undefined) {
		const en = 'must be JSON with Content-Type: application/json';
		const tr = 'Content-Type: application/json ile gönderilen JSON olmalıdır';
		throw new ApiError('parameter', [{ field: 'body', en, tr }]);
	}
	return parsed;
}

/** As the request had it, wherever the endpoint is in the contract. */
function pathOf(request: FastifyRequest): string {
	return request.originalUrl.split('?')[0] ?? '';
}

function parseJson(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

function challenge(
	exchange: Exchange,
	reason: NonNullable<JournalEntry['authFailure']>,
	stale: boolean,
): FastifyReply {
	const { context, entry, body } = exchange;
	entry.authFailure = reason;
	context.journal.countAuthFailure(reason, body.length);
	return send(exchange, {
		...refuse(exchange, new ApiError('unauthorized')),
		headers: {
			'www-authenticate': context.guard.challenge(stale),
			// Not part of the API: says what a developer got wrong.
			'x-sandbox-reason': reason,
		},
	});
}

function send({ reply, entry }: Exchange, { status, body, headers }: Answer): FastifyReply {
	entry.status = status;
	if (headers) reply.headers(headers);
	return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function takeFault({ context, operation, request, entry }: Exchange, early: boolean): Fault | null {
	const operationId = operation?.operationId ?? null;
	const subject = { method: request.method, path: pathOf(request), operationId };
	const fault = context.faults.take(subject, early);
	if (fault) entry.fault = fault.kind;
	return fault;
}

/** Does what a fault does before anything is committed; true when that ended the exchange. */
async function interrupt(exchange: Exchange, fault: Fault): Promise<boolean> {
	const { context, request, body } = exchange;
	switch (fault.kind) {
		case 'latency':
			await wait(context, fault.delayMs);
			return false;
		case 'priceTokenExpired': {
			const { price_token: token, cart_token: cart } = Object(parseJson(body)) as Expirable;
			if (typeof token === 'string') context.world().priceTokens.expire(token);
			if (typeof cart === 'string') context.world().shop.baskets.expire(cart);
			return false;
		}
		case 'staleNonce':
			context.guard.revoke(request.headers.authorization);
			challenge(exchange, 'forced', true);
			return true;
		case 'rateLimited':
			send(exchange, {
				...refuse(exchange, new ApiError('tooManyRequests')),
				headers: { 'retry-after': String(fault.retryAfterSeconds ?? 1) },
			});
			return true;
		default:
			if (!fault.kind.endsWith('Before')) return false;
			await breakAnswer(exchange, fault);
			return true;
	}
}

/** Everything was done; only the answer suffers. */
async function spoil(exchange: Exchange, fault: Fault, answer: Answer): Promise<FastifyReply> {
	const { reply, entry } = exchange;
	const text = JSON.stringify(answer.body);
	const half = text.slice(0, Math.floor(text.length / 2));
	if (fault.kind === 'truncatedJsonAfter') {
		entry.status = answer.status;
		return reply.code(answer.status).type('application/json; charset=utf-8').send(half);
	}
	if (fault.kind === 'cutBodyAfter') {
		entry.status = answer.status;
		reply.hijack();
		reply.raw.writeHead(answer.status, {
			'content-type': 'application/json; charset=utf-8',
			'content-length': Buffer.byteLength(text),
		});
		reply.raw.write(half, () => exchange.request.raw.socket.destroy());
		return reply;
	}
	await breakAnswer(exchange, fault);
	return reply;
}

/** Resets, hangs, gateway errors and pages where JSON should be. */
async function breakAnswer(exchange: Exchange, fault: Fault): Promise<void> {
	const { context, reply, entry } = exchange;
	const what = fault.kind.replace(/Before$|After$/, '');
	if (what === 'hang') await wait(context, fault.delayMs);
	if (what === 'reset' || what === 'hang') {
		reset(exchange);
		return;
	}
	const status = what === 'html' ? 200 : Number(what);
	entry.status = status;
	if (status === 503 && fault.retryAfterSeconds !== null) {
		reply.header('retry-after', String(fault.retryAfterSeconds));
	}
	const title = status === 200 ? 'Maintenance' : `${status} Gateway`;
	reply
		.code(status)
		.type('text/html; charset=utf-8')
		.send(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
}

function reset({ reply, request }: Exchange): void {
	reply.hijack();
	const { socket } = request.raw;
	// A TLS socket has no TCP handle of its own to reset.
	if ('encrypted' in socket) socket.destroy();
	else socket.resetAndDestroy();
}

/** Real time; ends at once when the sandbox closes. */
async function wait(context: ApiContext, ms: number): Promise<void> {
	await delay(ms, undefined, { signal: context.closing }).catch(() => undefined);
}

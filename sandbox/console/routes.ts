import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '../contract';
import type { Order, OrderStatus } from '../domain/orders';
import { ORDER_STATUSES } from '../domain/orders';
import { InsufficientFunds } from '../domain/wallets';
import type { World } from '../domain/world';
import { FAULT_KINDS } from '../faults';
import type { FaultKind } from '../faults';
import type { Sandbox } from '../index';
import { faultLabel } from './faultLabels';
import { Feed } from './feed';
import { refuseAction, refuseHost, refuseReader } from './guard';
import type { Refusal } from './guard';
import { PAGE, PAGE_HEADERS, readScript, readStyle } from './page';
import type { Signal } from './signal';
import { sectionViews } from './views';

export interface ConsoleContext {
	world: () => World;
	sandbox: () => Sandbox;
	/** Pushes an order as it is now. */
	pushOrder: (order: Order) => void;
	/** Raised when something may have changed. */
	changed: Signal;
	closing: AbortSignal;
}

/** A sentence for whoever pressed the button. */
interface Done {
	message: string;
}

class Refused extends Error {
	readonly statusCode = 409;
}

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
type JsonSchema = Record<string, unknown>;

const PATH = '/_console';

/** The page that shows what happens in the sandbox, with buttons. No login; this machine only. */
export function registerConsole(
	server: FastifyInstance,
	operations: readonly Operation[],
	context: ConsoleContext,
): void {
	const { changed, closing } = context;
	const views = sectionViews({ ...context, operations });
	const feed = new Feed(views, changed);
	closing.addEventListener('abort', () => feed.close(), { once: true });
	server.addHook('onResponse', async () => changed.raise());

	const anybody = { onRequest: guard(({ headers }) => refuseHost(headers)) };
	const reader = {
		onRequest: guard(({ headers, protocol }) => refuseReader(headers, protocol)),
	};
	const send = (reply: FastifyReply, type: string, text: string): FastifyReply =>
		reply.headers(PAGE_HEADERS).type(`${type}; charset=utf-8`).send(text);

	server.get('/', anybody, (_request, reply) => reply.redirect(PATH));
	server.get(PATH, anybody, (_request, reply) => send(reply, 'text/html', PAGE));
	server.get(`${PATH}/app.js`, anybody, async (_request, reply) =>
		send(reply, 'text/javascript', await readScript()),
	);
	server.get(`${PATH}/style.css`, anybody, async (_request, reply) =>
		send(reply, 'text/css', await readStyle()),
	);
	server.get(`${PATH}/events`, reader, (_request, reply) => {
		reply.hijack();
		feed.open(reply.raw, PAGE_HEADERS);
	});
	void server.register(actions(operations, context), { prefix: PATH });
}

/** The buttons. */
function actions(
	operations: readonly Operation[],
	{ sandbox, pushOrder, changed }: ConsoleContext,
): (server: FastifyInstance) => Promise<void> {
	return async (server) => {
		server.addContentTypeParser(
			'application/json',
			{ parseAs: 'string' },
			server.getDefaultJsonParser('error', 'error'),
		);
		server.addHook(
			'onRequest',
			guard(({ headers, protocol }) => refuseAction(headers, protocol)),
		);
		server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
			const isMistake = error instanceof RangeError || error instanceof TypeError;
			const status = error.statusCode ?? (isMistake ? 400 : 500);
			return reply.code(status).send({ error: error.message });
		});
		const button = <Body, Params = unknown>(
			path: string,
			properties: JsonSchema,
			press: (body: Body, params: Params) => Done,
		): void => {
			const required = Object.keys(properties);
			const body = { type: 'object', properties, required, additionalProperties: false };
			server.post(path, { schema: { body } }, (request) => {
				const done = press(request.body as Body, request.params as Params);
				changed.raise();
				return done;
			});
		};
		const find = (guid: string): Order => {
			const order = sandbox()
				.orders()
				.find((candidate) => candidate.guid === guid);
			if (order) return order;
			throw new Refused('This order is no longer there: the sandbox was started again');
		};

		button<object, { guid: string }>('/orders/:guid/push', {}, (_body, { guid }) => {
			const order = find(guid);
			if (sandbox().pushes.settings.url === null) {
				throw new Refused('Nothing was pushed: enter a webhook URL first');
			}
			pushOrder(order);
			return { message: `Order ${nameOf(order)} is being pushed as ${order.status}` };
		});
		button<{ status: OrderStatus | null }, { guid: string }>(
			'/orders/:guid/move',
			{ status: { enum: [...ORDER_STATUSES, null] } },
			({ status }, { guid }) => move(sandbox(), find(guid), status),
		);
		button<{ kind: FaultKind; operationId: string | null }>(
			'/faults',
			{
				kind: { enum: FAULT_KINDS },
				operationId: { enum: [...operations.map(({ operationId }) => operationId), null] },
			},
			({ kind, operationId }) => {
				sandbox().faults.add({ kind, ...(operationId ? { match: { operationId } } : {}) });
				return { message: `The next request meets: ${faultLabel(kind)}` };
			},
		);
		button('/faults/clear', {}, () => {
			sandbox().faults.clear();
			return { message: 'No request will fail' };
		});
		button<{ url: string | null }>('/webhook', { url: { type: ['string', 'null'] } }, ({ url }) => {
			if (url !== null && !URL.canParse(url)) throw new RangeError(`This is no URL: ${url}`);
			sandbox().pushes.setUrl(url);
			return { message: url === null ? 'Nothing is pushed any more' : `Pushes go to ${url}` };
		});
		button<{ stepMs: number | null }>(
			'/pace',
			{ stepMs: { type: ['number', 'null'], minimum: 0 } },
			({ stepMs }) => {
				sandbox().behaviour.stepMs = stepMs;
				const pace = stepMs === null ? 'only by hand' : `every ${stepMs / 1000} s`;
				return { message: `New orders move ${pace}` };
			},
		);
	};
}

/** Into a status, or without one into the next. */
function move(sandbox: Sandbox, order: Order, status: OrderStatus | null): Done {
	const before = order.status;
	try {
		sandbox.moveOrder(order.guid, status ?? undefined);
	} catch (error) {
		if (error instanceof InsufficientFunds) {
			throw new Refused('Not moved: what the order brought has been spent, so it cannot be undone');
		}
		throw error;
	}
	if (order.status === before) throw new Refused(`Order ${nameOf(order)} stays ${before}`);
	return { message: `Order ${nameOf(order)} is ${order.status}` };
}

function nameOf({ externalId, orderCode }: Order): string {
	return externalId ?? orderCode;
}

function guard(refuse: (request: FastifyRequest) => Refusal | null): Guard {
	return async (request, reply) => {
		const refusal = refuse(request);
		if (refusal) await reply.code(refusal.status).send({ error: refusal.error });
	};
}

import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import type { Socket } from 'net';
import type { ApiContext } from './api';
import { createApiHandler } from './api';
import type { Operation } from './contract';
import { LOST, contractTarget } from './dialect/routes';
import type { ControlContext } from './control';
import { registerControl } from './control';
import type { ConsoleContext } from './console/routes';
import { registerConsole } from './console/routes';
import { ApiError, chooseLanguage } from './errors';
import type { ErrorName } from './errors';
import type { Handler, Handlers } from './handlers/call';
import type { PagesContext } from './pages/routes';
import { registerPages } from './pages/routes';

/** Longer than the longest id of the contract (110), percent-encoded. */
const MAX_PARAMETER_LENGTH = 2000;

const notFound: Handler = () => {
	throw new ApiError('notFound');
};
const methodNotAllowed: Handler = () => {
	throw new ApiError('methodNotAllowed');
};

/** Puts the API, the browser pages and the control API on one server. */
export async function buildServer(
	operations: readonly Operation[],
	handlers: Handlers,
	context: ApiContext & PagesContext & ControlContext & ConsoleContext,
	https: { key: string; cert: string } | undefined,
): Promise<FastifyInstance> {
	const server = Fastify({
		...(https ? { https } : {}),
		routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
		exposeHeadRoutes: false,
		rewriteUrl: ({ method = '', url = '' }) => {
			const { paths } = context.manners;
			if (Object.keys(paths).length === 0) return url;
			return contractTarget(method, url, operations, paths);
		},
		// For the control API: a mistake is refused, not mended.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
		forceCloseConnections: true,
		frameworkErrors: (_error, request, reply) => {
			void (reply as unknown as FastifyReply).code(400).send(envelope('badRequest', request));
		},
	}) as unknown as FastifyInstance;
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
	server.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
		const status = error.statusCode ?? 500;
		const body = envelope(status < 500 ? 'badRequest' : 'internal', request);
		const message = `${body.message} ${error.message}`;
		return reply.code(status).send({ ...body, message });
	});

	mount(server, operations, handlers, context);
	await server.register(formbody).after();
	registerPages(server, context);
	registerConsole(server, operations, context);
	await server.register(registerControl(context), { prefix: '/_sandbox' });
	return server;
}

/** Throws when contract and handlers do not name the same operations. */
export function mount(
	server: FastifyInstance,
	operations: readonly Operation[],
	handlers: Handlers,
	context: ApiContext,
): void {
	const names = operations.map(({ operationId }) => operationId);
	const missing = names.filter((name) => !Object.hasOwn(handlers, name));
	const extra = Object.keys(handlers).filter((name) => !names.includes(name));
	if (missing.length > 0 || extra.length > 0) {
		throw new Error(
			`Contract and handlers differ. Without handler: ${missing.join(', ') || 'none'}. ` +
				`Not in the contract: ${extra.join(', ') || 'none'}.`,
		);
	}
	for (const operation of operations) {
		server.route({
			method: operation.method,
			url: routePath(operation),
			handler: createApiHandler(context, operation, handlers[operation.operationId] ?? notFound),
		});
	}
	const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
	const refuseMethod = createApiHandler(context, null, methodNotAllowed);
	server.route({ method: methods, url: LOST.methodNotAllowed, handler: refuseMethod });
	const byPath = new Map<string, Set<string>>();
	for (const operation of operations) {
		const path = routePath(operation);
		byPath.set(path, (byPath.get(path) ?? new Set<string>()).add(operation.method));
	}
	for (const [path, known] of byPath) {
		const others = methods.filter(
			(name) => !known.has(name) && !operations.some((other) => reaches(other, name, path)),
		);
		server.route({ method: others, url: path, handler: refuseMethod });
	}
	server.setNotFoundHandler(createApiHandler(context, null, notFound));
}

/** Numbers the connections of a server as they come in. */
export function trackConnections(
	server: FastifyInstance,
	onConnection: () => void,
): (request: FastifyRequest) => number {
	const numbers = new WeakMap<object, number>();
	let count = 0;
	const number = (socket: object): number => {
		const known = numbers.get(socket);
		if (known !== undefined) return known;
		numbers.set(socket, ++count);
		return count;
	};
	const isTls = 'setSecureContext' in server.server;
	server.server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
		number(socket);
		onConnection();
	});
	return (request) => number(request.raw.socket);
}

function routePath({ path }: Operation): string {
	return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Whether a path is also one of another operation's: a customer may be called "address". */
function reaches(operation: Operation, method: string, path: string): boolean {
	const pattern = `^${operation.path.replace(/\{\w+\}/g, '[^/:]+')}$`;
	return operation.method === method && new RegExp(pattern).test(path);
}

function envelope(kind: ErrorName, request: FastifyRequest): ReturnType<ApiError['envelope']> {
	return new ApiError(kind).envelope(chooseLanguage(request.headers['accept-language']));
}

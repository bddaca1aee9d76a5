import type { FastifyInstance } from 'fastify';
import { isThisMachine } from './console/guard';
import { body } from './control-body';
import { COMPANY_CUSTOMERS, ERROR_FORMS, UNKNOWN_ORDER_ANSWERS } from './dialect/manners';
import type { Manners } from './dialect/manners';
import { DIALECT_NAMES } from './dialect/presets';
import type { DialectName } from './dialect/presets';
import type { DigestOptions } from './digest/guard';
import { ALGORITHMS } from './digest/header';
import { ORDER_STATUSES } from './domain/orders';
import type { OrderStatus } from './domain/orders';
import type { Behaviour } from './domain/world';
import { FAULT_KINDS } from './faults';
import type { FaultPlanOptions, FaultRule } from './faults';
import type { Sandbox } from './index';
import { registerShopControl } from './shop-control';
import type { PushSettings } from './push';

export interface ControlContext {
	sandbox: () => Sandbox;
}

const boolean = { type: 'boolean' };
const string = { type: 'string' };
const notNegative = { type: 'number', minimum: 0 };
const count = { type: 'integer', minimum: 1 };
const probability = { type: 'number', minimum: 0, maximum: 1 };

const match = {
	type: 'object',
	properties: { method: string, operationId: string, pathPrefix: string },
	additionalProperties: false,
};

const RATES = {
	type: 'object',
	properties: { charge: notNegative, minting: notNegative, storage: notNegative, vat: notNegative },
	required: ['charge', 'minting', 'storage', 'vat'],
	additionalProperties: false,
};

const BEHAVIOUR = body({
	stepMs: { type: ['number', 'null'], minimum: 0 },
	lookupDelayMs: notNegative,
	reusablePriceTokens: boolean,
	priceTokenTtlSeconds: count,
	rejectDuplicateExternalId: boolean,
	rejectCompletedBaskets: boolean,
	walletRates: RATES,
	requireApprovedKyc: boolean,
	kycApprovalMs: notNegative,
	latencyMs: notNegative,
	currency: { enum: ['TRY', 'USD', 'EUR', 'GBP'] },
} satisfies Record<keyof Behaviour, unknown>);

const WEBHOOK = body({
	url: { type: ['string', 'null'] },
	envelope: boolean,
	headers: { type: 'object', additionalProperties: string },
	attempts: count,
	backOffMs: notNegative,
	timeoutMs: count,
	duplicateRate: probability,
	outOfOrderRate: probability,
	dropRate: probability,
	concurrentPerOrder: boolean,
} satisfies Record<keyof PushSettings, unknown>);

const FAULT = body(
	{
		kind: { enum: FAULT_KINDS },
		match,
		times: count,
		skip: { type: 'integer', minimum: 0 },
		beforeAuth: boolean,
		delayMs: notNegative,
		retryAfterSeconds: notNegative,
	} satisfies Record<keyof FaultRule, unknown>,
	['kind'],
);

const PLAN = body(
	{
		seed: { type: 'integer' },
		rate: probability,
		kinds: { type: 'array', items: { enum: FAULT_KINDS }, minItems: 1 },
		match,
		delayMs: notNegative,
		retryAfterSeconds: notNegative,
	} satisfies Record<keyof FaultPlanOptions, unknown>,
	['seed', 'rate', 'kinds'],
);

/** All but what a nonce of before would no longer fit: user name, password and realm. */
type ChangeableDigest = Omit<DigestOptions, 'username' | 'password' | 'realm'>;

const DIGEST = body({
	algorithms: { type: 'array', items: { enum: ALGORITHMS }, minItems: 1 },
	qop: { type: 'array', items: { enum: ['auth', 'auth-int'] } },
	nonceLifetimeMs: notNegative,
	nonceMaxUses: count,
	nonceCount: { enum: ['strict', 'window', 'ignored'] },
	nextNonce: boolean,
	userhash: boolean,
	challenges: { enum: ['separate', 'joined'] },
} satisfies Record<keyof ChangeableDigest, unknown>);

const names = { type: 'object', additionalProperties: string };

const MANNERS = body({
	paths: names,
	openRouting: boolean,
	renamedFields: names,
	errors: { enum: ERROR_FORMS },
	unknownOrder: { enum: UNKNOWN_ORDER_ANSWERS },
	companyCustomer: { enum: COMPANY_CUSTOMERS },
	gramDecimals: { type: ['integer', 'null'], minimum: 0, maximum: 4 },
	lists: { enum: ['array', 'object'] },
	numbers: { enum: ['number', 'string'] },
} satisfies Record<keyof Manners, unknown>);

const DIALECT = body({ names: { type: 'array', items: { enum: DIALECT_NAMES } } }, ['names']);

const CLOCK = body({ advanceMs: notNegative, frozen: boolean });
const RESET = body({ seed: { type: 'integer' } });
const MOVE = body({ status: { enum: ORDER_STATUSES } });
const PRICES = body({
	frozen: boolean,
	spot: { type: 'object', additionalProperties: { type: ['number', 'null'] } },
});
const BALANCES = body(
	{ owner: string, set: { type: 'object', additionalProperties: notNegative } },
	['owner', 'set'],
);

/**
 * What tests and demos in other processes steer the sandbox with: JSON, without Digest. The server
 * listens on loopback only; web pages, which name their origin, are kept out.
 */
export function registerControl({
	sandbox,
}: ControlContext): (server: FastifyInstance) => Promise<void> {
	return async (server) => {
		server.addContentTypeParser(
			'application/json',
			{ parseAs: 'string' },
			(_request, text, done) => {
				try {
					done(null, text === '' ? {} : JSON.parse(String(text)));
				} catch {
					done(Object.assign(new Error('The body is not JSON'), { statusCode: 400 }));
				}
			},
		);
		server.addHook('onRequest', async (request, reply) => {
			const { host, origin } = request.headers;
			if (origin === undefined && isThisMachine(host ?? '')) return;
			await reply.code(403).send({ error: 'Not for web pages and other machines' });
		});
		server.addHook('preValidation', async (request, reply) => {
			request.body ??= {};
			if (!Buffer.isBuffer(request.body)) return;
			await reply.code(415).send({ error: 'Send Content-Type: application/json' });
		});
		server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
			const isMistake = error instanceof RangeError || error instanceof TypeError;
			const status = error.statusCode ?? ('status' in error ? 404 : isMistake ? 400 : 500);
			return reply.code(status).send({ error: error.message });
		});

		server.get('/state', () => sandbox().state());
		server.get('/counters', () => sandbox().counters());
		server.delete('/counters', () => {
			sandbox().resetCounters();
			return sandbox().counters();
		});
		server.get('/requests', () => sandbox().requests());
		server.get('/pushes', () => sandbox().pushes.journal());

		server.post<{ Body: { seed?: number } }>('/reset', { schema: RESET }, (request) => {
			sandbox().reset(request.body.seed);
			return { seed: sandbox().seed };
		});
		server.post<{ Body: { advanceMs?: number; frozen?: boolean } }>(
			'/clock',
			{ schema: CLOCK },
			(request) => {
				const { clock } = sandbox();
				const { frozen, advanceMs } = request.body;
				if (frozen === true) clock.freeze();
				if (advanceMs !== undefined) clock.advance(advanceMs);
				if (frozen === false) clock.resume();
				return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
			},
		);
		server.patch<{ Body: Partial<Behaviour> }>('/behaviour', { schema: BEHAVIOUR }, (request) =>
			Object.assign(sandbox().behaviour, request.body),
		);
		server.patch<{ Body: Partial<ChangeableDigest> }>('/digest', { schema: DIGEST }, (request) => {
			Object.assign(sandbox().digest, request.body);
			return settings(sandbox()).digest;
		});
		server.patch<{ Body: Partial<Manners> }>('/manners', { schema: MANNERS }, (request) => {
			sandbox().setManners(request.body);
			return sandbox().manners;
		});
		server.get('/dialect', () => ({ known: DIALECT_NAMES, ...settings(sandbox()) }));
		server.put<{ Body: { names: DialectName[] } }>('/dialect', { schema: DIALECT }, (request) => {
			sandbox().speak(request.body.names);
			return settings(sandbox());
		});
		server.patch<{ Body: Partial<PushSettings> }>('/webhook', { schema: WEBHOOK }, (request) => {
			const { url, ...settings } = request.body;
			const { pushes } = sandbox();
			if (url !== undefined) pushes.setUrl(url);
			const { headers, ...shown } = Object.assign(pushes.settings, settings);
			// A header may hold a shared secret.
			return { ...shown, headers: Object.keys(headers) };
		});
		server.post<{ Body: { frozen?: boolean; spot?: Record<string, number | null> } }>(
			'/prices',
			{ schema: PRICES },
			(request) => {
				sandbox().setPrices(request.body);
				return request.body;
			},
		);
		server.post<{ Body: { owner: string; set: Record<string, number> } }>(
			'/balances',
			{ schema: BALANCES },
			(request) => {
				const { owner, set } = request.body;
				for (const [code, amount] of Object.entries(set)) sandbox().setBalance(owner, code, amount);
				return { owner, set };
			},
		);
		server.post<{ Body: { status?: OrderStatus }; Params: { reference: string } }>(
			'/orders/:reference/move',
			{ schema: MOVE },
			(request) => {
				const { reference } = request.params;
				const { guid, status } = sandbox().moveOrder(reference, request.body.status);
				return { guid, status };
			},
		);

		registerShopControl(server, sandbox);

		server.get('/faults', () => faultState(sandbox()));
		server.post<{ Body: FaultRule }>('/faults', { schema: FAULT }, (request) => {
			sandbox().faults.add(request.body);
			return faultState(sandbox());
		});
		server.put<{ Body: FaultPlanOptions }>('/faults/plan', { schema: PLAN }, (request) => {
			sandbox().faults.setPlan(request.body);
			return faultState(sandbox());
		});
		server.delete('/faults', () => {
			sandbox().faults.clear();
			return faultState(sandbox());
		});
	};
}

/** All that a dialect may change; the password stays here. */
function settings({ digest, behaviour, manners }: Sandbox): Record<string, unknown> {
	const { password: _password, ...shown } = digest;
	return { digest: shown, behaviour, manners };
}

function faultState({ faults }: Sandbox): unknown {
	return { pending: faults.pending(), struck: faults.struck() };
}

import { sleep, type ICredentialDataDecryptedObject, type IWebhookFunctions } from 'n8n-workflow';
import { MintedApi } from '../../minted/client/api';
import {
	baseUrlOf,
	environmentName,
	readSettings,
	type ConnectionSettings,
} from '../../minted/client/connection';
import { DigestSessionPool } from '../../minted/digest/pool';
import { AdaptiveLimiter, DEFAULT_LIMITS } from '../../minted/client/limiter';
import { OrderLedger } from '../../minted/orders/placeOnce';
import type { Clock } from '../../minted/client/retry';
import { textOf } from '../../minted/values';
import { createSendHttp, CREDENTIAL_TYPE, type RequestContext } from './sendHttp';

/** A clock that nobody sets: what it measures must not end early because the time of day was corrected. */
export const clock: Clock = {
	now: () => performance.timeOrigin + performance.now(),
	sleep,
	random: Math.random,
};

/** Shared by every workflow and node of the process: nonces belong to the account. */
const sessions = new DigestSessionPool(clock);
/** Shared in the same way: so do attempts. */
export const ledger = new OrderLedger();

const limiters = new Map<string, AdaptiveLimiter>();

export interface ApiOptions {
	/** How long reads are repeated after a passing failure. */
	retryForMs?: number;
	/** For each single request. */
	timeoutMs?: number;
	/** Ends what only reads, and keeps the rest from being sent. */
	signal?: AbortSignal;
	/** What one run reads once for all its items. */
	memory?: Map<string, Promise<unknown>>;
}

export interface Connection {
	settings: ConnectionSettings;
	/** "staging", "production" or the custom address, for messages. */
	environment: string;
	/** Values that no message may contain. */
	secrets: string[];
	webhookSecret: string;
	api(options?: ApiOptions): MintedApi;
}

const MAX_TRIES = 8;
const RETRY_FOR_MS = 30_000;

/**
 * Reads the credential and opens the API with it.
 *
 * @throws ConnectionSettingsError, and what n8n throws for a credential that is missing
 */
export async function connect(context: RequestContext): Promise<Connection> {
	return open(context, await context.getCredentials(CREDENTIAL_TYPE));
}

/** How long a trigger goes by what it read of its credential. */
const CREDENTIAL_MS = 5_000;
const MOST_CREDENTIALS = 200;

interface ReadCredential {
	credentials: Promise<ICredentialDataDecryptedObject>;
	at: number;
}

const readLately = new Map<string, ReadCredential>();

/**
 * The same for a trigger that is called for every push. For each reading of a credential n8n sets up
 * an isolated expression engine, which costs more than all else of a push; so a published trigger
 * reads its own anew after five seconds only, and a change takes that long to be seen.
 */
export async function connectTrigger(context: IWebhookFunctions): Promise<Connection> {
	if (context.getMode() === 'manual') return await connect(context);
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const known = readLately.get(key);
	if (known !== undefined && clock.now() - known.at < CREDENTIAL_MS) {
		return open(context, await known.credentials);
	}
	if (readLately.size >= MOST_CREDENTIALS) readLately.clear();
	const credentials = context.getCredentials(CREDENTIAL_TYPE);
	readLately.set(key, { credentials, at: clock.now() });
	credentials.catch(() => readLately.delete(key));
	return open(context, await credentials);
}

function open(context: RequestContext, credentials: ICredentialDataDecryptedObject): Connection {
	const settings = readSettings(credentials);
	const send = createSendHttp(context, credentials);
	const webhookSecret = textOf(credentials.webhookSecret);
	let limiter: AdaptiveLimiter | undefined;
	return {
		settings,
		environment: environmentName(settings),
		secrets: [settings.password, webhookSecret],
		webhookSecret,
		api: ({ retryForMs = RETRY_FOR_MS, timeoutMs, signal, memory } = {}) =>
			new MintedApi({
				settings,
				limiter: (limiter ??= limiterOf(settings)),
				send,
				pool: sessions,
				clock,
				retry: { maxTries: MAX_TRIES, budgetMs: retryForMs },
				timeoutMs,
				signal,
				memory,
			}),
	};
}

const MOST_LIMITERS = 200;

/** One for each account and address, so that ten workflows at once do not multiply the load. */
function limiterOf(settings: ConnectionSettings): AdaptiveLimiter {
	const key = JSON.stringify([baseUrlOf(settings), settings.username]);
	const known = limiters.get(key);
	if (known) return known;
	if (limiters.size >= MOST_LIMITERS) limiters.clear();
	const limiter = new AdaptiveLimiter(DEFAULT_LIMITS, clock);
	limiters.set(key, limiter);
	return limiter;
}

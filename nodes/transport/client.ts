import { sleep, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { MintedApi } from '../../minted/api';
import { environmentName, readSettings, type ConnectionSettings } from '../../minted/connection';
import { DigestSessionPool } from '../../minted/digest';
import { OrderLedger } from '../../minted/orders/ledger';
import type { Clock } from '../../minted/retry';
import { createSendHttp, CREDENTIAL_TYPE, type RequestContext } from './sendHttp';

/** Shared by every workflow and node of the process: nonces and attempts belong to the account. */
export const sessions = new DigestSessionPool();
export const ledger = new OrderLedger();

export const clock: Clock = { now: Date.now, sleep, random: Math.random };

export interface ApiOptions {
	/** How long reads are repeated after a passing failure. */
	retryForMs?: number;
	/** For each single request. */
	timeoutMs?: number;
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

/** Reads the credential and opens the API with it. */
export async function connect(context: RequestContext): Promise<Connection> {
	const credentials = await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL_TYPE);
	const settings = readSettings(credentials);
	const send = createSendHttp(context, credentials);
	const webhookSecret = String(credentials.webhookSecret ?? '');
	return {
		settings,
		environment: environmentName(settings),
		secrets: [settings.password, webhookSecret],
		webhookSecret,
		api: ({ retryForMs = RETRY_FOR_MS, timeoutMs } = {}) =>
			new MintedApi({
				settings,
				send,
				pool: sessions,
				clock,
				retry: { maxTries: MAX_TRIES, budgetMs: retryForMs },
				timeoutMs,
			}),
	};
}

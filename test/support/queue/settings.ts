import type { Postgres, Redis } from './services';

export interface QueueSettings {
	redis: Pick<Redis, 'host' | 'port' | 'password'>;
	postgres: Pick<Postgres, 'host' | 'port' | 'user' | 'password' | 'database'>;
	encryptionKey: string;
}

/** What every process of one n8n in queue mode is told; `deploy/` tells its containers the same. */
export function queueEnvironment(settings: QueueSettings): Record<string, string> {
	const { redis, postgres, encryptionKey } = settings;
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: encryptionKey,
		// Pushes are the webhook processor's alone, so that the editor's load never delays one.
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		// With n8n's 2, a burst of pushes waits for connections, and is answered 500 after 20 s.
		DB_POSTGRESDB_POOL_SIZE: '10',
		// A ping that waits behind a burst for more than n8n's 5 s makes it drop all connections.
		DB_PING_TIMEOUT_MS: '20000',
		// A folder of one process is not seen by the others.
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		N8N_METRICS: 'true',
		N8N_METRICS_INCLUDE_QUEUE_METRICS: 'true',
	};
}

/**
 * A worker that died is noticed when its lock has run out; n8n's own 60 s and 30 s would make a test
 * wait for minutes.
 */
export const QUICK_STALL_DETECTION = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

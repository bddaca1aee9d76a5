import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { OnCleanup } from '../../../harness/cleanup';
import { createSandboxCredential } from '../../../harness/connected';
import { N8nClient } from '../../../harness/n8n/client';
import type { N8nRuntime } from '../../../harness/n8n/install';
import { newOwner, temporaryFolder } from '../../../harness/n8n/open';
import { installPackage, linkPackage } from '../../../harness/n8n/pack';
import { startN8n, type N8nServer } from '../../../harness/n8n/server';
import type { N8nRole } from '../../../harness/n8n/settings';
import type { StoredCredential } from '../../../harness/workflows';
import type { Progress } from '../../../harness/progress';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { proofSeed } from '../proof';
import { checkPrograms, startPostgres, startRedis, type Postgres } from './services';
import { queueEnvironment, QUICK_STALL_DETECTION } from './settings';

/** n8n advises 5 at least; few, so that the number of workers is what counts. */
export const WORKER_CONCURRENCY = 5;

export interface ClusterOptions {
	runtime: N8nRuntime;
	progress: Progress;
	/** Called as soon as something is to be undone; the last first. */
	onCleanup: OnCleanup;
}

/** One n8n in queue mode: main, a webhook processor and workers on Redis and PostgreSQL. */
export interface Cluster {
	sandbox: Sandbox;
	postgres: Postgres;
	main: N8nServer;
	webhook: N8nServer;
	/** In the order in which they were started; some may not run. */
	workers: N8nServer[];
	client: N8nClient;
	credential: StoredCredential;
	/** Starts and stops workers until the first so many of them run. */
	runWorkers(count: number): Promise<void>;
	/** A worker beside those, which takes one execution at a time. */
	startSingleWorker(name: string): Promise<N8nServer>;
}

/** Starts everything that queue mode takes, with the packed package in every process. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
	const { runtime, progress, onCleanup } = options;
	checkPrograms();
	const folder = await temporaryFolder('queue', onCleanup);
	const sandbox = await startSandbox({
		seed: proofSeed,
		behaviour: { stepMs: null },
		journalSize: 100_000,
	});
	onCleanup(async () => await sandbox.close());
	const [redis, postgres] = await progress.step('Starting Redis and PostgreSQL', async () => {
		const cache = await startRedis();
		onCleanup(async () => await cache.stop());
		const database = await startPostgres();
		onCleanup(async () => await database.stop());
		return [cache, database];
	});

	const environment = {
		...queueEnvironment({
			redis,
			postgres,
			encryptionKey: randomBytes(24).toString('base64'),
		}),
		...QUICK_STALL_DETECTION,
	};
	const installed = await installPackage(join(folder, 'installed'));
	const start = async (role: N8nRole, name: string, concurrency?: number): Promise<N8nServer> => {
		const userFolder = join(folder, name);
		await mkdir(userFolder);
		await linkPackage(installed, userFolder);
		const server = await startN8n({ runtime, userFolder, role, concurrency, env: environment });
		onCleanup(async () => await server.stop());
		return server;
	};
	// The main process makes the tables that the others expect.
	const main = await progress.step('Starting the main process', () => start('main', 'main'));
	const webhook = await progress.step('Starting the webhook processor', () =>
		start('webhook', 'webhook'),
	);

	const client = new N8nClient(main);
	await client.setUpOwner(newOwner());
	const credential = await createSandboxCredential(client, sandbox);

	const workers: N8nServer[] = [];
	const runWorkers = async (count: number): Promise<void> => {
		while (workers.length < count) {
			workers.push(await start('worker', `worker-${workers.length + 1}`, WORKER_CONCURRENCY));
		}
		for (const worker of workers.slice(0, count)) if (!worker.isRunning()) await worker.restart();
		for (const worker of workers.slice(count)) await worker.stop();
	};
	return {
		...{ sandbox, postgres, main, webhook, workers },
		...{ client, credential, runWorkers },
		startSingleWorker: async (name) => await start('worker', name, 1),
	};
}

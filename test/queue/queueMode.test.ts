import { join } from 'path';

import { buildIfNeeded } from '../../harness/build';
import { ensureN8n } from '../../harness/n8n/install';
import { createProgress } from '../../harness/progress';
import { startCluster } from '../support/queue/cluster';
import { buyWorkflow, PUSHES_TABLE, pushWorkflow } from '../support/queue/workflows';
import { buysSuite } from './suites/buys';
import { killSuite } from './suites/kill';
import { monitoringSuite } from './suites/monitoring';
import { pushesSuite } from './suites/pushes';
import { throughputSuite } from './suites/throughput';
import type { QueueWorld } from './world';

const ROOT = join(__dirname, '..', '..');
/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const TEST_TIMEOUT_MS = 15 * 60_000;

jest.setTimeout(TEST_TIMEOUT_MS);

/** One n8n in queue mode for all suites; each leaves the two workers running that it found. */
describe('n8n in queue mode', () => {
	let queueWorld: QueueWorld;
	const cleanups: Array<() => Promise<void>> = [];
	const progress = createProgress((line) => process.stderr.write(`${line}\n`));

	beforeAll(async () => {
		await buildIfNeeded(ROOT, progress);
		const runtime = await ensureN8n({ progress });
		const cluster = await startCluster({
			root: ROOT,
			runtime,
			progress,
			onCleanup: (cleanup) => cleanups.push(cleanup),
		});
		const { client, credential } = cluster;
		const table = await client.createDataTable(PUSHES_TABLE.name, { ...PUSHES_TABLE.columns });
		const publish = async (workflow: Parameters<typeof client.createWorkflow>[0]) => {
			const { id } = await client.createWorkflow(workflow);
			return await client.publishWorkflow(id);
		};
		const buying = await publish(buyWorkflow(credential));
		const pushed = await publish(pushWorkflow(credential));
		await progress.step('Starting two workers', async () => await cluster.runWorkers(2));
		queueWorld = { cluster, buying, pushed, tableId: table.id };
	}, START_TIMEOUT_MS);

	afterAll(async () => {
		for (const cleanup of cleanups.reverse()) await cleanup();
	}, TEST_TIMEOUT_MS);

	const world = () => queueWorld;
	buysSuite(world);
	pushesSuite(world);
	killSuite(world);
	throughputSuite(world);
	monitoringSuite(world);
});

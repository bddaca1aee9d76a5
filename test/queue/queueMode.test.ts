import { Cleanups } from '../../harness/cleanup';
import { prepare } from '../../harness/prepare';
import { stderrProgress as progress } from '../../harness/progress';
import { startCluster } from '../support/queue/cluster';
import { buyWorkflow, PUSHES_TABLE, pushWorkflow } from '../support/queue/workflows';
import { buysSuite } from './suites/buys';
import { killSuite } from './suites/kill';
import { monitoringSuite } from './suites/monitoring';
import { onceSuite } from './suites/once';
import { pushesSuite } from './suites/pushes';
import { throughputSuite } from './suites/throughput';
import type { QueueWorld } from './world';

/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const TEST_TIMEOUT_MS = 15 * 60_000;

jest.setTimeout(TEST_TIMEOUT_MS);

/** One n8n in queue mode for all suites; each leaves the two workers running that it found. */
describe('n8n in queue mode', () => {
	let queueWorld: QueueWorld;
	const cleanups = new Cleanups();

	beforeAll(async () => {
		const runtime = await prepare(progress);
		const cluster = await startCluster({ runtime, progress, onCleanup: cleanups.add });
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

	afterAll(cleanups.run, TEST_TIMEOUT_MS);

	const world = () => queueWorld;
	buysSuite(world);
	pushesSuite(world);
	killSuite(world);
	throughputSuite(world);
	monitoringSuite(world);
	onceSuite(world);
});

import { join } from 'path';

import { buildIfNeeded } from '../../harness/build';
import { ensureN8n } from '../../harness/n8n/install';
import { startPlayground, type Playground } from '../../harness/playground';
import { createProgress } from '../../harness/progress';
import { balanceSuite } from './suites/balance';
import { credentialSuite } from './suites/credential';
import { examplesSuite } from './suites/examples';
import { httpRequestSuite } from './suites/httpRequest';
import { operationsSuite } from './suites/operations';
import { pushesSuite } from './suites/pushes';
import { restartSuite } from './suites/restart';

const ROOT = join(__dirname, '..', '..');
/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const TEST_TIMEOUT_MS = 120_000;

jest.setTimeout(TEST_TIMEOUT_MS);

/** One n8n for all suites: what the earlier ones did is there for the later ones, as in a user's. */
describe('In a real n8n', () => {
	let playground: Playground;
	const cleanups: Array<() => Promise<void>> = [];

	beforeAll(async () => {
		const progress = createProgress((line) => process.stderr.write(`${line}\n`));
		await buildIfNeeded(ROOT, progress);
		const runtime = await ensureN8n({ progress });
		playground = await startPlayground({
			root: ROOT,
			runtime,
			progress,
			onCleanup: (cleanup) => cleanups.push(cleanup),
		});
	}, START_TIMEOUT_MS);

	afterAll(async () => {
		for (const cleanup of cleanups.reverse()) await cleanup();
	});

	const world = () => playground;
	credentialSuite(world);
	httpRequestSuite(world);
	examplesSuite(world, ROOT);
	operationsSuite(world);
	pushesSuite(world);
	restartSuite(world);
	balanceSuite(world);
});

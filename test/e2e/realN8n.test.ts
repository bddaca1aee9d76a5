import { Cleanups } from '../../harness/cleanup';
import { startPlayground, type Playground } from '../../harness/playground';
import { prepare } from '../../harness/prepare';
import { stderrProgress } from '../../harness/progress';
import { balanceSuite } from './suites/balance';
import { credentialSuite } from './suites/credential';
import { examplesSuite } from './suites/examples';
import { httpRequestSuite } from './suites/httpRequest';
import { operationsSuite } from './suites/operations';
import { pushesSuite } from './suites/pushes';
import { restartSuite } from './suites/restart';

/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const TEST_TIMEOUT_MS = 120_000;

jest.setTimeout(TEST_TIMEOUT_MS);

/** One n8n for all suites: what the earlier ones did is there for the later ones, as in a user's. */
describe('In a real n8n', () => {
	let playground: Playground;
	const cleanups = new Cleanups();

	beforeAll(async () => {
		playground = await startPlayground({
			runtime: await prepare(stderrProgress),
			progress: stderrProgress,
			onCleanup: cleanups.add,
		});
	}, START_TIMEOUT_MS);

	afterAll(cleanups.run);

	const world = () => playground;
	credentialSuite(world);
	httpRequestSuite(world);
	examplesSuite(world);
	operationsSuite(world);
	pushesSuite(world);
	restartSuite(world);
	balanceSuite(world);
});

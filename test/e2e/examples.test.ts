import { readFile } from 'fs/promises';
import { join } from 'path';

import { readExamples } from '../../harness/examples';
import { startDestinations, type Destinations } from '../support/destinations/world';
import { basketsSuite } from './suites/destinations/baskets';
import { buyingSuite } from './suites/destinations/buying';
import { pushedOrdersSuite } from './suites/destinations/pushedOrders';
import { reportsSuite } from './suites/destinations/reports';
import { ONCE_EXAMPLE } from '../support/queue/onceWorkflow';
import { EXECUTED } from './suites/examples';

const ROOT = join(__dirname, '..', '..');

/** In test/agents, with a scripted model. */
const EXECUTED_BY_AGENTS = ['savings-assistant'];

/** As n8n describes its nodes. */
interface NodeType {
	name: string;
	version: number | number[];
}

/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const TEST_TIMEOUT_MS = 120_000;

jest.setTimeout(TEST_TIMEOUT_MS);

/**
 * Examples that end outside n8n. Email goes through a real SMTP server; the other services are
 * stand-ins behind a proxy, which lets nothing out.
 */
describe('Examples and their destinations', () => {
	let destinations: Destinations;

	beforeAll(async () => {
		destinations = await startDestinations();
	}, START_TIMEOUT_MS);

	afterAll(async () => await destinations?.close());

	const world = () => destinations;
	pushedOrdersSuite(world);
	buyingSuite(world);
	reportsSuite(world);
	basketsSuite(world);

	it('are all executed: here, with those that need no other account, in queue mode, or by agents', () => {
		const elsewhere = [...EXECUTED, ...EXECUTED_BY_AGENTS, ONCE_EXAMPLE];
		const executed = new Set([...destinations.imported, ...elsewhere]);
		expect([...executed].sort()).toEqual(
			readExamples(ROOT)
				.map(({ slug }) => slug)
				.sort(),
		);
	});

	it('use only nodes that this n8n has, in versions that it has', async () => {
		const { folder } = destinations.runtime;
		const file = join(folder, 'node_modules', 'n8n-nodes-base', 'dist', 'types', 'nodes.json');
		const known = JSON.parse(await readFile(file, 'utf8')) as NodeType[];
		const has = (type: string, version: number) =>
			known.some(
				(node) =>
					// n8n makes a node that asks a person out of one that can wait for an answer.
					`n8n-nodes-base.${node.name}` === type.replace(/HitlTool$/, '') &&
					[node.version].flat().includes(version),
			);
		const missing = readExamples(ROOT).flatMap(({ slug, workflow }) =>
			workflow.nodes
				.filter(({ type }) => type.startsWith('n8n-nodes-base.'))
				.filter(({ type, typeVersion }) => !has(type, typeVersion))
				.map(({ type, typeVersion }) => `${slug}: ${type} ${typeVersion}`),
		);
		expect(missing).toEqual([]);
	});

	it('called nobody but the stand-ins, and nothing that these do not know', () => {
		expect(destinations.proxy.refused).toEqual([]);
		expect(destinations.proxy.unknown).toEqual([]);
	});
});

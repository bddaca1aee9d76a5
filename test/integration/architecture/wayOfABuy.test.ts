import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join, relative } from 'node:path';
import { byId, openShop, startWorker } from '../../support/inProcess';

const ROOT = join(__dirname, '..', '..', '..');
const DIST = join(ROOT, 'dist');
const MOST_FILES = 24;

const shop = openShop();

const buy = {
	resource: 'order',
	operation: 'buy',
	account: 'customer',
	customerId: byId('MTD-DEMO-1'),
	amount: 0.1,
};

/** The files of the built package in which a function was entered while `work` ran. */
async function filesEntered(work: () => Promise<void>): Promise<string[]> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	await work();
	const { result: scripts } = await session.post('Profiler.takePreciseCoverage');
	session.disconnect();
	return scripts
		.filter(({ url, functions }) => {
			const wasEntered = functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
			return wasEntered && url.includes(DIST);
		})
		.map(({ url }) => relative(DIST, url.replace('file://', '')).replace(/\.js$/, '.ts'))
		.sort();
}

/** The files that docs/architecture.md names in its way of a buy. */
function filesOfTheDocumentation(): string[] {
	const page = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');
	const [, table = ''] = /<!-- way of a buy -->([^]*?)<!-- \/way of a buy -->/.exec(page) ?? [];
	return [
		...new Set([...table.matchAll(/`((?:minted|nodes)\/[\w/.]+\.ts)`/g)].map(([, file]) => file!)),
	].sort();
}

describe('One buy for a customer who is looked up', () => {
	it(`enters the files that the documentation names, and at most ${MOST_FILES}`, async () => {
		const worker = startWorker();
		// The first one opens what all later ones share: a nonce, the limiter.
		await shop.run({ ...buy, externalId: 'a-1' }, { worker });
		const entered = await filesEntered(async () => {
			const { json } = await shop.run({ ...buy, externalId: 'a-2' }, { worker });
			expect(json[0]).toMatchObject({ outcome: 'placed' });
		});
		expect(entered).toEqual(filesOfTheDocumentation());
		expect(entered.length).toBeLessThanOrEqual(MOST_FILES);
	});
});

import { Session } from 'node:inspector/promises';
import { relative, join } from 'node:path';
import { byId, openShop, startWorker } from '../../support/inProcess';

const DIST = join(__dirname, '..', '..', '..', 'dist');
const shop = openShop();

it('counts', async () => {
	const worker = startWorker();
	const params = {
		resource: 'order',
		operation: 'buy',
		account: 'customer',
		customerId: byId('MTD-DEMO-1'),
		amount: 0.1,
	};
	await shop.run({ ...params, externalId: 'a-1' }, { worker });
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	const result = await shop.run({ ...params, externalId: 'a-2' }, { worker });
	const { result: scripts } = await session.post('Profiler.takePreciseCoverage');
	expect(result.error).toBeUndefined();
	const entered = scripts
		.filter(({ url }) => url.includes(DIST))
		.map(
			({ url, functions }) =>
				[
					relative(DIST, url.replace('file://', '')),
					functions
						.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0)
						.map(({ functionName }) => functionName),
				] as const,
		)
		.filter(([, names]) => names.length > 0);
	console.log(entered.map(([f, n]) => `${f}: ${n.join(' ')}`).join('\n'), entered.length);
});

import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { openBusyApi, openShop, orderIds } from '../../support/inProcess';

jest.setTimeout(120_000);

const api = openBusyApi(openShop(), { delayMs: 0 });

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function heapAfter(work: () => Promise<unknown>): Promise<number> {
	await work();
	// What a closed connection holds is let go a little later.
	await new Promise((resolve) => setTimeout(resolve, 100));
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

it('Nothing of an item stays when its execution is over: 3,000 items leave less than 1 kB each', async () => {
	const get = async (count: number) =>
		await heapAfter(async () => await api.getOrders(orderIds(count)));
	await get(1_000);
	const before = await get(1_000);
	const after = await get(3_000);
	// An order is 1.5 kB as text alone; kept objects of 3,000 would be more than 4 MB.
	expect((after - before) / 3_000).toBeLessThan(1_000);
});

import { setFlagsFromString } from 'v8';
import { weigh } from '../../bench/client/heap';
import { PRODUCER } from '../../bench/client/subjects';
import { slope } from '../../bench/statistics';
import { openBusyApi, openShop, orderIds } from '../support/inProcess';

jest.setTimeout(300_000);

// Optimized code comes in at any time, and takes more memory than a thousand items.
beforeAll(() => setFlagsFromString('--no-opt'));
afterAll(() => setFlagsFromString('--opt'));

const api = openBusyApi(openShop(), { delayMs: 0 });

const ITEMS = 5_000;
const WARM_UP = 3_000;
/** Until then open connections and n8n's own lists still take their room, which is no growth. */
const SETTLED = ITEMS / 3;
/** So few at the same time that the memory of open connections hardly changes. */
const NARROW = { parameters: { options: { parallelItems: 4 } } };

/** Bytes that an output item takes if a node puts it out that asks nobody. */
async function bytesOfAnOutputItem(): Promise<number> {
	const weighOutput = async (count: number) => {
		const { keptBytes } = await weigh(async () => {
			const { items } = await api.getOrders(orderIds(count), {
				nodeType: 'bench.producer',
				nodeTypes: { 'bench.producer': PRODUCER },
			});
			return items;
		});
		return keptBytes;
	};
	await weighOutput(WARM_UP);
	return ((await weighOutput(2 * ITEMS)) - (await weighOutput(ITEMS))) / ITEMS;
}

it('While orders come in, memory in use grows by their output items and little else', async () => {
	await api.getOrders(orderIds(WARM_UP), NARROW);
	const requestsBefore = api.endpoint.traffic().requests;
	const looks: Array<[requests: number, bytes: number]> = [];
	const ids = orderIds(ITEMS);
	const { outcome } = await weigh(
		async () => await api.getOrders(ids, NARROW),
		(bytes) => looks.push([api.endpoint.traffic().requests - requestsBefore, bytes]),
	);
	expect(outcome.json.map((json) => json.external_id)).toEqual(ids);
	const growth = slope(looks.filter(([requests]) => requests > SETTLED && requests < ITEMS));
	const ratio = growth / (await bytesOfAnOutputItem());
	expect(ratio).toBeGreaterThan(0.8);
	expect(ratio).toBeLessThan(1.3);
});

it('When the execution is over, nothing of an item stays', async () => {
	await api.getOrders(orderIds(WARM_UP));
	const { keptBytes } = await weigh(async () => {
		await api.getOrders(orderIds(ITEMS));
	});
	expect(keptBytes / ITEMS).toBeLessThan(100);
});

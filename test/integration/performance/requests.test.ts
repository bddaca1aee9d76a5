import { openEndpoint } from '../../../bench/server/endpoint';
import { ACCOUNT } from '../../../bench/server/guards';
import { openBusyApi, openShop, orderIds } from '../../support/inProcess';

jest.setTimeout(120_000);

// An API that takes its time, so that as many requests as allowed are on their way.
const api = openBusyApi(openShop(), { delayMs: 5 });

it('1,000 items cost at most 1.07 requests each, and come in their order', async () => {
	const ids = orderIds(1_000);
	const { json, error } = await api.getOrders(ids);
	expect(error).toBeUndefined();
	expect(json.map(({ external_id }) => external_id)).toEqual(ids);
	expect(api.endpoint.traffic().requests).toBeLessThanOrEqual(1_070);
});

it.each([
	['strict', 165],
	['lenient', 102],
] as const)('100 items at a %s server cost at most %d requests', async (guard, most) => {
	const endpoint = await openEndpoint({ guard, delayMs: 20 });
	try {
		const { json, error } = await api.getOrders(orderIds(100), {
			credential: { baseUrl: endpoint.url, ...ACCOUNT },
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(100);
		expect(endpoint.traffic().requests).toBeLessThanOrEqual(most);
	} finally {
		await endpoint.close();
	}
});

it('A second run finds the nonces of the first: at most 1.02 requests an item', async () => {
	const ids = orderIds(100);
	await api.getOrders(ids);
	const before = api.endpoint.traffic();
	await api.getOrders(ids, { workflowId: 'another workflow' });
	const after = api.endpoint.traffic();
	expect(after.requests - before.requests).toBeLessThanOrEqual(102);
});

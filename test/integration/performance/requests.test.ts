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

it('A second run finds the nonces of the first: one request an item', async () => {
	const ids = orderIds(100);
	await api.getOrders(ids);
	const before = api.endpoint.traffic();
	await api.getOrders(ids, { workflowId: 'another workflow' });
	const after = api.endpoint.traffic();
	expect(after.refused - before.refused).toBe(0);
	expect(after.requests - before.requests).toBe(100);
});

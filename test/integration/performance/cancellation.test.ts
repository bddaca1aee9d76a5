import { setTimeout as delay } from 'timers/promises';
import { openBusyApi, openShop, orderIds } from '../../support/inProcess';
import { eventually } from '../../../harness/eventually';

jest.setTimeout(120_000);

const api = openBusyApi(openShop(), { delayMs: 20 });

it('A cancelled execution sends nothing more', async () => {
	const stop = new AbortController();
	const run = api.getOrders(orderIds(2_000), { signal: stop.signal });
	await eventually(
		async () => api.endpoint.traffic().requests,
		(requests) => requests >= 100,
	);
	stop.abort();
	await run;
	const { requests } = api.endpoint.traffic();
	// Longer than any request takes that was on its way.
	await delay(500);
	expect(api.endpoint.traffic().requests - requests).toBeLessThanOrEqual(384);
	expect(api.endpoint.traffic().requests).toBeLessThan(2_000);
});

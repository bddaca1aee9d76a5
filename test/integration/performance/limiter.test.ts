import { byId, openBusyApi, openShop, orderIds } from '../../support/inProcess';

jest.setTimeout(120_000);

const shop = openShop();

describe('Many workflows and nodes at once with one credential', () => {
	const api = openBusyApi(shop, { delayMs: 20 });

	it('have 384 requests in flight together at most, and each gives its items in their order', async () => {
		const ids = orderIds(150);
		const runs = await Promise.all(
			['a', 'b', 'c', 'd', 'e'].flatMap((workflowId) => [
				api.getOrders(ids, { workflowId }),
				api.getOrders(ids, {
					workflowId,
					nodeName: 'Another node',
					parameters: {
						resource: 'order',
						operation: 'get',
						orderIdType: 'guid',
						orderId: byId('={{ $json.id }}'),
					},
				}),
			]),
		);
		for (const { json } of runs) {
			expect(json.map(({ external_id }) => external_id)).toEqual(ids);
		}
		const { mostInFlight } = api.endpoint.traffic();
		// How many there are below that depends on the pace of the machine.
		expect(mostInFlight).toBeGreaterThan(10);
		expect(mostInFlight).toBeLessThanOrEqual(384);
	});
});

describe('After a refusal with Retry-After', () => {
	const read = { resource: 'balance', operation: 'getPartner', options: { retrySeconds: 0 } };

	it.each(['rateLimited', '503Before'] as const)(
		'(%s) other workflows with the credential wait, too',
		async (kind) => {
			await shop.run(read);
			shop.sandbox.faults.add({ kind, retryAfterSeconds: 1 });
			const refused = Date.now();
			const { error } = await shop.run(read);
			expect(error).toBeDefined();
			const { json } = await shop.run(read, { workflowId: 'another workflow' });
			expect(json.length).toBeGreaterThan(0);
			expect(Date.now() - refused).toBeGreaterThanOrEqual(1_000);
		},
	);
});

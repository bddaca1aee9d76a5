import { DELIVERY } from '../../support/forms';
import { byId, openShop } from '../../support/inProcess';

describe.each([1, 2] as const)('In version %i of the node', (version) => {
	const shop = openShop({}, version);

	const deliver = { ...DELIVERY, options: { settleSeconds: 0.05 } };

	it('is requested once under its ID', async () => {
		const first = await shop.run(deliver);
		const second = await shop.run(deliver);
		expect([first, second].map(({ json }) => json[0]?.outcome)).toEqual(['placed', 'existing']);
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('is known to this process before the lookup of Minted shows it', async () => {
		shop.sandbox.behaviour.lookupDelayMs = 60_000;
		await shop.run(deliver);
		expect((await shop.run(deliver)).json[0]).toMatchObject({ outcome: 'existing' });
		const other = await shop.run({ ...deliver, wholeGrams: 3 });
		expect(other.error?.message).toContain('already belongs to another order');
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('is found when its answer was lost', async () => {
		shop.sandbox.faults.add({ kind: 'htmlAfter', match: { operationId: 'deliveryCreate' } });
		expect((await shop.run(deliver)).json[0]).toMatchObject({ outcome: 'recovered' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it.each([
		['amount', { wholeGrams: 3 }],
		['customer', { customerId: byId('MTD-DEMO-3') }],
	])('is refused under the ID of one with another %s', async (_what, other) => {
		await shop.run(deliver);
		const { error, requests } = await shop.run({ ...deliver, ...other });
		expect(error).toMatchObject({
			message: 'The External Order ID "delivery-1" already belongs to another order',
			description: expect.stringContaining('Delivery 2 g GAU of customer MTD-DEMO-1'),
		});
		expect(requests.byOperation).not.toHaveProperty('deliveryCreate');
	});

	it('is refused under the ID of a buy', async () => {
		await shop.run({
			resource: 'order',
			operation: 'buy',
			account: 'partner',
			amount: 0.1,
			externalId: 'delivery-1',
		});
		const { error } = await shop.run(deliver);
		expect(error?.message).toContain('already belongs to another order');
		expect(shop.sandbox.orders()).toHaveLength(1);
	});
});

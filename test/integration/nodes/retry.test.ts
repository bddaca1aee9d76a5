import type { INodeParameters } from 'n8n-workflow';
import { openShop } from '../../support/inProcess';

const shop = openShop();

const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: 0.1,
	externalId: 'web-shop-1',
	options: { settleSeconds: 0.05 },
};
const lookups = { operationId: 'getOrderAlternative' };

describe('Retry On Fail', () => {
	it('does not order again what the first try has ordered', async () => {
		shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' } });
		// The guard of the first try passes, all its looks for the lost order fail.
		shop.sandbox.faults.add({ kind: '500Before', match: lookups, skip: 1, times: 4 });
		const { json, requests } = await shop.run(buy, { tries: 5 });
		expect(json).toEqual([expect.objectContaining({ external_id: 'web-shop-1' })]);
		expect(requests.byOperation.buyDigital).toBe(1);
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('orders what the first try could not', async () => {
		shop.sandbox.faults.add({ kind: 'resetBefore', match: { operationId: 'buyDigital' } });
		const { json } = await shop.run(buy, { tries: 2 });
		expect(json[0]).toMatchObject({ outcome: 'placed' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});
});

describe('"Retry execution" of a failed execution', () => {
	/** An execution whose order was placed, and that failed without knowing it. */
	const failed = async (parameters: INodeParameters) => {
		shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' } });
		shop.sandbox.faults.add({ kind: '500Before', match: lookups, skip: 1, times: 50 });
		const run = await shop.run(parameters);
		expect(run.error?.message).toBe('It is not known whether this was carried out');
		shop.sandbox.faults.clear();
		return run;
	};

	it('finds the order by its External Order ID', async () => {
		const retryOf = await failed(buy);
		const { json } = await shop.run(buy, { retryOf });
		expect(json[0]).toMatchObject({ outcome: 'existing', external_id: 'web-shop-1' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('knows the ID that the first run has made, too', async () => {
		const derived = { ...buy, externalId: '' };
		const retryOf = await failed(derived);
		const { json } = await shop.run(derived, { retryOf });
		expect(json[0]).toMatchObject({
			outcome: 'existing',
			external_id: shop.sandbox.orders()[0]?.externalId,
		});
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('refuses to guess when that ID is lost with the first run', async () => {
		const { error, requests } = await shop.run({ ...buy, externalId: '' }, { mode: 'retry' });
		expect(error).toMatchObject({
			message: 'This is a retry of an earlier execution, and the order has no External Order ID',
			description: expect.stringContaining('Map your own order ID to External Order ID'),
		});
		expect(requests.requests).toBe(0);
	});

	it('waits for an order that the lookup may show later, before it orders', async () => {
		const { json, requests } = await shop.run(buy, { mode: 'retry' });
		expect(json[0]).toMatchObject({ outcome: 'placed' });
		expect(requests.byOperation.getOrderAlternative).toBeGreaterThan(1);
	});
});

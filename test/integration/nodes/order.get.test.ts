import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const get: INodeParameters = { resource: 'order', operation: 'get', orderId: byId('web-shop-1') };

const buy = async () => {
	const { json } = await shop.run({
		resource: 'order',
		operation: 'buy',
		customerId: byId('MTD-DEMO-1'),
		amount: 0.1,
		externalId: 'web-shop-1',
	});
	return json[0] as Record<'guid' | 'order_code' | 'external_id', string>;
};

describe('Order > Get', () => {
	it.each([
		['external_id', 'getOrder'],
		['guid', 'getOrderAlternative'],
		['order_code', 'getOrderAlternative'],
	] as const)('finds an order by %s over %s', async (orderIdType, operation) => {
		const order = await buy();
		const { json, requests } = await shop.run({
			...get,
			orderIdType,
			orderId: byId(order[orderIdType]),
		});
		expect(requests.byOperation).toEqual({ [operation]: 1 });
		expect(json).toEqual([
			{
				guid: order.guid,
				order_code: order.order_code,
				external_id: 'web-shop-1',
				type: 'Buy',
				status_name: 'Created',
				sku: 'GAU',
				amount: 0.1,
				price: expect.any(Number),
				total: expect.any(Number),
				currency_code: 'TRY',
				order_at: '2026-11-02T12:00:00+03:00',
				customer_external_id: 'MTD-DEMO-1',
			},
		]);
	});

	it('follows the order through its statuses', async () => {
		await buy();
		shop.sandbox.moveOrder('web-shop-1', 'Completed');
		expect((await shop.run(get)).json[0]).toMatchObject({ status_name: 'Completed' });
	});

	it('returns everything, as Minted sends it, without Simplify', async () => {
		await buy();
		const { json } = await shop.run({ ...get, simplify: false });
		expect(json[0]).toMatchObject({
			order_at: '02-11-2026 12:00',
			items: [{ sku: 'GAU', amount: 0.1 }],
			customer: { external_id: 'MTD-DEMO-1', fullname: 'Ada Example' },
		});
	});

	it('takes the id as it is, whatever is in it', async () => {
		const externalId = '../2026/11 #1?x=ä%2F';
		await shop.run({
			resource: 'order',
			operation: 'buy',
			account: 'partner',
			amount: 1,
			externalId,
		});
		const { json } = await shop.run({ ...get, orderId: byId(externalId) });
		expect(json[0]).toMatchObject({ external_id: externalId });
	});

	it('says which id Minted does not know', async () => {
		const { error } = await shop.run(get);
		expect(error).toMatchObject({
			message: 'Minted does not know this id',
			description: expect.stringContaining('Check the id, and that it belongs to this environment'),
			httpCode: '404',
		});
	});

	it('says that the id is empty before anything is sent', async () => {
		const { error, requests } = await shop.run({
			...get,
			orderId: byId('={{ $json.missing }}'),
		});
		expect(error).toMatchObject({ message: 'External Order ID is empty' });
		expect(requests.requests).toBe(0);
	});
});

describe('Order > Push Webhook', () => {
	it('asks for the push of the order and returns the order', async () => {
		const { guid } = await buy();
		const { json } = await shop.run({
			...get,
			operation: 'pushWebhook',
			orderIdType: 'guid',
			orderId: byId(guid),
		});
		expect(json[0]).toMatchObject({ guid });
		expect(shop.sandbox.requests().at(-1)).toMatchObject({
			operationId: 'getOrderAlternative',
			body: { guid, push_hook: true },
		});
	});
});

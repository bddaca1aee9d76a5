import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

describe.each([1, 2] as const)('In version %i of the node', (version) => {
	const shop = openShop({}, version);

	const sell: INodeParameters = {
		resource: 'order',
		operation: 'sell',
		customerId: byId('MTD-DEMO-1'),
		amount: 2,
		externalId: 'web-shop-1',
	};

	const sentBody = () =>
		shop.sandbox.requests().find(({ operationId }) => operationId === 'sellDigital')
			?.body as Record<string, unknown>;

	it("sells out of a customer's wallet at the price for sellers", async () => {
		const { sell: price } = await shop.prices('GAU');
		const { json } = await shop.run(sell);
		shop.sandbox.moveOrder('web-shop-1', 'Completed');
		expect(json).toEqual([
			expect.objectContaining({
				outcome: 'placed',
				type: 'Sell',
				sku: 'GAU',
				amount: 2,
				price,
				total: Math.round(price * 200) / 100,
				customer_external_id: 'MTD-DEMO-1',
			}),
		]);
		expect(shop.sandbox.balance('MTD-DEMO-1', 'GAU')).toBe(8);
		expect(shop.sandbox.balance('MTD-DEMO-1', 'TRY')).toBe(100_000 + Number(json[0]?.total));
	});

	it('names the customer and nothing else of them', async () => {
		await shop.run(sell);
		expect(sentBody().customer).toEqual({ external_id: 'MTD-DEMO-1' });
	});

	it('sells silver out of the own wallet, without a customer', async () => {
		await shop.run({ ...sell, account: 'partner', metal: 'GAG' });
		shop.sandbox.moveOrder('web-shop-1', 'Completed');
		expect(sentBody()).not.toHaveProperty('customer');
		expect(shop.sandbox.balance('partner', 'GAG')).toBe(9_998);
	});

	it('works a total price out from the fixed price, rounded down', async () => {
		const { sell: price } = await shop.prices('GAU');
		const { json } = await shop.run({ ...sell, orderBy: 'total', totalPrice: 1000 });
		expect(json[0]).toMatchObject({ amount: Math.floor(1e7 / price) / 1e4 });
		expect(Number(json[0]?.total)).toBeLessThanOrEqual(1000);
	});

	it('does not take a limit for a thousandth of what is meant', async () => {
		const limits = { minUnitPrice: '={{ "9.250" }}' };
		const { error, requests } = await shop.run({ ...sell, limits });
		expect(error).toMatchObject({
			message: 'Minimum Unit Price could be meant with a thousands separator',
			description: expect.stringContaining('Nothing was ordered.') as string,
		});
		expect(requests.requests).toBe(0);
	});

	it('does not sell below the Minimum Unit Price', async () => {
		const limits = { minUnitPrice: 5000 };
		const { error, requests } = await shop.run({ ...sell, limits });
		expect(error?.message).toContain('is below the Minimum Unit Price of 5000 TRY');
		expect(requests.byOperation).not.toHaveProperty('sellDigital');
	});

	it('previews without selling', async () => {
		const { json, requests } = await shop.run({ ...sell, previewOnly: true });
		expect(json[0]).toMatchObject({ outcome: 'preview', type: 'Sell', amount: 2 });
		expect(requests.byOperation).toEqual({ priceFix: 1 });
	});

	it('run twice sells once', async () => {
		await shop.run(sell);
		const { json } = await shop.run(sell);
		expect(json[0]).toMatchObject({ outcome: 'existing' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('says that there is not enough metal', async () => {
		const { error } = await shop.run({ ...sell, amount: 1000 });
		expect(error).toMatchObject({
			message: 'The balance is not sufficient',
			description: expect.stringContaining('Nothing was ordered. Look at the wallet'),
		});
	});
});

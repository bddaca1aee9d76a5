import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const fix: INodeParameters = { resource: 'price', operation: 'fix' };

it('fixes the prices of all metals for a customer, with a token and when it expires', async () => {
	const { json } = await shop.run({ ...fix, customerId: byId('MTD-DEMO-1') });
	expect(json).toEqual([
		{
			token: expect.stringMatching(/^\w{32}$/),
			total: null,
			expires_at: '2026-11-02T12:04:00+03:00',
			expire_ttl: 240,
			is_total_price: false,
			currency: 'TRY',
			prices: expect.arrayContaining([expect.objectContaining({ sku: 'GAU', buy_amount: null })]),
		},
	]);
});

it('says how much of each metal a total price buys', async () => {
	const { json } = await shop.run({
		...fix,
		customerId: byId('MTD-DEMO-1'),
		orderBy: 'total',
		totalPrice: 1000,
		currency: 'USD',
	});
	expect(json[0]).toMatchObject({ is_total_price: true, total: 1000, currency: 'USD' });
	expect(json[0]?.prices).toContainEqual(
		expect.objectContaining({ sku: 'GAU', buy_amount: expect.any(Number) }),
	);
});

it('names no customer for the own company', async () => {
	await shop.run({ ...fix, account: 'partner' });
	expect(shop.sandbox.requests().at(-1)).toMatchObject({ body: { type: 'digital' } });
});

it('is sent with the version and the channel that its page asks for', async () => {
	const versions = async (credential: Record<string, string>) => {
		const { error } = await shop.run({ ...fix, account: 'partner' }, { credential });
		return error?.message;
	};
	expect(await versions({})).toBeUndefined();
	expect(await versions({ apiVersion: '3', clientId: 'kiosk', language: 'en' })).toBeUndefined();
});

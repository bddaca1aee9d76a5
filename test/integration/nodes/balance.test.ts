import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const getCustomer = {
	resource: 'balance',
	operation: 'getCustomer',
	customerId: byId('MTD-DEMO-1'),
};

it('returns one item for each wallet of a customer', async () => {
	const { json, items } = await shop.run(getCustomer);
	expect(json).toContainEqual({
		customer_external_id: 'MTD-DEMO-1',
		name: expect.any(String),
		currency_code: 'GAU',
		currency_symbol: expect.any(String),
		is_cash: false,
		balance: 10,
		blocked: 0,
		real_balance: 10,
	});
	expect(items.length).toBeGreaterThan(2);
	expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
});

it('shows what an order has reserved', async () => {
	await shop.run({
		resource: 'order',
		operation: 'sell',
		customerId: byId('MTD-DEMO-1'),
		amount: 4,
		externalId: 'web-shop-1',
	});
	const { json } = await shop.run(getCustomer);
	expect(json).toContainEqual(
		expect.objectContaining({ currency_code: 'GAU', balance: 10, blocked: 4, real_balance: 6 }),
	);
});

it("adds Minted's statistics and prices without Simplify", async () => {
	const { json } = await shop.run({ ...getCustomer, simplify: false });
	expect(json.find(({ currency_code }) => currency_code === 'GAU')).toMatchObject({
		prices: { spot_price: 3000 },
		stats: { value: expect.any(Number) },
	});
});

it("returns the partner's own wallets", async () => {
	const { json } = await shop.run({ resource: 'balance', operation: 'getPartner' });
	expect(json).toContainEqual(
		expect.objectContaining({ currency_code: 'GAU', balance: 10_000, is_cash: false }),
	);
});

it('says that Minted does not know the customer', async () => {
	const { error } = await shop.run({ ...getCustomer, customerId: byId('NOBODY') });
	expect(error).toMatchObject({
		message: 'Minted does not know this customer',
		description: expect.stringContaining('Create the customer first with Customer > Create'),
	});
});

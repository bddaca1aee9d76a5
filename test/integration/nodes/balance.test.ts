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

describe('A cash movement', () => {
	const move = {
		resource: 'balance',
		operation: 'updateCustomerCash',
		customerId: byId('MTD-DEMO-2'),
		cashAmount: 250,
		externalId: 'movement-1',
	};
	const cash = () => shop.sandbox.balance('MTD-DEMO-2', 'TRY');

	it('is made once under its ID, and the second run says so', async () => {
		const first = await shop.run(move);
		const second = await shop.run(move);
		expect([first, second].map(({ json }) => json[0]?.outcome)).toEqual(['placed', 'existing']);
		expect(cash()).toBe(250);
	});

	it.each([
		['amount', { cashAmount: 300 }],
		['currency', { currency: 'USD' }],
		['customer', { customerId: byId('MTD-DEMO-1') }],
	])('under the ID of one with another %s is refused', async (_what, other) => {
		await shop.run(move);
		const { error, requests } = await shop.run({ ...move, ...other });
		expect(error?.message).toBe(
			'The External Movement ID "movement-1" already belongs to another movement',
		);
		expect(requests.requests).toBe(0);
	});

	it.each(['customer_external_id', 'external_customer_id', 'customer', 'amount'])(
		'takes no %s out of Extra Body Fields (JSON)',
		async (key) => {
			const additionalBody = JSON.stringify({ [key]: 'MTD-DEMO-1' });
			const { error, requests } = await shop.run({ ...move, additionalBody });
			expect(error?.message).toContain(`contains "${key}"`);
			expect(requests.requests).toBe(0);
		},
	);

	it('whose answer was lost stays unknown, and is never sent again', async () => {
		const match = { operationId: 'updateCustomerCashBalance' };
		shop.sandbox.faults.add({ kind: 'resetAfter', match });
		for (const _run of ['first', 'again']) {
			const { error } = await shop.run(move);
			expect(error).toMatchObject({
				message: 'It is not known whether this was carried out',
				description: expect.stringMatching(
					/compare the customer's cash .*; only if it is not there, send it again/,
				),
			});
		}
		expect(cash()).toBe(250);
	});
});

it('says that Minted does not know the customer', async () => {
	const { error } = await shop.run({ ...getCustomer, customerId: byId('NOBODY') });
	expect(error).toMatchObject({
		message: 'Minted does not know this customer',
		description: expect.stringContaining('Create the customer first with Customer > Create'),
	});
});

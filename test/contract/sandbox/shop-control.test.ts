/** The shop as tests and demos in other processes steer it. */
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { ADA, Partner } from './support/client';
import { BAR, GOLD, Shopper } from './support/shop';

let sandbox: Sandbox;
let shopper: Shopper;

beforeEach(async () => {
	sandbox = await startSandbox({ seed: 1, behaviour: { stepMs: null } });
	shopper = new Shopper(new Partner(sandbox));
});
afterEach(() => sandbox.close());

const control = async (method: string, path: string, body?: object) => {
	const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
		method,
		...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

test('pins the prices of bars, and frees them', async () => {
	await control('POST', '/bars', { prices: { [BAR]: 1234.56, [GOLD]: 500 } });
	expect([(await shopper.add()).total, (await shopper.addToWallet()).total]).toEqual([
		1234.56, 500,
	]);
	await control('POST', '/bars', { prices: { [BAR]: null } });
	expect((await shopper.add()).total).not.toBe(1234.56);
});

test('sets the stock of bars, and the pieces in a wallet', async () => {
	await control('POST', '/bars', { stock: { [BAR]: 50 } });
	expect((await shopper.add(BAR, 50)).items?.[0]?.amount).toBe(50);
	await control('POST', '/bars', { owner: ADA.external_id, set: { [GOLD]: 7 } });
	expect(await shopper.pieces()).toBe(7);
});

test('moves the orders of the shop on, or into a status', async () => {
	const { token } = await shopper.addToWallet();
	const { guid } = await shopper.completeWallet('buy', token);
	const move = (body: object) => control('POST', `/shop/orders/${token}/move`, body);
	expect((await move({})).json).toEqual({ guid, status: 'Processing' });
	expect((await move({ status: 'Cancelled' })).json).toEqual({ guid, status: 'Cancelled' });
	expect((await control('POST', '/shop/orders/NONE/move', {})).status).toBe(404);
});

test('changes the rates and the manners of a second completion', async () => {
	const walletRates = { charge: 1, minting: 2, storage: 3, vat: 4 };
	await control('PATCH', '/behaviour', { rejectCompletedBaskets: true, walletRates });
	expect(await shopper.addToWallet()).toMatchObject({ charge_fee_rate: 1, storage_fee_rate: 3 });
	const { token } = await shopper.addToWallet();
	await shopper.completeWallet('buy', token);
	await expect(shopper.completeWallet('buy', token)).rejects.toThrow('4231');
});

test('refuses bars, rates and fields that it does not know', async () => {
	for (const body of [{ prices: { NONE: 1 } }, { stock: { NONE: 1 } }, { price: {} }]) {
		expect((await control('POST', '/bars', body)).status).toBe(400);
	}
	const half = await control('PATCH', '/behaviour', { walletRates: { charge: 1 } });
	expect(half.status).toBe(400);
});

test('shows baskets, orders and wallets in its state, and forgets them with a reset', async () => {
	const { token } = await shopper.addToWallet(GOLD, 2);
	await shopper.add();
	await shopper.completeWallet('buy', token);
	const { shop } = (await control('GET', '/state')).json as { shop: Record<string, unknown> };
	expect(shop).toMatchObject({
		baskets: [{ order_creation_status: 'basket', items: [{ sku: BAR }] }],
		orders: [{ order_creation_status: 'order', token }],
		wallets: expect.arrayContaining([
			{ external_id: ADA.external_id, bars: { MNTBAE0001: 5, MNTBAE0013: 2 } },
		]),
	});
	sandbox.reset();
	expect(sandbox.shop.orders.all()).toEqual([]);
	expect(sandbox.shop.baskets.all()).toEqual([]);
});

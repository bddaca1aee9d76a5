/** What the operations of one area do together, as a partner would use them. */
import { openPage } from '../../support/operations/threeD';
import { byId } from '../../support/forms';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

let world: PreparedWorld;
beforeEach(async () => {
	world = await prepareWorld();
});
afterEach(async () => await world.sandbox.close());

const one = async (key: string, choices = {}) => (await world.run(key, choices)).json[0]!;

describe('Identity checks (KYC)', () => {
	const status = async (id = 'MTD-DEMO-1') =>
		(await one('customer.getKyc', { customerId: byId(id) })).status;

	it('go from none over pending to approved', async () => {
		expect(await status()).toBe('none');
		const sent = await one('customer.upsertKyc');
		expect(sent).toMatchObject({ status: 'pending', fields: { occupation: 'Example' } });
		world.sandbox.clock.advance(1_000);
		expect(await status()).toBe('approved');
	});

	it('are rejected for an identity number that is not the customer’s', async () => {
		await world.run('customer.upsertKyc', { kycFields: '{"identity_number":"10000000000"}' });
		world.sandbox.clock.advance(1_000);
		expect(await status()).toBe('rejected');
	});

	it('go out together, 100 in a request, and each result is paired with its item', async () => {
		const items = Array.from({ length: 101 }, (_, i) => ({ id: `MTD-DEMO-${(i % 4) + 1}` }));
		const {
			json,
			items: output,
			requests,
		} = await world.run(
			'customer.bulkUpsertKyc',
			{ customerId: byId('={{ $json.id }}') },
			{ items },
		);
		expect(requests.byOperation).toEqual({ bulkUpsertCustomerWalletKyc: 2 });
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(json.map((row) => row.customer_external_id)).toEqual(items.map(({ id }) => id));
		expect(json[3]).toMatchObject({ success: false, message: 'Unknown customer' });
	});
});

describe('Saved cards', () => {
	const cards = async () => (await world.run('card.getMany')).json;

	it('are saved after the 3D step only, and listed masked', async () => {
		const added = await one('card.add', { cardNumber: '5406670000005403' });
		expect(added).toMatchObject({ is_3d: true, card: null });
		expect(await cards()).toHaveLength(1);
		await openPage(`${String(added.redirect_url)}/callback/success`);
		expect(await cards()).toEqual([
			expect.objectContaining({ card_number: '540667******0003' }),
			expect.objectContaining({ card_number: '540667******5403', card_token: added.token }),
		]);
	});

	it('are not saved when the 3D step fails, or the bank declines', async () => {
		const added = await one('card.add', { cardNumber: '5406670000005403' });
		await openPage(`${String(added.redirect_url)}/callback/fail`);
		await expect(world.run('card.add', { cardNumber: '5406670000000002' })).rejects.toThrow(
			/^Minted refused/,
		);
		expect(await cards()).toHaveLength(1);
	});

	it('are gone after Delete, which says so', async () => {
		expect(await one('card.delete')).toEqual({ deleted: true });
		expect(await cards()).toEqual([]);
		await expect(world.run('card.delete')).rejects.toThrow();
	});

	it('pay an order; with a 3D step it waits for the customer', async () => {
		const paid = await one('order.buy', { payment: 'savedCard', externalId: 'BY-CARD' });
		expect(paid.payment_redirect_url).toBeUndefined();
		const waiting = await one('order.buy', {
			payment: 'cardNumber',
			cardNumber: '5406670000005403',
			externalId: 'BY-3D',
		});
		world.sandbox.clock.advance(1_000);
		const status = async () => (await one('order.get', { orderId: byId('BY-3D') })).status_name;
		expect(await status()).toBe('Created');
		await openPage(`${String(waiting.payment_redirect_url)}/callback/success`);
		expect(await status()).toBe('Pending');
	});

	it('cost what the BIN query says', async () => {
		const { json } = await world.run('payment.queryBin', { totalPrice: 1200 });
		expect(json.length).toBeGreaterThan(1);
		for (const row of json) {
			expect(row.total).toBeCloseTo(Number(row.amount) + Number(row.margin), 2);
			expect(Number(row.amount_per_installment) * Number(row.installment)).toBeCloseTo(
				Number(row.total),
				0,
			);
		}
	});
});

describe('Deliveries', () => {
	it('go through their statuses up to Shipped, with a tracking number', async () => {
		const before = await world.run('delivery.getWallets');
		const created = await one('delivery.create', { externalId: 'TO-ADA', wholeGrams: 3 });
		expect(created).toMatchObject({ outcome: 'placed', type: 'Delivery', amount: 3, total: 70.01 });
		const seen: unknown[] = [created.status_name];
		while (seen.at(-1) !== 'Shipped') {
			world.sandbox.moveOrder('TO-ADA');
			seen.push((await one('order.get', { orderId: byId('TO-ADA') })).status_name);
		}
		expect(seen).toEqual(['Created', 'Payment Confirmed', 'Preparing', 'Packed', 'Shipped']);
		const shipped = await one('order.get', { orderId: byId('TO-ADA') });
		expect(shipped.cargo_tracking_number).toMatch(/^SBX\d+$/);
		expect(shipped.cargo_tracking_url).toContain(shipped.cargo_tracking_number);
		const grams = (rows: typeof before) =>
			rows.json.find(({ sku }) => sku === 'GAU')!.deliverable_amount as number;
		expect(grams(before) - grams(await world.run('delivery.getWallets'))).toBe(3);
	});

	it('cost what Calculate said', async () => {
		const { total } = await one('delivery.calculate', { wholeGrams: 5 });
		expect((await one('delivery.create', { wholeGrams: 5 })).total).toBe(total);
	});

	it('are refused for an address without its parts, before anything is sent', async () => {
		const before = world.sandbox.counters().requests;
		const nothing = '={{ $json.nothing }}';
		const known = { fullname: 'Ada Example', address: 'Example Street 1' };
		const shipping = { parts: { ...known, county: nothing, city: nothing } };
		await expect(world.run('delivery.create', { shipping })).rejects.toThrow(
			'Shipping Address has no County (İlçe), City (İl)',
		);
		expect(world.sandbox.counters().requests).toBe(before);
	});
});

describe('Statistics', () => {
	it('add up with the orders', async () => {
		for (const amount of [0.2, 0.3]) await world.run('order.buy', { amount });
		await world.run('order.sell', { amount: 0.4 });
		await world.run('delivery.create', { wholeGrams: 2 });
		const { json: orders } = await world.run('order.getMany', { returnAll: true });
		const stats = await one('balance.getStats', { filters: { customerId: 'MTD-DEMO-1' } });
		for (const type of ['Buy', 'Sell', 'Delivery'] as const) {
			const own = orders.filter((order) => order.type === type);
			const side = stats[type.toLowerCase()] as { count: number; total: number };
			expect(side.count).toBe(own.length);
			expect(side.total).toBeCloseTo(
				own.reduce((sum, { total }) => sum + Number(total), 0),
				2,
			);
		}
		expect(stats.order_count).toBe(orders.length);
		world.sandbox.clock.advance(60_000);
		const { json: days } = await world.run('balance.getCustomerStats7d');
		const { json: balances } = await world.run('balance.getCustomer');
		const today = days.at(-1)!.balances as Array<{ currency_code: string; balance: number }>;
		const gold = (rows: Array<Record<string, unknown>>) =>
			rows.find(({ currency_code }) => currency_code === 'GAU')!.balance;
		expect(days).toHaveLength(7);
		expect(gold(today)).toBe(gold(balances));
	});
});

describe('The cash balance of a customer', () => {
	const cash = async () =>
		(await world.run('balance.getCustomer')).json.find(
			({ currency_code }) => currency_code === 'TRY',
		)!.balance as number;

	it('grows and shrinks by what is entered', async () => {
		const before = await cash();
		expect((await one('balance.updateCustomerCash', { cashAmount: 250.5 })).balance).toBe(
			before + 250.5,
		);
		await world.run('balance.updateCustomerCash', { cashAmount: -0.5 });
		expect(await cash()).toBe(before + 250);
	});

	it('is moved once under one ID, however often the step runs', async () => {
		const before = await cash();
		const again = { externalId: 'MOVE-1', cashAmount: 100 };
		await world.run('balance.updateCustomerCash', again);
		await world.run('balance.updateCustomerCash', again, { onError: 'continueErrorOutput' });
		expect(await cash()).toBe(before + 100);
	});

	it('is not taken below zero: the refusal says that the balance is not sufficient', async () => {
		const before = await cash();
		const run = world.run('balance.updateCustomerCash', { cashAmount: -before - 1 });
		await expect(run).rejects.toThrow('The balance is not sufficient');
		expect(await cash()).toBe(before);
	});
});

describe('A total price', () => {
	it('buys for the own company what the fixed price gives, rounded down', async () => {
		const choices = { account: 'partner', orderBy: 'total', totalPrice: 1_000 };
		const { amount, price, total } = await one('order.buy', choices);
		expect(amount).toBe(Math.floor((1_000 / Number(price)) * 10_000) / 10_000);
		expect(Number(total)).toBeLessThanOrEqual(1_000);
	});

	it('is never taken for another currency than that of the prices', async () => {
		const dollars = { orderBy: 'total', totalPrice: 1_000, currency: 'USD' };
		for (const [key, account] of [
			['order.buy', 'partner'],
			['order.sell', 'partner'],
			['order.sell', 'customer'],
		] as const) {
			await expect(world.run(key, { ...dollars, account })).rejects.toMatchObject({
				message: 'The prices came in TRY, the total price is in USD',
			});
		}
		expect(world.sandbox.counters().byOperation.sellDigital).toBeUndefined();
	});

	it('is previewed in the currency of its price', async () => {
		const preview = await one('order.buy', { previewOnly: true, currency: 'USD' });
		expect(preview).toMatchObject({ outcome: 'preview', currency_code: 'TRY' });
	});

	it('has no prices to fix without a customer, and says so before anything is sent', async () => {
		const before = world.sandbox.counters().requests;
		await expect(world.run('price.fix', { account: 'partner', orderBy: 'total' })).rejects.toThrow(
			'Prices for a total price are fixed for a customer only',
		);
		expect(world.sandbox.counters().requests).toBe(before);
	});
});

describe('Preview Only', () => {
	it.each([true, 'true', '={{ "true" }}', '={{ true }}'])(
		'orders nothing: %s',
		async (previewOnly) => {
			const { json, requests } = await world.run('order.buy', { previewOnly });
			expect(json[0]).toMatchObject({ outcome: 'preview' });
			expect(requests.byOperation).toEqual({ priceFix: 1 });
		},
	);
});

describe('What Minted refuses', () => {
	const call = async (choices: object) =>
		await world.run('api.call', { method: 'POST', ...choices });

	it('is told in words, with the field: an empty body', async () => {
		await expect(call({ path: '/partner/pricefix', body: '' })).rejects.toMatchObject({
			message: expect.stringMatching(/^Minted refused a value/),
			description: expect.stringContaining('Minted says: "'),
		});
	});

	it('is told in words, with the field: an empty list', async () => {
		const body = JSON.stringify({ price_token: 'x', items: [] });
		await expect(call({ path: '/partner/order/digital/buy', body })).rejects.toMatchObject({
			message: 'Minted refused a value (field items)',
		});
	});

	it('is not a page beyond the last: that one is empty', async () => {
		const query = { parameter: [{ name: 'page', value: '999' }] };
		const { json } = await world.run('api.call', { path: '/partner/orders', query });
		expect(json[0]).toMatchObject({ current_page: 999, data: [], last_page: 1 });
	});

	it('is told in words: an expired price token, an unknown customer, too much metal', async () => {
		world.sandbox.clock.advance(3_600_000);
		await expect(world.run('order.buy', { priceSource: 'token' })).rejects.toMatchObject({
			message: 'The price token has expired or is not valid',
		});
		await expect(world.run('order.sell', { customerId: byId('NOBODY') })).rejects.toMatchObject({
			message: 'Minted does not know this customer',
		});
		await expect(world.run('order.sell', { amount: 1_000 })).rejects.toMatchObject({
			message: 'The balance is not sufficient',
			description: expect.stringContaining('Nothing was ordered.'),
		});
	});
});

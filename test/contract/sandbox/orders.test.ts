import type { DataOf } from '../../../minted/client/api';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import type { Purchase } from './support/client';
import {
	ADA,
	ADDRESS,
	BUY,
	CARD,
	CARD_WITHOUT_3D,
	DECLINED_CARD,
	Partner,
	SELL,
	blamedFields,
	send,
} from './support/client';

/** 12:00 in Istanbul. */
const NOON = '2026-05-04T09:00:00Z';

describe('orders in the sandbox', () => {
	let sandbox: Sandbox;
	let partner: Partner;

	/** Time stands still at noon unless a test moves it; an order takes a step a second. */
	const start = async (options: SandboxOptions = {}): Promise<void> => {
		sandbox = await startSandbox({
			...{ seed: 7, startAt: NOON, frozen: true },
			...options,
			behaviour: { stepMs: 1000, ...options.behaviour },
		});
		partner = new Partner(sandbox);
	};
	afterEach(() => sandbox.close());

	const refusal = async (path: string, body: unknown): Promise<object> => {
		const { status, json } = await partner.call('POST', path, body);
		return { status, code: json?.code };
	};
	const held = (owner: string, code: string): number => sandbox.balance(owner, code);

	describe('a purchase', () => {
		beforeEach(() => start());

		test('blocks the money, then exchanges it for metal', async () => {
			const body = await partner.purchase({ items: [{ sku: 'GAU', amount: 2 }] });
			const { total, orders } = await partner.buy(body);
			expect(orders[0]).toMatchObject({
				type: 'Buy',
				status_name: 'Created',
				payment_type: 'cash',
			});
			expect(held('MTD-DEMO-1', 'TRY')).toBeCloseTo(100_000 - total, 2);
			expect(held('MTD-DEMO-1', 'GAU')).toBe(10);

			sandbox.clock.advance(3000);
			const [tl, gold] = (await partner.balances('MTD-DEMO-1')).filter(({ currency_code: code }) =>
				['TRY', 'GAU'].includes(code),
			);
			expect(tl).toMatchObject({ balance: 100_000 - total, blocked: 0 });
			expect(gold).toMatchObject({ balance: 12, blocked: 0, real_balance: 12 });
		});

		test('goes through the documented statuses, one a step', async () => {
			const body = await partner.purchase();
			await partner.buy(body);
			const seen = [];
			for (let step = 0; step < 5; step++) {
				const order = await partner.order(body.external_id);
				seen.push(order.status_name);
				sandbox.clock.advance(1000);
			}
			expect(seen).toEqual(['Created', 'Pending', 'Processing', 'Completed', 'Completed']);
		});

		test('costs price times amount, halves rounded up', async () => {
			sandbox.setPrices({ frozen: true, spot: { GPT: 100.05 } });
			const body = await partner.purchase({ items: [{ sku: 'GPT', amount: 0.1 }] });
			expect(await partner.buy(body)).toMatchObject({
				...{ price: 10.01, tax: 0, total: 10.01 },
				orders: [{ items: [{ sku: 'GPT', price: 100.05, amount: 0.1, total: 10.01 }] }],
			});
		});

		test('of several items is an order each', async () => {
			const items = [
				{ sku: 'GAU', amount: 1 },
				{ product_id: '3000002', amount: 5 },
			];
			const { guid, order_code, orders, total } = await partner.buy(
				await partner.purchase({ items }),
			);
			expect(guid).toHaveLength(2);
			expect(order_code).toEqual(orders.map((order) => order.order_code));
			expect(orders.map(({ description }) => description)).toEqual(['1gr - #GAU', '5gr - #GAG']);
			expect(total).toBeCloseTo(orders[0]!.total! + orders[1]!.total!, 2);
		});

		test('without a customer is the partner’s own', async () => {
			const { customer, ...body } = await partner.purchase();
			expect(customer).toBeDefined();
			const { orders } = await partner.buy(body);
			sandbox.clock.advance(3000);
			expect(orders[0]?.customer).toBeNull();
			expect(held('partner', 'GAU')).toBe(10_000.1);
		});

		test('by a customer without cash is paid by the partner', async () => {
			const customer = { ...ADA, external_id: 'MTD-DEMO-2' };
			const { total } = await partner.buy(await partner.purchase({ customer }));
			sandbox.clock.advance(3000);
			expect(held('partner', 'TRY')).toBeCloseTo(50_000_000 - total, 2);
			expect(held('MTD-DEMO-2', 'GAU')).toBe(0.1);
		});

		test('registers a customer who was unknown, and refuses one with too few details', async () => {
			const known = { ...ADA, external_id: 'NEW-1' };
			await partner.buy(await partner.purchase({ customer: known }));
			const customer = await partner.data<'getCustomer'>('GET', '/partner/customer/NEW-1');
			expect(customer.firstname).toBe('Ada');

			const sketchy = await partner.purchase({ customer: { external_id: 'NEW-2' } });
			expect(await refusal(BUY, sketchy)).toEqual({ status: 422, code: 4220 });
			const short = await partner.purchase({
				customer: { ...ADA, external_id: 'NEW-3', firstname: 'A' },
			});
			expect(await refusal(BUY, short)).toEqual({ status: 422, code: 4220 });
		});

		test('that nobody can pay is refused and leaves nothing behind', async () => {
			const customer = { ...ADA, external_id: 'NEW-1' };
			const body = await partner.purchase({ customer, items: [{ sku: 'GAU', amount: 1_000_000 }] });
			expect(await refusal(BUY, body)).toEqual({ status: 422, code: 4224 });
			expect(sandbox.orders()).toHaveLength(0);
			expect((await partner.call('GET', '/partner/customer/NEW-1')).status).toBe(404);
		});

		test.each([
			['zero', 0],
			['negative', -1],
			['too fine', 0.00001],
			['worth nothing', 0.0001, 'GPT', 10],
		])('of an amount that is %s is refused', async (_name, amount, sku = 'GAU', spot = 100) => {
			sandbox.setPrices({ frozen: true, spot: { GPT: spot } });
			const body = await partner.purchase({ items: [{ sku, amount }] });
			const reply = await partner.call('POST', BUY, body);
			expect(reply.status).toBe(422);
			expect(blamedFields(reply)).toEqual(['items.0.amount']);
		});

		test('of something unknown is refused', async () => {
			const reply = await partner.call(
				'POST',
				BUY,
				await partner.purchase({ items: [{ sku: 'XYZ', amount: 1 }] }),
			);
			expect(blamedFields(reply)).toEqual(['items.0.sku']);
		});

		test('in another currency than the token’s is converted by the fixed table', async () => {
			sandbox.setPrices({ frozen: true, spot: { GPT: 420 } });
			const body = await partner.purchase({
				currency_code: 'USD',
				items: [{ sku: 'GPT', amount: 1 }],
			});
			expect(await partner.buy(body)).toMatchObject({
				total: 10,
				orders: [{ currency_code: 'USD' }],
			});
		});
	});

	describe('a sale', () => {
		beforeEach(() => start());

		const sale = (changes: object = {}): Promise<Purchase> =>
			partner.purchase({ customer: { external_id: 'MTD-DEMO-1' }, ...changes });

		test('blocks the metal, then pays the sell price', async () => {
			const { total, orders } = await partner.sell(await sale());
			expect(orders[0]).toMatchObject({ type: 'Sell', total });
			expect(held('MTD-DEMO-1', 'GAU')).toBe(9.9);
			sandbox.clock.advance(3000);
			expect(held('MTD-DEMO-1', 'TRY')).toBeCloseTo(100_000 + total, 2);
		});

		test('of more metal than there is, over all items, is refused', async () => {
			const items = [
				{ sku: 'GAU', amount: 6 },
				{ sku: 'GAU', amount: 6 },
			];
			expect(await refusal(SELL, await sale({ items }))).toEqual({ status: 422, code: 4225 });
			expect(held('MTD-DEMO-1', 'GAU')).toBe(10);
		});

		test('by an unknown customer is refused as a new one', async () => {
			const body = await sale({ customer: { external_id: 'NOBODY' } });
			expect(await refusal(SELL, body)).toEqual({ status: 422, code: 4220 });
		});
	});

	describe('a price token', () => {
		beforeEach(() => start());

		test('fixes prices while the market moves', async () => {
			const fixed = await partner.fixPrices();
			sandbox.clock.advance(200_000);
			const price = fixed.prices[0]!.buy_price;
			expect((await partner.prices())[0]!.buy_price).not.toBe(price);
			const body = await partner.purchase({ price_token: fixed.token });
			expect(await partner.buy(body)).toMatchObject({ orders: [{ items: [{ price }] }] });
		});

		test('has 32 characters and 240 seconds', async () => {
			const fixed = await partner.fixPrices();
			expect(fixed).toMatchObject({
				expires_at: '2026-05-04T12:04:00+03:00',
				expire_ttl: 240,
				is_total_price: false,
				total: null,
				currency: 'TRY',
			});
			expect(fixed.token).toMatch(/^[A-Za-z0-9]{32}$/);
			expect(fixed.prices.map(({ sku }) => sku)).toEqual([
				...['GAU', 'GAG', 'BGAU', 'BGAG', 'GPT', 'GPD'],
			]);
			const body = await partner.purchase({ price_token: fixed.token });
			sandbox.clock.advance(240_000);
			expect(await refusal(BUY, body)).toEqual({ status: 422, code: 4221 });
		});

		test('that was never given out is refused', async () => {
			const body = await partner.purchase({ price_token: 'x'.repeat(32) });
			expect(await refusal(BUY, body)).toEqual({ status: 422, code: 4222 });
		});

		test('works twice, unless the sandbox is told otherwise', async () => {
			const body = await partner.purchase();
			await partner.buy(body);
			await partner.buy(body);
			sandbox.behaviour.reusablePriceTokens = false;
			expect(await refusal(BUY, body)).toEqual({ status: 422, code: 4223 });
		});

		test('from a total price knows the amounts, and costs exactly the total', async () => {
			const request = {
				type: 'digital',
				currency: 'TRY',
				customer_external_id: 'MTD-DEMO-1',
				total: 10_000,
			};
			const fixed = await partner.fixPrices(request);
			expect(fixed).toMatchObject({ is_total_price: true, total: 10_000 });
			const { sku, buy_amount: amount, buy_price: price } = fixed.prices[0]!;
			expect(amount! * price).toBeLessThanOrEqual(10_000);
			for (const item of [{ sku }, { sku, amount }]) {
				const body = await partner.purchase({ price_token: fixed.token, items: [item] });
				expect(await partner.buy(body)).toMatchObject({
					total: 10_000,
					orders: [{ items: [{ amount, total: 10_000 }] }],
				});
			}
		});
	});

	describe('a repeated external_id', () => {
		test('is placed again by default; the newest order is found', async () => {
			await start();
			const body = await partner.purchase();
			const first = await partner.buy(body);
			const second = await partner.buy(body);
			const found = await partner.order(body.external_id);
			expect(second.guid).not.toEqual(first.guid);
			expect(found.guid).toBe(second.guid[0]);
			expect(sandbox.orders()).toHaveLength(2);
		});

		test('is refused on request', async () => {
			await start({ behaviour: { rejectDuplicateExternalId: true } });
			const body = await partner.purchase();
			await partner.buy(body);
			expect(await refusal(BUY, body)).toEqual({ status: 422, code: 4226 });
			expect(sandbox.orders()).toHaveLength(1);
		});
	});

	describe('looking up', () => {
		test('works by guid, code and external id, which must agree', async () => {
			await start();
			const body = await partner.purchase();
			const { orders } = await partner.buy(body);
			const { guid, order_code, external_id } = orders[0]!;
			expect(external_id).toBe(body.external_id);
			for (const [key, value] of Object.entries({ guid, order_code, external_id })) {
				expect(await partner.data('POST', '/partner/order', { [key]: value })).toMatchObject({
					guid,
				});
				expect(await partner.order(value!)).toMatchObject({ guid });
			}
			const contradiction = { guid, external_id: 'OTHER' };
			expect(await refusal('/partner/order', contradiction)).toEqual({ status: 404, code: 4041 });
		});

		test('finds a new order only after the lookup delay', async () => {
			await start({ behaviour: { lookupDelayMs: 5000 } });
			const body = await partner.purchase();
			const path = `/partner/order/${body.external_id}`;
			await partner.buy(body);
			expect((await partner.call('GET', path)).status).toBe(404);
			expect((await partner.orders()).total).toBe(0);
			sandbox.clock.advance(5000);
			expect((await partner.call('GET', path)).status).toBe(200);
		});

		test('takes ids with slashes, dots and Unicode, percent-encoded', async () => {
			await start();
			const id = 'a/b ../ş?#%';
			await partner.buy(await partner.purchase({ external_id: id }));
			const found = await partner.order(id);
			expect(found.external_id).toBe(id);
		});

		test('shows three kinds of dates, all in Turkish time', async () => {
			await start();
			const body = await partner.purchase();
			const placed = await partner.buy(body);
			const found = await partner.order(body.external_id);
			const delivery = await partner.deliver({
				...{ customer: ADA, external_id: 'D-1', sku: 'GAU', amount: 3, address: ADDRESS },
			});
			expect(placed.order_at).toBe('2026-05-04 12:00:00');
			expect(found.order_at).toBe('04-05-2026 12:00');
			expect(delivery.order_at).toBe('2026-05-04T12:00:00+03:00');
		});
	});

	describe('an invoice', () => {
		test('is found by the external id alone, and is there once the order is done', async () => {
			await start();
			const body = await partner.purchase();
			const { order_code, guid } = (await partner.buy(body)).orders[0]!;
			const path = `/partner/order/${body.external_id}/invoice`;
			const before = await partner.data<'getOrderInvoice'>('GET', path);
			expect(before).toEqual({
				...{ guid, order_code, external_id: body.external_id, invoice_url: null },
			});
			sandbox.moveOrder(guid, 'Completed');
			const after = await partner.data<'getOrderInvoice'>('GET', path);
			const page = await send(String(after.invoice_url));
			expect([page.status, page.text]).toEqual([200, expect.stringContaining(order_code)]);
			for (const other of [guid, order_code, 'NONE']) {
				const reply = await partner.call('GET', `/partner/order/${other}/invoice`);
				expect([reply.status, reply.json?.code]).toEqual([404, 4041]);
			}
		});
	});

	describe('the list of orders', () => {
		beforeEach(async () => {
			await start();
			for (let i = 0; i < 12; i++) {
				const sku = i % 2 ? 'GAU' : 'GAG';
				const items = [{ sku, amount: i + 1 }];
				await partner.buy(await partner.purchase({ external_id: `L-${i}`, items }));
				sandbox.clock.advance(60_000);
			}
		});

		const ids = (page: DataOf<'getOrders'>): Array<string | null> =>
			page.data.map((order) => order.external_id);

		test('comes in Laravel pages, newest first', async () => {
			const page = await partner.orders('page=2&total=5');
			expect(ids(page)).toEqual(['L-6', 'L-5', 'L-4', 'L-3', 'L-2']);
			const path = `${sandbox.url}/partner/orders`;
			expect(page).toMatchObject({
				...{ current_page: 2, per_page: 5, total: 12, last_page: 3, from: 6, to: 10, path },
				first_page_url: `${path}?page=1`,
				last_page_url: `${path}?page=3`,
				next_page_url: `${path}?page=3`,
				prev_page_url: `${path}?page=1`,
			});
			expect(page.links?.map(({ label }) => label)).toEqual([
				...['&laquo; Previous', '1', '2', '3', 'Next &raquo;'],
			]);
		});

		test('is empty beyond its last page', async () => {
			const page = await partner.orders('page=9&total=5');
			expect(page).toMatchObject({
				data: [],
				from: null,
				to: null,
				next_page_url: null,
				total: 12,
			});
		});

		test.each([
			['sku=GAU', 6],
			['customer_external_id=MTD-DEMO-1', 12],
			['customer_external_id=MTD-DEMO-2', 0],
			['status=5', 12],
			['status=Created,Pending', 0],
			['tx_type=buy', 12],
			['tx_type=sell,delivery', 0],
			['startDate=2026-05-04&endDate=2026-05-04', 12],
			['startDate=2026-05-05&endDate=2026-05-06', 0],
			['startDate=2026-05-02&endDate=2026-05-03', 0],
		])('filters by %s', async (query, total) => {
			expect((await partner.orders(query)).total).toBe(total);
		});

		test('sorts', async () => {
			const cheapest = await partner.orders('sortBy=total&sortType=asc&total=5');
			const oldest = await partner.orders('sortBy=created_at&sortType=asc');
			expect(ids(cheapest)).toEqual(['L-0', 'L-2', 'L-4', 'L-6', 'L-8']);
			expect(ids(oldest)[0]).toBe('L-0');
		});

		test('adds up with the statistics', async () => {
			const { data } = await partner.orders('total=30');
			const stats = await partner.data<'balanceStats'>('POST', '/partner/balance/stats', {
				customer_external_id: 'MTD-DEMO-1',
			});
			const sum = data.reduce((total, order) => total + order.total!, 0);
			expect(stats).toMatchObject({
				order_count: 12,
				buy: { count: 12 },
				sell: { count: 0, total: 0 },
			});
			expect(stats.buy.total).toBeCloseTo(sum, 2);
			expect(stats.buy.items).toContainEqual(expect.objectContaining({ sku: 'GAU', amount: 42 }));
		});
	});

	describe('a card payment', () => {
		beforeEach(() => start());

		const pay = (payment: object): Promise<Purchase> =>
			partner.purchase({ payment_type: 'creditcard', payment });

		test('waits for its 3D page; approving it moves the order on', async () => {
			const body = await pay(CARD);
			const { payment, orders } = await partner.buy(body);
			expect(payment).toMatchObject({ state: 'new', is_3d: true, auth_mode: 'preauth' });
			expect(orders[0]).toMatchObject({ status_name: 'Created', payment_type: 'credit-card' });
			sandbox.clock.advance(10_000);
			expect(sandbox.orders()[0]?.status).toBe('Created');

			const page = await send(payment!.redirect_url!);
			expect(page.headers['content-type']).toContain('text/html');
			const [approve] = /\/pay\/\w+\/callback\/success/.exec(page.text) ?? [];
			await send(sandbox.url + approve, 'POST');
			expect(sandbox.orders()[0]?.status).toBe('Pending');
			sandbox.clock.advance(2000);
			expect(held('MTD-DEMO-1', 'GAU')).toBe(10.1);
			expect(held('MTD-DEMO-1', 'TRY')).toBe(100_000);
		});

		test('that fails or is forgotten cancels the order', async () => {
			const failed = await partner.buy(await pay(CARD));
			await partner.buy(await pay(CARD));
			await send(`${failed.payment!.redirect_url!}/callback/fail`);
			expect(sandbox.orders().map(({ status }) => status)).toEqual(['Cancelled', 'Created']);
			await send(`${failed.payment!.redirect_url!}/callback/success`);
			sandbox.clock.advance(15 * 60_000);
			expect(sandbox.orders().map(({ status }) => status)).toEqual(['Cancelled', 'Cancelled']);
		});

		test('without 3D is paid at once, a declined card is refused', async () => {
			const { payment } = await partner.buy(await pay(CARD_WITHOUT_3D));
			expect(payment).toMatchObject({ is_3d: false, state: 'approved' });
			expect(payment).not.toHaveProperty('redirect_url');
			sandbox.clock.advance(3000);
			expect(sandbox.orders()[0]?.status).toBe('Completed');
			expect(await refusal(BUY, await pay(DECLINED_CARD))).toEqual({ status: 422, code: 4227 });
		});

		test('never shows a card number or a CVV', async () => {
			const body = await pay(CARD);
			const placed = await partner.call('POST', BUY, body);
			const found = await partner.call('GET', `/partner/order/${body.external_id}`);
			for (const { text } of [placed, found]) {
				expect(text).toContain('540667******5403');
				expect(text).not.toMatch(/5406670000005403|cvv|737/);
			}
		});

		test('works with a stored card, once its own 3D step is done', async () => {
			const request = { customer_external_id: 'MTD-DEMO-1', ...CARD };
			const list = () =>
				partner.data<'cardStorageList'>('POST', '/partner/card/list', {
					customer_external_id: 'MTD-DEMO-1',
				});
			const added = await partner.data<'cardStorageAdd'>('POST', '/partner/card', request);
			expect(added).toMatchObject({ is_3d: true, card: null });
			expect(await list()).toEqual([]);
			await send(`${added.redirect_url!}/callback/success`);
			const [card] = await list();
			expect(card).toMatchObject({ card_number: '540667******5403', card_expiry: '12/40' });
			const body = await pay({ card_token: card!.card_token, card_cvv: '737' });
			expect((await partner.buy(body)).payment?.is_3d).toBe(true);
			const other = { ...body, customer: { ...ADA, external_id: 'MTD-DEMO-2' } };
			const reply = await partner.call('POST', BUY, other);
			expect(blamedFields(reply)).toEqual(['payment.card_token']);
		});
	});

	describe('a delivery', () => {
		beforeEach(() => start());

		const request = (changes: object = {}): object => ({
			...{ customer: ADA, external_id: 'D-1', sku: 'GAU', amount: 3, address: ADDRESS },
			...changes,
		});

		test('goes on until it is shipped with a tracking number', async () => {
			const created = await partner.deliver(request());
			expect(created).toMatchObject({
				tx_type: 'delivery',
				total: 70.01,
				status_id: 1,
				channel: 'web',
			});
			const seen = [];
			for (let step = 0; step < 5; step++) {
				seen.push((await partner.order('D-1')).status_name);
				sandbox.clock.advance(1000);
			}
			expect(seen).toEqual(['Created', 'Payment Confirmed', 'Preparing', 'Packed', 'Shipped']);
			const { delivery, address, type } = await partner.order('D-1');
			expect(type).toBe('Delivery');
			expect(address?.shipping?.city).toBe('İstanbul');
			expect(delivery?.cargo_tracking_number).toMatch(/^SBX\d+$/);
			expect((await send(delivery!.cargo_tracking_url!)).status).toBe(200);
			expect(held('MTD-DEMO-1', 'GAU')).toBe(7);
			expect(held('MTD-DEMO-1', 'TRY')).toBe(99_929.99);
		});

		test.each([[''], [null], ['3'], ['34000']])(
			'takes the zip code %j: five characters at most, and none is allowed',
			async (zipcode) => {
				const shipping = { ...ADDRESS.shipping, zipcode, street: null, external_id: null };
				const billing = { ...ADDRESS.billing, zipcode, company_name: null, email: null };
				await partner.deliver(request({ address: { billing, shipping } }));
				expect((await partner.order('D-1')).address).toEqual({ billing, shipping });
			},
		);

		test('paid by card holds the metal softly until the payment is made', async () => {
			const body = request({ payment_type: 'creditcard', payment: CARD });
			await partner.deliver(body);
			const gold = async () =>
				(await partner.balances('MTD-DEMO-1')).find((balance) => balance.currency_code === 'GAU');
			expect(await gold()).toMatchObject({ blocked: 0, soft_blocked_amount: 3, real_balance: 7 });
			const { payment } = await partner.order('D-1');
			await send(`${payment!.redirect_url!}/callback/success`);
			expect(await gold()).toMatchObject({ blocked: 3, soft_blocked_amount: 0, real_balance: 7 });
			sandbox.moveOrder('D-1', 'Cancelled');
			expect(await gold()).toMatchObject({ balance: 10, blocked: 0, real_balance: 10 });
		});

		test('of more than there is, is refused; the wallets say how much can be had', async () => {
			const body = request({ amount: 11 });
			expect(await refusal('/partner/delivery/create', body)).toEqual({ status: 422, code: 4225 });
			const wallets = await partner.data<'deliveryListWallets'>(
				'POST',
				'/partner/delivery/wallets',
				{
					customer_external_id: 'MTD-DEMO-1',
				},
			);
			expect(wallets[0]).toMatchObject({ sku: 'GAU', balance: 10, deliverable_amount: 10 });
		});
	});

	describe('customers', () => {
		beforeEach(() => start());

		test('KYC is none, pending, then approved or rejected', async () => {
			const path = '/partner/customer/MTD-DEMO-1/kyc';
			const status = async () => (await partner.data<'getCustomerWalletKyc'>('GET', path)).status;
			expect(await status()).toBe('none');
			await partner.data('POST', path, { occupation: 'Example' });
			expect(await status()).toBe('pending');
			sandbox.clock.advance(1000);
			expect(await status()).toBe('approved');
			await partner.data('POST', path, { identity_number: '99999999999' });
			sandbox.clock.advance(1000);
			expect(await status()).toBe('rejected');
			expect(await refusal(BUY, await partner.purchase())).toEqual({ status: 403, code: 4031 });
		});

		test('can be removed when nothing is open, and are then forbidden', async () => {
			await partner.buy(await partner.purchase());
			const remove = () => partner.call('DELETE', '/partner/customer/MTD-DEMO-1');
			expect((await remove()).json?.code).toBe(4229);
			sandbox.clock.advance(3000);
			expect((await remove()).status).toBe(200);
			expect((await partner.call('GET', '/partner/customer/MTD-DEMO-1')).status).toBe(404);
			expect(await refusal(BUY, await partner.purchase())).toEqual({ status: 403, code: 4032 });
		});

		test('cannot be created twice; updates keep what is not named', async () => {
			expect(await refusal('/partner/customer', ADA)).toEqual({ status: 422, code: 4228 });
			const changed = await partner.data<'updateCustomer'>(
				'PATCH',
				'/partner/customer/MTD-DEMO-1',
				{
					...{ firstname: 'Ada', lastname: 'Sample', phone: '+905550000009' },
					identity_number: '10000000146',
				},
			);
			expect(changed).toMatchObject({ fullname: 'Ada Sample', email: 'ada@example.com' });
			expect(Object.keys(changed.wallets[0]!)).toHaveLength(10);
		});

		test('cash goes in and out, never below nothing, and the last week remembers', async () => {
			const path = '/partner/balance/customer/MTD-DEMO-2';
			await partner.data('PATCH', path, { amount: 500, currency_code: 'TRY' });
			sandbox.clock.advance(24 * 3600_000);
			await partner.data('PATCH', path, { amount: -200.5, currency_code: 'TRY' });
			const reply = await partner.call('PATCH', path, { amount: -300, currency_code: 'TRY' });
			expect(reply.json?.code).toBe(4224);
			const days = await partner.data<'customerBalance7dStats'>('GET', `${path}/stats`);
			const lira = days.map(
				({ balances }) => balances.find(({ currency_code: code }) => code === 'TRY')?.balance,
			);
			expect(lira).toEqual([0, 0, 0, 0, 0, 500, 299.5]);
			expect(days[6]?.date).toBe('2026-05-05');
		});
	});

	test('the same seed and the same calls give the same answers', async () => {
		const story = async (): Promise<string> => {
			const answers = [];
			for (let i = 0; i < 3; i++) {
				const body = { ...(await partner.purchase()), external_id: `S-${i}` };
				answers.push(await partner.buy(body));
				sandbox.clock.advance(7000);
				answers.push(await partner.prices());
			}
			return JSON.stringify(answers).replaceAll(sandbox.url, '');
		};
		await start();
		const first = await story();
		sandbox.reset();
		const again = await story();
		sandbox.reset(8);
		const other = await story();
		expect(again).toBe(first);
		expect(other).not.toBe(first);
	});
});

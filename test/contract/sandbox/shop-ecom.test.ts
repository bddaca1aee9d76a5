/** E-Commerce: the catalogue, the basket, its completion and the orders. */
import { Decimal } from 'decimal.js';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import {
	ADA,
	CARD,
	CARD_WITHOUT_3D,
	DECLINED_CARD,
	Partner,
	blamedFields,
	send,
} from './support/client';
import type { Reply } from './support/client';
import { BAR, BILLING, ECOM, SHIPPING, STORED_ADDRESS, Shopper, key } from './support/shop';

const SILVER_BAR = 'MNT0009';

let sandbox: Sandbox;
let partner: Partner;
let shopper: Shopper;

const start = async (behaviour: SandboxOptions['behaviour'] = {}): Promise<void> => {
	sandbox = await startSandbox({
		...{ seed: 1, frozen: true, startAt: '2026-03-13T11:57:25.500Z' },
		behaviour: { stepMs: null, ...behaviour },
	});
	sandbox.shop.prices.pin(BAR, price(3000));
	partner = new Partner(sandbox);
	shopper = new Shopper(partner);
};
const price = (amount: number) => new Decimal(amount);
const refusal = ({ status, json }: Reply) => [status, json?.code];

beforeEach(() => start());
afterEach(() => sandbox.close());

describe('the catalogue', () => {
	const page = (query: string) =>
		partner.data<'ecomGetProducts'>('GET', `/partner/ecom/products?${query}`);

	test('comes in pages of 5 to 100', async () => {
		const first = await page('page=1&total=5');
		expect(first).toMatchObject({
			current_page: 1,
			per_page: 5,
			last_page: 3,
			prev_page_url: null,
		});
		const last = await page('page=3&total=5');
		expect(last).toMatchObject({ from: 11, to: 12, total: 12, next_page_url: null });
		expect((await page('page=1&total=100')).data).toHaveLength(12);
		expect((await page('page=4&total=5')).data).toEqual([]);
	});

	test('shows the documented bar with its twelve fields', async () => {
		const [bar] = (await page('page=1&total=5')).data;
		expect(bar).toMatchObject({
			...{ id: 3000065, sku: 'MNT0001', barcode: 'MNTMNT0001', stock: 20, currency_code: 'TRY' },
			...{ list_price: 3000, sale_price: 3000 },
		});
		expect(Object.keys(bar!)).toHaveLength(12);
	});

	test('finds a product by sku, by id, by both if they agree, and none without either', async () => {
		const find = (query: string) => partner.call('GET', `/partner/ecom/product?${query}`);
		for (const query of ['sku=MNT0001', 'id=3000065', 'sku=MNT0001&id=3000065']) {
			expect((await find(query)).json?.data).toMatchObject({ sku: 'MNT0001' });
		}
		for (const query of ['sku=MNT9999', 'sku=MNT0001&id=3000066', 'sku=MNTBAE0001', 'page=1']) {
			expect(refusal(await find(query))).toEqual([404, 4045]);
		}
	});
});

describe('a basket', () => {
	test('is named by a token of 32 characters, and an increment id of 16', async () => {
		const basket = await shopper.add();
		expect(basket.token).toMatch(/^[A-Za-z0-9]{32}$/);
		expect(basket.increment_id).toMatch(/^MC_[0-9a-f]{13}$/);
		expect(basket).toMatchObject({
			order_creation_status: 'basket',
			status_id: 1,
			external_id: null,
		});
	});

	test('has one line a product, with its amount', async () => {
		const { token } = await shopper.add(BAR, 2);
		await shopper.add(SILVER_BAR, 1, token);
		const { items } = await shopper.add(BAR, 1, token);
		expect(items?.map(({ sku, amount }) => [sku, amount])).toEqual([
			[BAR, 3],
			[SILVER_BAR, 1],
		]);
		expect(items?.[0]).toMatchObject({ product_id: 3000065, price: 3000, total: 9000 });
	});

	test('adds up to what is finally paid', async () => {
		sandbox.shop.prices.pin(SILVER_BAR, price(1999.99));
		const { token } = await shopper.add(BAR, 2);
		const basket = await shopper.add(SILVER_BAR, 3, token);
		expect(basket).toMatchObject({
			...{ total: 11_999.97, delivery_price: 50, silver_craftsmanship: 37.5, payment_cost: 0 },
			paid_total: 12_087.47,
		});
	});

	test('holds as many pieces as Update Item says, and none after Delete Item', async () => {
		const { token } = await shopper.add(BAR, 2);
		await shopper.add(SILVER_BAR, 1, token);
		const change = (method: string, body: object) =>
			partner.data<'ecomUpdateBasketItem'>(method, ECOM, { ...key(token), sku: BAR, ...body });
		expect((await change('PATCH', { qty: 5 })).items).toContainEqual(
			expect.objectContaining({ sku: BAR, amount: 5 }),
		);
		expect((await change('DELETE', {})).items).toEqual([
			expect.objectContaining({ sku: SILVER_BAR, amount: 1 }),
		]);
		const again = await partner.call('DELETE', ECOM, { ...key(token), sku: BAR });
		expect(blamedFields(again)).toEqual(['sku']);
	});

	test('is emptied by Clear Basket, and costs nothing then', async () => {
		const { token } = await shopper.add(BAR, 2);
		const body = key(token);
		const cleared = await partner.data<'ecomClearBasket'>('DELETE', `${ECOM}/empty`, body);
		expect(cleared).toMatchObject({ token, items: [], total: 0, paid_total: 0 });
		expect((await shopper.basket(token)).items).toEqual([]);
	});

	test('is the newest one where no token is given', async () => {
		await shopper.add();
		const { token } = await shopper.add();
		expect((await shopper.basket()).token).toBe(token);
	});

	test('belongs to its customer alone, and to its section', async () => {
		const { token } = await shopper.add();
		const { token: walletToken } = await shopper.addToWallet();
		const path = `${ECOM}?external_customer_id=MTD-DEMO-2&cart_token=${token}`;
		expect(refusal(await partner.call('GET', path))).toEqual([404, 4044]);
		const other = { ...key(token), external_customer_id: 'MTD-DEMO-2', sku: BAR, qty: 1 };
		expect(refusal(await partner.call('POST', ECOM, other))).toEqual([404, 4044]);
		const cleared = await partner.call('DELETE', `${ECOM}/empty`, key(walletToken));
		expect(refusal(cleared)).toEqual([404, 4044]);
		const nobody = { external_customer_id: 'NOBODY', sku: BAR, qty: 1 };
		expect(refusal(await partner.call('POST', ECOM, nobody))).toEqual([404, 4042]);
	});

	test('shows its date in UTC with microseconds, its prices’ date in Turkish time', async () => {
		const { order_at: orderAt, pricefix } = await shopper.add();
		expect(orderAt).toBe('2026-03-13T11:57:25.000000Z');
		expect(pricefix?.nextUpdate).toBe('2026-03-13T15:01:25+03:00');
	});
});

describe('the prices of a basket', () => {
	test('hold for 240 seconds, whatever the market does', async () => {
		const { token, pricefix } = await shopper.add();
		expect(pricefix?.remaining).toBe(239);
		sandbox.shop.prices.pin(BAR, price(4000));
		sandbox.clock.advance(239_000);
		expect(await shopper.basket(token)).toMatchObject({
			total: 3000,
			pricefix: { updated: false },
		});
	});

	test('are renewed inside the basket by looking at it', async () => {
		const { token } = await shopper.add();
		sandbox.shop.prices.pin(BAR, price(4000));
		sandbox.clock.advance(240_000);
		expect(await shopper.basket(token)).toMatchObject({
			...{ token, total: 4000 },
			pricefix: { updated: true, remaining: 239 },
		});
		expect((await shopper.basket(token)).pricefix?.updated).toBe(false);
	});

	test('have a negative rest once expired, where nothing renews them: expired, not invalid', async () => {
		const { token } = await shopper.add();
		sandbox.clock.advance(242_000);
		expect((await shopper.order(token)).pricefix?.remaining).toBe(-3);
		const body = key(token);
		const cleared = await partner.data<'ecomClearBasket'>('DELETE', `${ECOM}/empty`, body);
		expect(cleared.pricefix?.remaining).toBe(-3);
		expect((await shopper.add(BAR, 1, token)).pricefix?.remaining).toBeGreaterThan(0);
	});
});

describe('an address', () => {
	const stored = (body: object = {}) =>
		partner.data<'createCustomerAddress'>('POST', '/partner/customer/address', {
			...STORED_ADDRESS,
			...body,
		});

	test('is stored under an id, alone or with others', async () => {
		const first = await stored();
		expect(first).toMatchObject({ type: 'shipping', city: 'İstanbul' });
		const path = '/partner/customer/address/createmulti';
		const many = await partner.data<'createCustomerAddresses'>('POST', path, {
			external_customer_id: ADA.external_id,
			addresses: [STORED_ADDRESS, { ...STORED_ADDRESS, type: 'billing' }],
		});
		expect(many.map(({ id }) => id)).toEqual([first.id! + 1, first.id! + 2]);
	});

	test('of the customer is set by its id; another one is refused', async () => {
		const { token } = await shopper.add();
		const { id: shippingId } = await stored();
		const { id: billingId } = await stored({ type: 'billing' });
		const set = (shipping: unknown) =>
			partner.call('PATCH', `${ECOM}/setaddress`, {
				...key(token),
				shipping_address_id: shipping,
				billing_address_id: billingId,
			});
		expect(blamedFields(await set(1))).toEqual(['shipping_address_id']);
		expect((await set(shippingId)).status).toBe(200);
		expect((await shopper.complete(token)).order_creation_status).toBe('order');
	});

	test('may have a zip code of at most five characters, none, or null', async () => {
		const { token } = await shopper.add();
		for (const zipcode of ['34710', '347', '', null, undefined]) {
			const body = {
				...key(token),
				shipping: { ...SHIPPING, zipcode },
				billing: { ...BILLING, zipcode },
			};
			expect((await partner.call('PATCH', `${ECOM}/setaddress`, body)).status).toBe(200);
		}
	});
});

describe('completing a basket', () => {
	const cash = () => sandbox.balance(ADA.external_id, 'TRY');
	const attempt = (token: string, more: object = {}) =>
		partner.call('PUT', `${ECOM}/complete`, { ...key(token), ...more });

	test('makes the order that the basket names, paid from the balance', async () => {
		const token = await shopper.readyBasket(BAR, 2);
		const { guid, paid_total: paid } = await shopper.basket(token);
		const before = cash();
		const order = await shopper.complete(token, { external_id: 'SHOP-1' });
		expect(order).toMatchObject({
			...{ guid, token, order_creation_status: 'order', external_id: 'SHOP-1' },
			...{ status_id: 2, status_name: 'Pending', paid_total: 6050 },
		});
		expect(before - cash()).toBe(paid);
		expect(await shopper.order(token)).toMatchObject({ guid, order_creation_status: 'order' });
	});

	test('goes through the statuses of a parcel, with a tracking number at its end', async () => {
		const token = await shopper.readyBasket();
		const { guid } = await shopper.complete(token);
		const order = sandbox.shop.orders.byReference(guid);
		while (sandbox.shop.orders.step(order));
		expect(order.history.map(({ status }) => status)).toEqual([
			...['Pending', 'Payment Confirmed', 'Preparing', 'Packed', 'Shipped'],
		]);
		const { delivery } = await shopper.order(token);
		expect(delivery?.cargo_tracking_number).toMatch(/^SBX\d+$/);
		expect((await send(String(delivery?.cargo_tracking_url))).text).toContain('On its way');
	});

	test('moves on by itself where the sandbox lets it', async () => {
		sandbox.behaviour.stepMs = 300;
		const token = await shopper.readyBasket();
		await shopper.complete(token);
		sandbox.clock.advance(1_200);
		expect((await shopper.order(token)).status_name).toBe('Shipped');
	});

	test('takes a card at once, or after its 3D page', async () => {
		const pay = { payment_type: 'creditcard' };
		const before = cash();
		const paid = await shopper.complete(await shopper.readyBasket(), {
			...pay,
			payment: CARD_WITHOUT_3D,
		});
		expect(paid).toMatchObject({ total: 3000, payment_cost: 45.75, paid_total: 3095.75 });
		const token = await shopper.readyBasket();
		const waiting = await shopper.complete(token, { ...pay, payment: CARD });
		const { redirect_url: page } = waiting.payment as { redirect_url: string };
		expect((await send(page)).text).toContain('3095.75 TRY');
		expect((await shopper.order(token)).status_name).toBe('Pending');
		await send(`${page}/callback/success`, 'POST');
		expect((await shopper.order(token)).status_name).toBe('Payment Confirmed');
		expect(cash()).toBe(before);
	});

	test('is undone where the 3D page fails: the pieces are back in stock', async () => {
		const token = await shopper.readyBasket(BAR, 20);
		const pay = { payment_type: 'creditcard', payment: CARD };
		const { payment } = await shopper.complete(token, pay);
		const { redirect_url: page } = payment as { redirect_url: string };
		const more = { external_customer_id: ADA.external_id, sku: BAR, qty: 1 };
		expect(blamedFields(await partner.call('POST', ECOM, more))).toEqual(['qty']);
		await send(`${page}/callback/fail`, 'POST');
		expect((await shopper.order(token)).status_name).toBe('Cancelled');
		expect((await shopper.add(BAR, 20)).items?.[0]?.amount).toBe(20);
	});

	test('is refused for an empty basket, without an address, after the prices have expired', async () => {
		const { token } = await shopper.add();
		expect(refusal(await attempt(token))).toEqual([422, 4232]);
		await shopper.setAddress(token);
		sandbox.clock.advance(240_000);
		expect(refusal(await attempt(token))).toEqual([422, 4221]);
		await partner.call('DELETE', ECOM, { ...key(token), sku: BAR });
		expect(refusal(await attempt(token))).toEqual([422, 4230]);
		expect(sandbox.shop.orders.all()).toEqual([]);
	});

	test('is refused without money, for a declined card, out of stock', async () => {
		const token = await shopper.readyBasket(BAR, 15);
		const declined = { payment_type: 'creditcard', payment: DECLINED_CARD };
		expect(refusal(await attempt(token, declined))).toEqual([422, 4227]);
		const other = await shopper.readyBasket(BAR, 15);
		await shopper.complete(other);
		expect(blamedFields(await attempt(token))).toEqual(['sku']);
		sandbox.shop.setStock(BAR, 15);
		for (const owner of [ADA.external_id, 'partner']) sandbox.setBalance(owner, 'TRY', 1);
		expect(refusal(await attempt(token))).toEqual([422, 4224]);
		sandbox.setBalance('partner', 'TRY', 1_000_000);
		expect((await attempt(token)).status).toBe(200);
	});

	test('happens again for the same basket, the worst the API may do', async () => {
		const token = await shopper.readyBasket();
		const before = cash();
		const [first, second] = [await shopper.complete(token), await shopper.complete(token)];
		expect(second.token).toBe(first.token);
		expect(second.guid).not.toBe(first.guid);
		expect(second.increment_id).not.toBe(first.increment_id);
		expect(before - cash()).toBe(2 * 3050);
		expect(sandbox.shop.orders.all()).toHaveLength(2);
		expect((await shopper.order(token)).guid).toBe(second.guid);
	});

	test('is refused for the same basket where the sandbox is told to mind it', async () => {
		sandbox.behaviour.rejectCompletedBaskets = true;
		const token = await shopper.readyBasket();
		await shopper.complete(token);
		expect(refusal(await attempt(token))).toEqual([422, 4231]);
		expect(sandbox.shop.orders.all()).toHaveLength(1);
	});

	test('closes the basket: it cannot be changed and is no longer incomplete', async () => {
		const token = await shopper.readyBasket();
		await shopper.complete(token);
		const change = await partner.call('POST', ECOM, { ...key(token), sku: BAR, qty: 1 });
		expect(refusal(change)).toEqual([422, 4231]);
		const path = `${ECOM}?external_customer_id=${ADA.external_id}&cart_token=${token}`;
		expect(refusal(await partner.call('GET', path))).toEqual([404, 4044]);
	});

	test('shows in lookups only after a while, where the sandbox is told so', async () => {
		sandbox.behaviour.lookupDelayMs = 2_000;
		const token = await shopper.readyBasket();
		const { guid } = await shopper.complete(token);
		expect(await shopper.order(token)).toMatchObject({ guid, order_creation_status: 'basket' });
		expect((await shopper.basket(token)).guid).toBe(guid);
		expect((await shopper.orders()).total).toBe(0);
		sandbox.clock.advance(2_000);
		expect(await shopper.order(token)).toMatchObject({ guid, order_creation_status: 'order' });
		expect((await shopper.orders()).total).toBe(1);
	});

	test('keeps the customer from being removed while the order is open', async () => {
		const path = `/partner/customer/${ADA.external_id}`;
		const { guid } = await shopper.complete(await shopper.readyBasket());
		expect(refusal(await partner.call('DELETE', path))).toEqual([422, 4229]);
		sandbox.shop.orders.enter(sandbox.shop.orders.byReference(guid), 'Shipped');
		expect((await partner.call('DELETE', path)).status).toBe(200);
	});
});

describe('incomplete baskets', () => {
	const list = (query = '') =>
		partner.data<'ecomGetIncompleteBaskets'>(
			'GET',
			`/partner/ecom/baskets?customer_external_id=${ADA.external_id}${query}`,
		);

	test('are the customer’s own, newest first, without those that have become orders', async () => {
		const { token: first } = await shopper.add();
		const done = await shopper.readyBasket();
		const { token: last } = await shopper.add();
		await shopper.complete(done);
		const { data, total } = await list();
		expect([total, data.map(({ token }) => token)]).toEqual([2, [last, first]]);
		expect(data.every((row) => row.order_creation_status === 'basket')).toBe(true);
	});

	test('come in pages, and of a period', async () => {
		for (let i = 0; i < 3; i++) await shopper.add();
		expect(await list('&page=2&total=2')).toMatchObject({ from: 3, to: 3, last_page: 2 });
		expect((await list('&startDate=2026-03-13&endDate=2026-03-13')).total).toBe(3);
		expect((await list('&startDate=2026-03-14&endDate=2026-03-15')).total).toBe(0);
	});
});

describe('the orders', () => {
	const guids = async (query: string) => (await shopper.orders(query)).data.map(({ guid }) => guid);
	let placed: string[];

	beforeEach(async () => {
		placed = [];
		for (const [sku, qty] of [
			[BAR, 2],
			[SILVER_BAR, 1],
			[BAR, 1],
		] as const) {
			sandbox.clock.advance(1_000);
			placed.push((await shopper.complete(await shopper.readyBasket(sku, qty))).guid);
		}
	});

	test('come newest first, ten a page, without the state of prices', async () => {
		const { data, per_page: rows } = await shopper.orders();
		expect([rows, data.map(({ guid }) => guid)]).toEqual([10, [...placed].reverse()]);
		expect(data.every((row) => !('pricefix' in row))).toBe(true);
	});

	test('are filtered by customer, product, status and day', async () => {
		const { orders } = sandbox.shop;
		orders.enter(orders.byReference(placed[1]!), 'Shipped');
		expect(await guids(`customer_external_id=${ADA.external_id}`)).toHaveLength(3);
		expect(await guids('customer_external_id=MTD-DEMO-2')).toEqual([]);
		expect(await guids(`sku=${SILVER_BAR}`)).toEqual([placed[1]]);
		for (const status of ['Shipped', '8']) {
			expect(await guids(`status=${status}`)).toEqual([placed[1]]);
		}
		expect(await guids('status=2')).toEqual([placed[2], placed[0]]);
		expect(await guids('startDate=2026-03-14&endDate=2026-03-14')).toEqual([]);
	});

	test('are sorted by what they cost', async () => {
		sandbox.shop.prices.pin(SILVER_BAR, price(1));
		const totals = (await shopper.orders('sortBy=total&sortType=asc')).data.map(
			(order) => order.paid_total,
		);
		expect(totals).toEqual([...totals].sort((a, b) => a! - b!));
	});

	test('are not those of Walletable', async () => {
		const { token } = await shopper.addToWallet();
		await shopper.completeWallet('buy', token);
		expect((await shopper.orders()).total).toBe(3);
		const body = { customer_external_id: ADA.external_id, cart_token: token };
		const found = await partner.call('POST', '/partner/ecom/getorder', body);
		expect(refusal(found)).toEqual([404, 4044]);
	});
});

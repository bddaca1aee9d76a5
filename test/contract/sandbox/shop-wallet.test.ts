/** Walletable: baskets to buy, sell and deliver, their fees, the orders and the balance. */
import { Decimal } from 'decimal.js';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { ADA, Partner, blamedFields } from './support/client';
import type { Reply } from './support/client';
import {
	GOLD,
	SHIPPING,
	SILVER,
	STORED_ADDRESS,
	Shopper,
	WALLET,
	completion,
	key,
} from './support/shop';

let sandbox: Sandbox;
let partner: Partner;
let shopper: Shopper;

const start = async (behaviour: SandboxOptions['behaviour'] = {}): Promise<void> => {
	sandbox = await startSandbox({
		...{ seed: 1, frozen: true, startAt: '2026-03-26T09:00:00Z' },
		behaviour: { stepMs: null, ...behaviour },
	});
	partner = new Partner(sandbox);
	shopper = new Shopper(partner);
};
const pin = (sku: string, amount: number) => sandbox.shop.prices.pin(sku, new Decimal(amount));
const refusal = ({ status, json }: Reply) => [status, json?.code];
/** Moves the newest order on until it ends. */
const finish = (token: string): void => {
	const order = sandbox.shop.orders.byReference(token);
	while (sandbox.shop.orders.step(order));
};

beforeEach(() => start());
afterEach(() => sandbox.close());

describe('the fees of the documentation', () => {
	const FEBRUARY = { charge: 1.75, minting: 2, storage: 0.3, vat: 5 };

	interface Case {
		name: string;
		bars: ReadonlyArray<readonly [sku: string, price: number, qty: number]>;
		rates?: typeof FEBRUARY;
		figures: Record<string, number>;
	}

	const buys: Case[] = [
		{
			name: 'the table of the page: 2184.24',
			bars: [[GOLD, 546.06, 4]],
			figures: {
				...{ total: 2184.24, charge_fee: 218.42, minting_fee: 109.21, storage_fee: 436.85 },
				...{ charges_vat: 38.22, paid_total: 2986.94 },
			},
		},
		{
			name: 'five bars, where 150.445 becomes 150.45: 3008.90',
			bars: [[GOLD, 601.78, 5]],
			figures: {
				...{ total: 3008.9, charge_fee: 300.89, minting_fee: 150.45, storage_fee: 601.78 },
				...{ charges_vat: 52.66, paid_total: 4114.68 },
			},
		},
		{
			name: 'two bars of gold and one of silver in March: 1595.27',
			bars: [
				[GOLD, 496, 2],
				[SILVER, 603.27, 1],
			],
			figures: {
				...{ total: 1595.27, charge_fee: 159.53, minting_fee: 79.76, storage_fee: 319.05 },
				...{ charges_vat: 27.92, paid_total: 2181.53 },
			},
		},
		{
			name: 'one bar at the rates of February: 592.34',
			bars: [[GOLD, 592.34, 1]],
			rates: FEBRUARY,
			figures: {
				...{ total: 592.34, charge_fee: 10.37, minting_fee: 11.85, storage_fee: 1.78 },
				...{ charges_vat: 1.2, paid_total: 617.54 },
				...{ charge_fee_rate: 1.75, storage_fee_rate: 0.3, vat_rate: 5 },
			},
		},
	];

	test.each(buys)('of a purchase: $name', async ({ bars, rates, figures }) => {
		if (rates) sandbox.behaviour.walletRates = rates;
		for (const [sku, amount] of bars) pin(sku, amount);
		let token: string | undefined;
		for (const [sku, , qty] of bars) {
			({ token } = await shopper.addToWallet(sku, qty, { cart_token: token }));
		}
		expect(await shopper.walletBasket(token)).toMatchObject(figures);
		expect(await shopper.completeWallet('buy', token!)).toMatchObject(figures);
	});

	test('of a sale: charge and VAT are taken off 2730.30', async () => {
		pin(GOLD, 546.06);
		const figures = {
			...{ total: 2730.3, charge_fee: 273.03, minting_fee: 0, storage_fee: 0 },
			...{ charges_vat: 13.65, paid_total: 2443.62 },
		};
		const { token } = await shopper.addToWallet(GOLD, 5, { type: 'sell' });
		expect(await shopper.walletBasket(token)).toMatchObject(figures);
		expect(await shopper.completeWallet('sell', token)).toMatchObject(figures);
	});

	test('of a delivery: its cost is the total, and only VAT comes on top', async () => {
		const figures = {
			...{ total: 3, delivery_cost: 3, charge_fee: 0, minting_fee: 0, storage_fee: 0 },
			...{ charges_vat: 0.15, paid_total: 3.15 },
		};
		const { token } = await shopper.addToWallet(GOLD, 2, { type: 'delivery' });
		expect(await shopper.walletBasket(token)).toMatchObject(figures);
		const order = await shopper.completeWallet('delivery', token, { shipping: SHIPPING });
		expect(order).toMatchObject(figures);
	});

	test('stay those of the order when the rates change', async () => {
		const { token } = await shopper.addToWallet();
		const { paid_total: paid } = await shopper.completeWallet('buy', token);
		sandbox.behaviour.walletRates = FEBRUARY;
		expect((await shopper.walletOrders()).data[0]?.paid_total).toBe(paid);
	});
});

describe('a basket', () => {
	test('has one line a piece: the same bar stands in it twice', async () => {
		pin(GOLD, 496);
		const { items } = await shopper.addToWallet(GOLD, 2);
		expect(items).toHaveLength(2);
		for (const item of items!) {
			expect(item).toMatchObject({
				...{ sku: GOLD, product_id: 3000099, amount: 1, price: 496, total: 496 },
				...{ item_currency_id: 1000013, item_currency_name: 'Dirham Gold' },
				prices: [{ id: 7, name: 'Mint Ücreti', price: 24.8 }],
			});
			expect(item).not.toHaveProperty('spot_price');
			expect(Object.keys(item)).toHaveLength(13);
		}
	});

	test('is named by tokens of 32 characters, and an increment id of 11 digits', async () => {
		const basket = await shopper.addToWallet();
		expect(basket.token).toMatch(/^[A-Za-z0-9]{32}$/);
		expect(basket.price_token).toMatch(/^[A-Za-z0-9]{32}$/);
		expect(basket.increment_id).toMatch(/^\d{11}$/);
		expect(basket).toMatchObject({
			...{ order_creation_status: 'basket', type: 'buy', currency_code: 'AED', status_id: 1 },
			...{ shippingaddress: null, billingaddress: null, payment: null, delivery: null },
			order_at: '2026-03-26T09:00:00.000000Z',
		});
		expect(Object.keys(basket.customer!)).toHaveLength(12);
	});

	test('changes by Update and Delete Item', async () => {
		const { token } = await shopper.addToWallet(GOLD, 2);
		await shopper.addToWallet(SILVER, 1, { cart_token: token });
		const change = (method: string, body: object) =>
			partner.data<'walletableUpdateBasketItem'>(method, WALLET, {
				...key(token),
				sku: GOLD,
				...body,
			});
		const skus = (basket: { items?: Array<{ sku?: string }> }) =>
			basket.items?.map(({ sku }) => sku);
		expect(skus(await change('PATCH', { qty: 3 }))).toEqual([SILVER, GOLD, GOLD, GOLD]);
		expect(skus(await change('DELETE', {}))).toEqual([SILVER]);
	});

	test('holds at most 100 pieces', async () => {
		const { token } = await shopper.addToWallet(GOLD, 100);
		const body = { ...key(token), sku: SILVER, qty: 1 };
		expect(blamedFields(await partner.call('POST', WALLET, body))).toEqual(['qty']);
	});

	test('is for one thing: a bar to sell does not go into a basket to buy', async () => {
		const { token } = await shopper.addToWallet();
		const body = { ...key(token), sku: GOLD, qty: 1, type: 'sell' };
		expect(blamedFields(await partner.call('POST', WALLET, body))).toEqual(['type']);
		const wrong = await partner.call('POST', completion('sell'), key(token));
		expect(blamedFields(wrong)).toEqual(['cart_token']);
	});

	test('renews its prices, and with them its price token, when it is looked at', async () => {
		pin(GOLD, 496);
		const before = await shopper.addToWallet();
		expect(before.pricefix).toEqual({ remaining: 240, nextUpdate: '2026-03-26T12:04:00+03:00' });
		pin(GOLD, 500);
		sandbox.clock.advance(239_000);
		const same = await shopper.walletBasket();
		expect(same).toMatchObject({ price_token: before.price_token, total: 496 });
		sandbox.clock.advance(1_000);
		const renewed = await shopper.walletBasket();
		expect(renewed.token).toBe(before.token);
		expect(renewed.price_token).not.toBe(before.price_token);
		expect(renewed).toMatchObject({
			total: 500,
			pricefix: { updated: true, remaining: 240, token: renewed.price_token },
		});
	});

	test('sells at a lower price than it buys', async () => {
		const { total: toBuy } = await shopper.addToWallet();
		const { total: toSell } = await shopper.addToWallet(GOLD, 1, { type: 'sell' });
		expect(toSell).toBeLessThan(toBuy!);
	});
});

describe('completing a basket', () => {
	test('to buy: the bars are in the wallet once the order is Completed', async () => {
		const { token, guid } = await shopper.addToWallet(GOLD, 3);
		const order = await shopper.completeWallet('buy', token);
		expect(order).toMatchObject({
			...{ guid, token, order_creation_status: 'order', type: 'walletable_ecommerce' },
			...{ status_id: 2, status_name: 'Pending' },
			payment: { redirect_url: '', token: '', is_3d: false, state: 'new', details: null },
		});
		expect(order).not.toHaveProperty('pricefix');
		expect(await shopper.pieces()).toBe(5);
		finish(token);
		expect(await shopper.pieces()).toBe(8);
	});

	test('to sell: the bars are held at once and gone at the end', async () => {
		const { token } = await shopper.addToWallet(GOLD, 4, { type: 'sell' });
		await shopper.completeWallet('sell', token);
		const more = await shopper.addToWallet(GOLD, 2, { type: 'sell' });
		const refused = await partner.call('POST', completion('sell'), key(more.token));
		expect(refusal(refused)).toEqual([422, 4225]);
		finish(token);
		expect(await shopper.pieces()).toBe(1);
	});

	test('to deliver: to the address of the request, with the day of arrival', async () => {
		const { token } = await shopper.addToWallet(GOLD, 2, { type: 'delivery' });
		const order = await shopper.completeWallet('delivery', token, { shipping: SHIPPING });
		expect(order).toMatchObject({
			type: 'walletable_ecommerce',
			shippingaddress: { city: 'İstanbul', address: 'Örnek Sokak 1', email: 'ada@example.com' },
			delivery: { estimated_arrival_date: '2026-03-30', cargo_tracking_number: null },
		});
		expect(Object.keys(order.shippingaddress!)).toHaveLength(12);
		finish(token);
		const [shipped] = (await shopper.walletOrders()).data;
		expect(shipped?.delivery?.cargo_tracking_number).toMatch(/^SBX\d+$/);
		expect(await shopper.pieces()).toBe(3);
	});

	test('to deliver: to a stored address by its id, to the newest one, and nowhere without any', async () => {
		const deliver = async (more: object) => {
			const { token } = await shopper.addToWallet(GOLD, 1, { type: 'delivery' });
			return partner.call('POST', completion('delivery'), { ...key(token), ...more });
		};
		expect(blamedFields(await deliver({}))).toEqual(['shipping']);
		expect(blamedFields(await deliver({ shipping: { id: 501 } }))).toEqual(['shipping.id']);
		expect(blamedFields(await deliver({ shipping: { city: 'İzmir' } }))).toEqual([
			'shipping.fullname',
		]);
		const path = '/partner/customer/address';
		const { id } = await partner.data<'createCustomerAddress'>('POST', path, STORED_ADDRESS);
		for (const more of [{ shipping: { id } }, {}]) {
			expect((await deliver(more)).json?.data).toMatchObject({
				shippingaddress: { id, address: 'Örnek Sokak 2', fullname: 'Ada Example' },
			});
		}
	});

	test('gives the bars back where the order is undone', async () => {
		const { token } = await shopper.addToWallet(GOLD, 5, { type: 'sell' });
		await shopper.completeWallet('sell', token);
		const { orders } = sandbox.shop;
		orders.enter(orders.byReference(token), 'Cancelled');
		const again = await shopper.addToWallet(GOLD, 5, { type: 'sell' });
		expect((await shopper.completeWallet('sell', again.token)).status_name).toBe('Pending');
	});

	test('is refused for an empty basket and after the prices have expired', async () => {
		const { token } = await shopper.addToWallet();
		const attempt = () => partner.call('POST', completion('buy'), key(token));
		sandbox.clock.advance(240_000);
		expect(refusal(await attempt())).toEqual([422, 4221]);
		await shopper.walletBasket(token);
		await partner.call('DELETE', WALLET, { ...key(token), sku: GOLD });
		expect(refusal(await attempt())).toEqual([422, 4230]);
		expect(sandbox.shop.orders.all()).toEqual([]);
	});

	test.each(['buy', 'sell', 'delivery'] as const)(
		'to %s happens again for the same basket, unless the sandbox minds it',
		async (kind) => {
			const { token } = await shopper.addToWallet(GOLD, 1, { type: kind });
			const more = { shipping: SHIPPING };
			const first = await shopper.completeWallet(kind, token, more);
			const second = await shopper.completeWallet(kind, token, more);
			expect(second.guid).not.toBe(first.guid);
			finish(first.guid);
			finish(second.guid);
			expect(await shopper.pieces()).toBe(kind === 'buy' ? 7 : 3);
			sandbox.behaviour.rejectCompletedBaskets = true;
			const third = await partner.call('POST', completion(kind), { ...key(token), ...more });
			expect(refusal(third)).toEqual([422, 4231]);
		},
	);

	test('leaves no active basket behind', async () => {
		const { token } = await shopper.addToWallet();
		await shopper.completeWallet('buy', token);
		const path = `${WALLET}?external_customer_id=${ADA.external_id}`;
		expect(refusal(await partner.call('GET', path))).toEqual([404, 4044]);
	});
});

describe('the orders', () => {
	beforeEach(async () => {
		for (const kind of ['buy', 'sell', 'delivery'] as const) {
			sandbox.clock.advance(1_000);
			const { token } = await shopper.addToWallet(GOLD, 1, { type: kind });
			await shopper.completeWallet(kind, token, { shipping: SHIPPING });
		}
	});

	const guids = async (query?: string) =>
		(await shopper.walletOrders(query)).data.map(({ guid }) => guid);

	test('show the cart token of each, newest first: that is how a basket is found again', async () => {
		const tokens = (await shopper.walletOrders()).data.map(({ token }) => token);
		const placed = sandbox.shop.orders.all().map(({ content }) => content.cartToken);
		expect(tokens).toEqual([...placed].reverse());
	});

	test('are filtered by kind, status, customer and id', async () => {
		const [bought, sold, delivered] = sandbox.shop.orders.all();
		expect(await guids('tx_type=buy,delivery')).toEqual([delivered!.guid, bought!.guid]);
		sandbox.shop.orders.enter(sold!, 'Completed');
		expect(await guids('status=5')).toEqual([sold!.guid]);
		expect(await guids('status=2,5')).toHaveLength(3);
		expect(await guids('customer_external_id=MTD-DEMO-3')).toEqual([]);
		for (const id of [sold!.guid, sold!.incrementId, sold!.id]) {
			expect(await guids(`orderId=${id}`)).toEqual([sold!.guid]);
		}
	});

	test('come in pages of 5 to 30', async () => {
		for (let i = 0; i < 4; i++) {
			await shopper.completeWallet('buy', (await shopper.addToWallet()).token);
		}
		expect(await shopper.walletOrders('total=5&page=2')).toMatchObject({
			...{ total: 7, per_page: 5, last_page: 2, from: 6, to: 7 },
		});
	});

	test('appear only after a while, where the sandbox is told so', async () => {
		sandbox.behaviour.lookupDelayMs = 1_000;
		const { token } = await shopper.addToWallet();
		const { guid } = await shopper.completeWallet('buy', token);
		expect(await guids()).not.toContain(guid);
		sandbox.clock.advance(1_000);
		expect(await guids()).toContain(guid);
	});
});

describe('the balance', () => {
	const balance = (query: string) =>
		partner.data<'walletableGetBalance'>('GET', `/partner/walletable/balance?${query}`);
	const customer = `external_customer_id=${ADA.external_id}`;

	test('lists the bars of a customer, with keys in camelCase', async () => {
		const rows = await balance(customer);
		expect(rows.map(({ productName, amount }) => [productName, amount])).toEqual([
			['Gold bar 1 g 999.9', 5],
			['Silver bar 50 g 999.0', 2],
		]);
		for (const row of rows) {
			expect(row.images).toHaveLength(1);
			for (const name of Object.keys(row)) expect(name).toMatch(/^[a-z][a-zA-Z]*$/);
		}
	});

	test('is filtered by metal, and by what can be delivered', async () => {
		expect(await balance(`${customer}&metal_type=silver`)).toHaveLength(1);
		expect(await balance(`${customer}&metal_type=gold,silver`)).toHaveLength(2);
		const { token } = await shopper.addToWallet(SILVER, 2, { type: 'sell' });
		await shopper.completeWallet('sell', token);
		const names = async (query: string) =>
			(await balance(`${customer}&${query}`)).map(({ metalType }) => metalType);
		expect(await names('is_deliverable=true')).toEqual(['gold']);
		expect(await names('is_deliverable=false')).toEqual(['silver']);
	});

	test('is that of all customers without one, and none for an unknown one', async () => {
		const skus = (await balance('metal_type=gold')).map(({ sku }) => sku);
		expect(skus).toEqual([GOLD, 'MNTBAE0005']);
		const path = '/partner/walletable/balance?external_customer_id=NOBODY';
		expect(refusal(await partner.call('GET', path))).toEqual([404, 4042]);
	});
});

test('the products are bars in AED, in pages as in E-Commerce', async () => {
	const page = await partner.data<'walletableGetProducts'>(
		'GET',
		'/partner/walletable/products?page=1&total=100',
	);
	expect(page.total).toBe(9);
	expect(page.data.every((bar) => bar.currency_code === 'AED')).toBe(true);
	expect(page.data.map(({ id, sku }) => [id, sku])).toEqual(
		expect.arrayContaining([
			[3000099, GOLD],
			[3000100, SILVER],
		]),
	);
});

import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop } from '../../support/inProcess';

describe.each([1, 2] as const)('In version %i of the node', (version) => {
	const shop = openShop({}, version);

	const forPartner: INodeParameters = {
		resource: 'order',
		operation: 'buy',
		account: 'partner',
		amount: 0.1,
		externalId: 'web-shop-1',
	};
	const forCustomer: INodeParameters = {
		...forPartner,
		account: 'customer',
		customerId: byId('MTD-DEMO-1'),
	};
	const GRACE = {
		firstname: 'Grace',
		lastname: 'Sample',
		email: 'grace@example.com',
		phone: '+905550000009',
		identityNumber: '10000000146',
	};

	/** The body of the last order that reached the API, as far as the sandbox does not star it. */
	const sentBody = () =>
		shop.sandbox
			.requests()
			.filter(({ operationId }) => operationId === 'buyDigital')
			.at(-1)?.body as Record<string, unknown>;

	describe('What is bought', () => {
		it.each([
			['gold', 'GAU'],
			['silver', 'GAG'],
			['platinum', 'GPT'],
			['palladium', 'GPD'],
		] as const)('is %s', async (_, sku) => {
			const { buy } = await shop.prices(sku);
			const { json } = await shop.run({ ...forPartner, metal: sku, amount: 2 });
			expect(json).toEqual([
				{
					outcome: 'placed',
					guid: expect.stringMatching(/^[0-9A-F-]{36}$/),
					order_code: expect.any(String),
					external_id: 'web-shop-1',
					type: 'Buy',
					status_name: 'Created',
					sku,
					amount: 2,
					price: buy,
					total: Math.round(buy * 200) / 100,
					currency_code: 'TRY',
					order_at: '2026-11-02T12:00:00+03:00',
					customer_external_id: null,
				},
			]);
		});

		it('is any other SKU that Minted offers', async () => {
			const { json } = await shop.run({ ...forPartner, metal: 'other', sku: byId('BGAU') });
			expect(json[0]).toMatchObject({ sku: 'BGAU', amount: 0.1 });
		});

		it('is refused, with what is offered, when Minted has no price for it', async () => {
			const { error, requests } = await shop.run({
				...forPartner,
				metal: 'other',
				sku: byId('XAU'),
			});
			expect(error).toMatchObject({
				message: 'Minted offers no price for "XAU"',
				description: expect.stringMatching(
					/^Nothing was ordered\. Choose another Metal\. Offered at the moment: GAU, GAG, .*\.$/,
				),
			});
			expect(requests.byOperation).not.toHaveProperty('buyDigital');
		});
	});

	describe('Who it is bought for', () => {
		it('is the partner: the order carries no customer', async () => {
			const before = shop.sandbox.balance('partner', 'TRY');
			const { json } = await shop.run(forPartner);
			shop.sandbox.moveOrder('web-shop-1', 'Completed');
			expect(sentBody()).not.toHaveProperty('customer');
			expect(shop.sandbox.balance('partner', 'TRY')).toBeCloseTo(
				before - Number(json[0]?.total),
				2,
			);
			expect(shop.sandbox.balance('partner', 'GAU')).toBe(10_000.1);
		});

		it('is a customer, whose details are looked up at Minted', async () => {
			const { json, requests } = await shop.run(forCustomer);
			shop.sandbox.moveOrder('web-shop-1', 'Completed');
			expect(json[0]).toMatchObject({ customer_external_id: 'MTD-DEMO-1' });
			expect(requests.byOperation).toMatchObject({ getCustomer: 1, buyDigital: 1 });
			expect(sentBody().customer).toMatchObject({
				external_id: 'MTD-DEMO-1',
				firstname: 'Ada',
				lastname: 'Example',
				email: 'ada@example.com',
				birthdate: '01-01-1990',
			});
			expect(shop.sandbox.balance('MTD-DEMO-1', 'GAU')).toBe(10.1);
		});

		it('is a customer whose details the workflow brings, who need not be known yet', async () => {
			const { json, requests } = await shop.run({
				...forCustomer,
				customerId: byId('MTD-NEW-1'),
				customerDetails: 'given',
				...GRACE,
				customerMore: { gender: 'F', middlename: 'Ann', birthdate: '31-12-1990' },
			});
			expect(json[0]).toMatchObject({ outcome: 'placed', customer_external_id: 'MTD-NEW-1' });
			expect(requests.byOperation).not.toHaveProperty('getCustomer');
			expect(sentBody().customer).toMatchObject({
				external_id: 'MTD-NEW-1',
				firstname: 'Grace',
				middlename: 'Ann',
				gender: 'F',
				birthdate: '31-12-1990',
			});
		});

		it('is refused before anything is sent when a given detail is missing', async () => {
			const { error, requests } = await shop.run({
				...forCustomer,
				customerDetails: 'given',
				...GRACE,
				email: '={{ $json.nothing }}',
			});
			expect(error).toMatchObject({ message: 'Email is empty' });
			expect(requests.requests).toBe(0);
		});

		it("is refused when Minted's own record lacks a detail, which is named as in the form", async () => {
			await shop.run({
				resource: 'customer',
				operation: 'create',
				newCustomerId: 'MTD-NEW-2',
				firstname: 'Grace',
				lastname: 'Sample',
				phone: '+905550000009',
				identityNumber: '10000000146',
			});
			const { error, requests } = await shop.run({
				...forCustomer,
				customerId: byId('MTD-NEW-2'),
			});
			expect(error).toMatchObject({
				message: 'Minted\'s record of customer "MTD-NEW-2" has no Email',
				description: expect.stringContaining('Customer > Update'),
			});
			expect(requests.byOperation).not.toHaveProperty('buyDigital');
		});

		it('is a company, which has one name only', async () => {
			const { json } = await shop.run({ ...forCustomer, customerId: byId('MTD-DEMO-3') });
			expect(json[0]).toMatchObject({ outcome: 'placed', customer_external_id: 'MTD-DEMO-3' });
			expect(sentBody().customer).toMatchObject({ firstname: 'Example Trading', lastname: '' });
		});
	});

	describe('How much is bought', () => {
		it('is what a total price pays for, and costs exactly that', async () => {
			const { json, requests } = await shop.run({
				...forCustomer,
				orderBy: 'total',
				totalPrice: 1000,
			});
			const { buy } = await shop.prices('GAU');
			expect(json[0]).toMatchObject({ total: 1000, amount: Math.floor(1e7 / buy) / 1e4 });
			expect(requests.byOperation).toMatchObject({ priceFix: 1, buyDigital: 1 });
		});

		it('is rounded down to the chosen decimals for the partner, who has no such price', async () => {
			const { buy } = await shop.prices('GAU');
			const { json } = await shop.run({
				...forPartner,
				orderBy: 'total',
				totalPrice: 1000,
				options: { gramDecimals: 2 },
			});
			const amount = Math.floor(1e5 / buy) / 100;
			expect(json[0]).toMatchObject({ amount });
			expect(Number(json[0]?.total)).toBeLessThanOrEqual(1000);
		});

		it('is refused when the total does not pay for the smallest amount', async () => {
			const { error } = await shop.run({
				...forPartner,
				orderBy: 'total',
				totalPrice: 1,
				options: { gramDecimals: 2 },
			});
			expect(error).toMatchObject({
				message: '1 TRY is less than the smallest amount of GAU',
				description: expect.stringContaining('Raise the Total Price.'),
			});
		});

		it.each([
			[0, 'Amount (Grams) is zero'],
			[-1, 'Amount (Grams) is negative'],
			['0,5', 'Amount (Grams) has a comma in it'],
			['a pinch', 'Amount (Grams) is not a number'],
			[0.123456789, 'Amount (Grams) has more than 8 decimals'],
		])('is refused before anything is sent for %p', async (amount, message) => {
			const { error, requests } = await shop.run(
				{ ...forPartner, amount: '={{ $json.amount }}' },
				{ items: [{ amount }] },
			);
			expect(error).toMatchObject({ message });
			expect(requests.requests).toBe(0);
		});

		it('is read from text as a spreadsheet brings it', async () => {
			const { json } = await shop.run(
				{ ...forPartner, amount: '={{ $json.amount }}' },
				{ items: [{ amount: ' 0.25 ' }] },
			);
			expect(json[0]).toMatchObject({ amount: 0.25 });
		});
	});

	describe('How it is paid', () => {
		const CARD = {
			payment: 'cardNumber',
			cardHolder: 'Ada Example',
			cardNumber: '5406 6700 0000 0003',
			cardExpiry: '12/39',
			cardCvv: '987',
			customerIp: '192.0.2.10',
		};

		it('is cash: the body holds no payment', async () => {
			await shop.run(forCustomer);
			expect(sentBody()).not.toHaveProperty('payment');
			expect(sentBody()).not.toHaveProperty('payment_type');
		});

		it('is a card number, sent as the documentation writes it', async () => {
			const { json } = await shop.run({ ...forCustomer, ...CARD });
			expect(json[0]).not.toHaveProperty('payment_redirect_url');
			expect(sentBody()).toMatchObject({
				payment_type: 'creditcard',
				payment: { card_holder: 'Ada Example', card_expiry: '12/39', customer_ip: '192.0.2.10' },
			});
		});

		it('waits for the customer where the bank wants the 3D step, and gives the address', async () => {
			const { json } = await shop.run({ ...forCustomer, ...CARD, cardNumber: '5406670000005403' });
			expect(json[0]).toMatchObject({
				outcome: 'placed',
				payment_redirect_url: expect.stringMatching(`^${shop.sandbox.url}/pay/`),
			});
		});

		it('is a saved card, by its token', async () => {
			const { json: cards } = await shop.run({
				...CARD,
				resource: 'card',
				operation: 'add',
				customerId: byId('MTD-DEMO-1'),
			});
			const { json } = await shop.run({
				...forCustomer,
				payment: 'savedCard',
				cardToken: byId(String(cards[0]?.token)),
			});
			expect(json[0]).toMatchObject({ outcome: 'placed' });
			expect(sentBody()).toMatchObject({ payment_type: 'creditcard' });
		});

		it('fails with a declined card: nothing is ordered', async () => {
			const { error } = await shop.run({ ...forCustomer, ...CARD, cardNumber: '5406670000000002' });
			expect(error?.description).toMatch(/Minted says: ".+"\. Nothing was ordered\./);
			expect(shop.sandbox.orders()).toHaveLength(0);
		});

		it.each([
			[{ cardNumber: '5406 6700 0000' }, 'Card Number does not have 16 digits'],
			[{ cardExpiry: '2039-12' }, 'Card Expiry is not a month and year'],
			[{ cardCvv: '12x' }, 'Card Security Code does not have three or four digits'],
		])('is checked before anything is sent: %p', async (wrong, message) => {
			const { error, requests } = await shop.run({ ...forCustomer, ...CARD, ...wrong });
			expect(error).toMatchObject({ message });
			expect(requests.requests).toBe(0);
		});

		it('shows the card number and its security code nowhere in the output or an error', async () => {
			const fromItem = {
				...forCustomer,
				...CARD,
				cardNumber: '={{ $json.number }}',
				cardCvv: '={{ $json.cvv }}',
				simplify: false,
			};
			const cvv = CARD.cardCvv;
			const placed = await shop.run(fromItem, { items: [{ number: '5406670000000003', cvv }] });
			const refused = await shop.run(
				{ ...fromItem, externalId: 'web-shop-2' },
				{ items: [{ number: '5406670000000002', cvv }] },
			);
			const written = JSON.stringify([placed.items, refused.error, refused.error?.stack]);
			expect(written).toContain('540667******0003');
			expect(written).not.toMatch(/5406 ?6700 ?0000 ?000|987/);
		});
	});

	describe('The price', () => {
		it('is fixed in the same step', async () => {
			const { requests } = await shop.run(forPartner);
			expect(requests.byOperation).toEqual({ getOrderAlternative: 1, priceFix: 1, buyDigital: 1 });
		});

		it('comes with a token from an earlier step, and is not fixed again', async () => {
			const { json: fixed } = await shop.run({
				resource: 'price',
				operation: 'fix',
				account: 'partner',
			});
			shop.sandbox.setPrices({ spot: { GAU: 9000 } });
			const { json, requests } = await shop.run({
				...forPartner,
				priceSource: 'token',
				priceToken: fixed[0]?.token as string,
			});
			expect(requests.byOperation).not.toHaveProperty('priceFix');
			expect(Number(json[0]?.price)).toBeLessThan(3000);
		});

		it('cannot come with a token for an order by total price', async () => {
			const { error, requests } = await shop.run({
				...forPartner,
				orderBy: 'total',
				totalPrice: 100,
				priceSource: 'token',
				priceToken: 'x',
			});
			expect(error).toMatchObject({
				message: 'An order by total price needs the price to be fixed in the same step',
			});
			expect(requests.byOperation).not.toHaveProperty('buyDigital');
		});

		it('is fixed once more when its token expires on the way, within the same limits', async () => {
			shop.sandbox.faults.add({ kind: 'priceTokenExpired', match: { operationId: 'buyDigital' } });
			const { json, requests } = await shop.run(forPartner);
			expect(json[0]).toMatchObject({ outcome: 'placed' });
			expect(requests.byOperation).toMatchObject({ priceFix: 2, buyDigital: 2 });
			expect(shop.sandbox.orders()).toHaveLength(1);
		});
	});

	describe('Price limits', () => {
		it.each([
			[{ maxUnitPrice: 2000 }, 'Maximum Unit Price of 2000 TRY'],
			[{ maxTotal: 100 }, 'Maximum Total of 100 TRY'],
		])('stop an order above %p before it is sent', async (limits, limit) => {
			const { error, requests } = await shop.run({ ...forPartner, limits });
			expect(error?.message).toContain(`is above the ${limit}; nothing was ordered`);
			expect(requests.byOperation).not.toHaveProperty('buyDigital');
		});

		it('let an order at the limit through', async () => {
			const { buy } = await shop.prices('GAU');
			const limits = { maxUnitPrice: buy, maxTotal: Math.round(buy * 10) / 100 };
			const { json } = await shop.run({ ...forPartner, limits });
			expect(json[0]).toMatchObject({ outcome: 'placed' });
		});
	});

	describe('Preview Only', () => {
		it('returns what would be ordered, and orders nothing', async () => {
			const { buy } = await shop.prices('GAU');
			const { json, requests } = await shop.run({ ...forCustomer, previewOnly: true });
			expect(json).toEqual([
				{
					outcome: 'preview',
					external_id: 'web-shop-1',
					type: 'Buy',
					sku: 'GAU',
					amount: 0.1,
					price: buy,
					total: Math.round(buy * 10) / 100,
					currency_code: 'TRY',
					price_token: expect.any(String),
					expires_at: '2026-11-02T12:04:00+03:00',
					customer_external_id: 'MTD-DEMO-1',
				},
			]);
			expect(requests.byOperation).toEqual({ priceFix: 1 });
			expect(shop.sandbox.orders()).toHaveLength(0);
		});

		it('checks the limits', async () => {
			const { error } = await shop.run({
				...forCustomer,
				previewOnly: true,
				limits: { maxTotal: 1 },
			});
			expect(error?.message).toContain('Maximum Total');
		});
	});

	describe('An answer that says nothing', () => {
		const options = { settleSeconds: 0.05 };

		it.each(['htmlAfter', 'truncatedJsonAfter', 'cutBodyAfter', '500After', 'resetAfter'] as const)(
			'(%s) is no proof that nothing was done: the order is found',
			async (kind) => {
				shop.sandbox.faults.add({ kind, match: { operationId: 'buyDigital' } });
				const { json } = await shop.run({ ...forPartner, options });
				expect(json[0]).toMatchObject({ outcome: 'recovered', external_id: 'web-shop-1' });
				expect(shop.sandbox.orders()).toHaveLength(1);
			},
		);

		it.each(['htmlBefore', '500Before', 'resetBefore'] as const)(
			'(%s) is no proof that anything was done: it is safe to run the step again',
			async (kind) => {
				shop.sandbox.faults.add({ kind, match: { operationId: 'buyDigital' } });
				const { error } = await shop.run({ ...forPartner, options });
				expect(error?.message).toBe('The order was not placed; it is safe to run it again');
				const { json } = await shop.run({ ...forPartner, options });
				expect(json[0]).toMatchObject({ outcome: 'placed' });
				expect(shop.sandbox.orders()).toHaveLength(1);
			},
		);
	});

	describe('The External Order ID', () => {
		it('placed twice gives one order: the second run finds the first', async () => {
			const first = await shop.run(forPartner);
			const second = await shop.run(forPartner);
			expect(second.json[0]).toMatchObject({ outcome: 'existing', guid: first.json[0]?.guid });
			expect(second.requests.byOperation).toEqual({ getOrderAlternative: 1 });
			expect(shop.sandbox.orders()).toHaveLength(1);
		});

		it('protects against two items with the same ID, too', async () => {
			const { json } = await shop.run(forPartner, { items: [{}, {}, {}] });
			expect(json.map(({ outcome }) => outcome)).toEqual(['placed', 'existing', 'existing']);
			expect(shop.sandbox.orders()).toHaveLength(1);
		});

		it('that belongs to another order is refused, with what that order is', async () => {
			await shop.run(forPartner);
			const { error, requests } = await shop.run({ ...forPartner, metal: 'GAG' });
			expect(error).toMatchObject({
				message: 'The External Order ID "web-shop-1" already belongs to another order',
				description: expect.stringContaining('Buy 0.1 g GAU of your company'),
			});
			expect(requests.byOperation).not.toHaveProperty('buyDigital');
		});

		it('that belongs to an order of another customer is refused as well', async () => {
			await shop.run(forCustomer);
			const { error } = await shop.run({ ...forCustomer, customerId: byId('MTD-DEMO-3') });
			expect(error).toMatchObject({
				message: 'The External Order ID "web-shop-1" already belongs to another order',
				description: expect.stringContaining('of customer MTD-DEMO-1'),
			});
			expect(shop.sandbox.orders()).toHaveLength(1);
		});

		it('that named a cash movement or a delivery before may name an order, too', async () => {
			shop.sandbox.behaviour.lookupDelayMs = 60_000;
			const customer = { customerId: byId('MTD-DEMO-1'), externalId: 'web-shop-1' };
			await shop.run({
				...customer,
				resource: 'balance',
				operation: 'updateCustomerCash',
				cashAmount: 250,
			});
			const { json } = await shop.run({ ...forCustomer, ...customer });
			expect(json[0]).toMatchObject({ outcome: 'placed', external_id: 'web-shop-1' });
		});

		it('is known to this process before the lookup of Minted shows the order', async () => {
			shop.sandbox.behaviour.lookupDelayMs = 60_000;
			const first = await shop.run(forPartner);
			const second = await shop.run(forPartner);
			expect(second.json[0]).toMatchObject({ outcome: 'existing', guid: first.json[0]?.guid });
			const other = await shop.run({ ...forPartner, metal: 'GAG' });
			expect(other.error?.message).toContain('already belongs to another order');
			expect(shop.sandbox.orders()).toHaveLength(1);
		});

		it('left empty is made from the place of the order in the workflow', async () => {
			const { json } = await shop.run({ ...forPartner, externalId: '' }, { items: [{}, {}] });
			const ids = json.map(({ external_id }) => external_id);
			expect(new Set(ids).size).toBe(2);
			for (const id of ids) expect(id).toMatch(/^n8n-[0-9a-f]{32}$/);
		});

		it('left empty is the same when n8n tries the step again', async () => {
			shop.sandbox.faults.add({ kind: '503Before', match: { operationId: 'priceFix' }, times: 1 });
			const { json } = await shop.run(
				{ ...forPartner, externalId: '', options: { retrySeconds: 0, settleSeconds: 0.05 } },
				{ tries: 2, executionId: 'execution-1' },
			);
			const { json: again } = await shop.run(
				{ ...forPartner, externalId: '' },
				{ executionId: 'execution-1' },
			);
			expect(again[0]).toMatchObject({ outcome: 'existing', guid: json[0]?.guid });
			expect(shop.sandbox.orders()).toHaveLength(1);
		});

		it('left empty differs between executions', async () => {
			await shop.run({ ...forPartner, externalId: '' }, { executionId: 'execution-2' });
			await shop.run({ ...forPartner, externalId: '' }, { executionId: 'execution-3' });
			expect(shop.sandbox.orders()).toHaveLength(2);
		});

		it.each([
			'=order-{{ $json.id }}',
			'=order-{{ $json.id }}-{{ $json.none }}x',
			"={{ $json.none + '-1' }}",
			'=order-{{ $json.none ?? null }}',
			'={{ `order-${$json.object}` }}',
			'=order-{{ $json.object }}',
		])('of which %s is all there is in an empty row is refused', async (externalId) => {
			const { error, requests } = await shop.run(
				{ ...forPartner, externalId },
				{ items: [{ id: '', object: { a: 1 } }] },
			);
			expect(error).toMatchObject({
				message: 'The expression of External Order ID brings no ID',
				description: expect.stringContaining('Nothing was ordered.') as string,
			});
			expect(requests.requests).toBe(0);
		});

		it('may be fixed where an expression could be', async () => {
			const { json } = await shop.run({ ...forPartner, externalId: '=null-1' });
			expect(json[0]).toMatchObject({ external_id: 'null-1', outcome: 'placed' });
		});

		it('may be made of fixed and changing parts', async () => {
			const externalId = "=null1-{{ $json.shop }}{{ $json.id }}-undefinedx{{ $json.last ?? '0' }}";
			const { json } = await shop.run(
				{ ...forPartner, externalId },
				{
					items: [
						{ shop: 'a-', id: 7 },
						{ shop: '-', id: 0, last: 'z' },
					],
				},
			);
			expect(json.map(({ external_id, outcome }) => [external_id, outcome])).toEqual([
				['null1-a-7-undefinedx0', 'placed'],
				['null1--0-undefinedxz', 'placed'],
			]);
		});

		it.each([
			['=order-{{ $json.customer }}-{{ $json.month }}', { customer: 'C-1', month: '' }],
			['={{ $json.customer }}-{{ $json.month }}', { customer: '', month: '2026-11' }],
			['={{ $json.customer }}{{ $json.month }}', { customer: 'C-1' }],
			['=o-{{ $json.month }}-{{ $json.customer }}', { customer: 'C-1', month: ' ' }],
			['=o-{{ $json.month }} {{ $json.customer }}', { customer: 'C-1', month: null }],
		])('made of parts (%s) needs each of them', async (externalId, row) => {
			const { error, requests } = await shop.run({ ...forPartner, externalId }, { items: [row] });
			expect(error).toMatchObject({
				message: 'The expression of External Order ID brings no ID',
				description: expect.stringContaining('Nothing was ordered.') as string,
			});
			expect(requests.requests).toBe(0);
		});

		it('that a model should choose is refused where no model calls', async () => {
			const { error, requests } = await shop.run({
				...forPartner,
				externalId: "={{ $fromAI('id') }}",
			});
			expect(error).toMatchObject({
				message: 'The expression of External Order ID brings no ID',
			});
			expect(requests.requests).toBe(0);
		});
	});
});

/** Deliveries and cash movements: guarded like orders, as far as the API lets them be looked up. */
import { HttpFailure } from '../../../../minted/http';
import { placeCashMovement, type CashMovement } from '../../../../minted/orders/cashMovement';
import { placeDelivery, type Delivery } from '../../../../minted/orders/delivery';
import { OrderLedger } from '../../../../minted/orders/placeOnce';
import type { Guard } from '../../../../minted/orders/placeOnce';
import { data, refusal, ScriptedApi, type Replies } from '../../support/scriptedApi';

const LOOK = 'POST /partner/order';
const DELIVER = 'POST /partner/delivery/create';
const lost = new HttpFailure('reset', 'the connection broke');
const unknown = refusal(404, 'Order not found.');

const guardOf = (scripted: ScriptedApi, more: Partial<Guard> = {}): Guard => ({
	ledger: new OrderLedger(),
	ledgerKey: 'key',
	clock: scripted.clock,
	duplicateGuard: true,
	mayHaveBeenSentBefore: () => false,
	settleMs: 30_000,
	...more,
});

const customer = {
	external_id: 'MTD-DEMO-1',
	firstname: 'Ada',
	lastname: 'Example',
	phone: '+905000000000',
	email: 'ada@example.com',
	identity_number: '10000000146',
};
const delivery: Delivery = {
	externalId: 'delivery-1',
	customer: { externalId: 'MTD-DEMO-1', identityNumber: false, details: customer },
	sku: 'GAU-1G',
	amount: 3,
	body: { address: {} },
};
const asOrder = {
	guid: 'G-1',
	external_id: 'delivery-1',
	type: 'Delivery',
	customer: { external_id: 'MTD-DEMO-1' },
	items: [{ sku: 'GAU', amount: 3 }],
};

describe('A delivery', () => {
	it('is looked for, then requested once, without the identity number', async () => {
		const placed = { guid: 'G-1', external_id: null };
		const scripted = new ScriptedApi(({ endpoint }) =>
			endpoint === LOOK ? unknown : data(placed),
		);
		await expect(placeDelivery(scripted.api, delivery, guardOf(scripted))).resolves.toEqual({
			outcome: 'placed',
			result: placed,
		});
		expect(scripted.endpoints).toEqual([LOOK, DELIVER]);
		const { identity_number: _, ...details } = customer;
		expect(scripted.bodies(DELIVER)).toEqual([
			{ address: {}, customer: details, external_id: 'delivery-1', sku: 'GAU-1G', amount: 3 },
		]);
	});

	it('whose answer is lost is found as an order', async () => {
		const looks = [unknown, unknown, data(asOrder)];
		const scripted = new ScriptedApi(({ endpoint }) => (endpoint === LOOK ? looks.shift()! : lost));
		await expect(placeDelivery(scripted.api, delivery, guardOf(scripted))).resolves.toEqual({
			outcome: 'recovered',
			result: asOrder,
		});
		expect(scripted.bodies(DELIVER)).toHaveLength(1);
	});

	it.each([
		['a buy', { type: 'Buy' }],
		['one for another customer', { customer: { external_id: 'MTD-DEMO-2' } }],
		['one of the company', { customer: null }],
		['one of another weight', { items: [{ sku: 'GAU', amount: 2 }] }],
	])('is not taken for %s under its ID', async (_, more) => {
		const scripted = new ScriptedApi(() => data({ ...asOrder, ...more }));
		await expect(placeDelivery(scripted.api, delivery, guardOf(scripted))).rejects.toMatchObject({
			reason: { kind: 'taken', certain: true },
		});
		expect(scripted.endpoints).toEqual([LOOK]);
	});

	it('whose answer names another delivery is looked for', async () => {
		const scripted = new ScriptedApi(({ endpoint }) =>
			endpoint === LOOK ? unknown : data({ guid: 'G-2', external_id: 'delivery-2' }),
		);
		const placing = placeDelivery(scripted.api, delivery, guardOf(scripted));
		await expect(placing).rejects.toMatchObject({ name: 'OrderNotPlacedError' });
		expect(scripted.bodies(DELIVER)).toHaveLength(1);
	});
});

const movement: CashMovement = {
	externalId: 'move-1',
	customerExternalId: 'MTD-DEMO-1',
	amount: 250,
	currency: 'TRY',
	body: { note: 'gift' },
};

describe('A cash movement', () => {
	const move = (replies: Replies) => {
		const scripted = new ScriptedApi(replies);
		const ledger = new OrderLedger();
		const go = async (more: Partial<CashMovement> = {}, guard: Partial<Guard> = {}) =>
			await placeCashMovement(
				scripted.api,
				{ ...movement, ...more },
				guardOf(scripted, { ledger, ...guard }),
			);
		return { scripted, go };
	};

	it('is sent once, and known from then on in this process', async () => {
		const { scripted, go } = move(() => data({ balance: 250 }));
		await expect(go()).resolves.toMatchObject({ outcome: 'placed' });
		for (const guard of [{}, { duplicateGuard: false }]) {
			await expect(go({}, guard)).resolves.toEqual({
				outcome: 'existing',
				result: { balance: 250 },
			});
		}
		expect(scripted.calls.map(({ body }) => body)).toEqual([
			{ note: 'gift', amount: 250, currency_code: 'TRY', external_id: 'move-1' },
		]);
	});

	it.each<Partial<CashMovement>>([
		{ amount: 251 },
		{ amount: -250 },
		{ currency: 'EUR' },
		{ customerExternalId: 'MTD-DEMO-2' },
		{ body: {} },
	])('is no other one under its ID: %j', async (more) => {
		const { scripted, go } = move(() => data({ balance: 250 }));
		await go();
		await expect(go(more)).rejects.toMatchObject({ reason: { kind: 'taken', certain: true } });
		expect(scripted.calls).toHaveLength(1);
	});

	it('whose answer is lost stays unknown, and nothing more is sent under its ID', async () => {
		const { scripted, go } = move(() => lost);
		for (let run = 0; run < 3; run++) {
			await expect(go()).rejects.toMatchObject({ name: 'OrderOutcomeUnknownError' });
		}
		expect(scripted.calls).toHaveLength(1);
		expect(scripted.clock.sleeps).toEqual([]);
	});

	it('is not sent by a retried execution, which may have sent it before', async () => {
		const { scripted, go } = move(() => data({}));
		await expect(go({}, { mayHaveBeenSentBefore: () => true })).rejects.toMatchObject({
			name: 'OrderOutcomeUnknownError',
		});
		expect(scripted.calls).toEqual([]);
	});

	it('that Minted refuses may be sent again', async () => {
		const answers = [refusal(422, 'Yetersiz bakiye.'), data({ balance: 250 })];
		const { go } = move(() => answers.shift()!);
		await expect(go()).rejects.toMatchObject({ kind: 'insufficientBalance' });
		await expect(go()).resolves.toMatchObject({ outcome: 'placed' });
	});
});

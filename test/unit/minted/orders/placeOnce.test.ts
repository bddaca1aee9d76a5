import { FieldError, MintedError, type MintedErrorDetails } from '../../../../minted/errors';
import { OrderLedger } from '../../../../minted/orders/ledger';
import {
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
	placeOnce,
	type PlaceOnceOptions,
} from '../../../../minted/orders/placeOnce';
import { FakeClock } from '../../../support/fakeClock';

const SETTLE_MS = 30_000;
const failure = (details: MintedErrorDetails) => new MintedError(details);
const lost = () => failure({ kind: 'noAnswer' });

/** An API whose orders show in its lookup only some time after they were placed. */
class FakeApi {
	readonly clock = new FakeClock();
	readonly ledger = new OrderLedger();
	placed = 0;
	lookups = 0;
	/** How long the lookup does not show a new order. */
	lagMs = 0;
	/** How long it takes to fix the price and read the customer. */
	prepareMs = 0;
	/** Thrown by the next `place`, after it was carried out or not. */
	placeFails?: { error: Error; processed: boolean };
	/** Thrown by the lookup, as long as it is set. */
	lookupFails?: Error;
	private visibleAt = Number.POSITIVE_INFINITY;

	async order(more: Partial<PlaceOnceOptions<string, string>> = {}) {
		return await placeOnce<string, string>({
			externalId: 'web-shop-1',
			ledger: this.ledger,
			ledgerKey: 'account, web-shop-1',
			clock: this.clock,
			duplicateGuard: true,
			mayHaveBeenSentBefore: false,
			settleMs: SETTLE_MS,
			place: async (confirmNew) => await this.place(confirmNew),
			lookup: async () => await this.lookup(),
			asFound: (placed) => `${placed}, from memory`,
			findOut: 'ask Minted',
			...more,
		});
	}

	private async place(confirmNew: () => Promise<void>): Promise<string> {
		if (this.prepareMs > 0) await this.clock.sleep(this.prepareMs);
		await confirmNew();
		const fails = this.placeFails;
		this.placeFails = undefined;
		if (fails === undefined || fails.processed) {
			this.placed++;
			this.visibleAt = this.clock.now() + this.lagMs;
		}
		if (fails !== undefined) throw fails.error;
		return 'order';
	}

	private async lookup(): Promise<string | undefined> {
		this.lookups++;
		if (this.lookupFails !== undefined) throw this.lookupFails;
		return this.clock.now() >= this.visibleAt ? 'order, found' : undefined;
	}
}

let api: FakeApi;
beforeEach(() => {
	api = new FakeApi();
});

describe('An order under a new ID', () => {
	it('is looked for once, then placed', async () => {
		expect(await api.order()).toEqual({ outcome: 'placed', placed: 'order' });
		expect([api.placed, api.lookups]).toEqual([1, 1]);
		expect(api.clock.sleeps).toEqual([]);
	});

	it('is not looked for with the guard off', async () => {
		await api.order({ duplicateGuard: false });
		expect([api.placed, api.lookups]).toEqual([1, 0]);
	});

	it('is not placed when it cannot be looked for: nothing was sent', async () => {
		api.lookupFails = failure({ kind: 'server', status: 500 });
		await expect(api.order()).rejects.toBe(api.lookupFails);
		expect(api.placed).toBe(0);
	});
});

describe('An order that exists', () => {
	it('is returned as existing, and nothing is sent', async () => {
		await api.order();
		expect(await api.order()).toEqual({ outcome: 'existing', found: 'order, found' });
		expect(api.placed).toBe(1);
	});

	it('is known from memory while the lookup lags behind', async () => {
		api.lagMs = 60_000;
		await api.order();
		expect(await api.order()).toEqual({ outcome: 'existing', found: 'order, from memory' });
		expect(api.placed).toBe(1);
		expect(api.clock.sleeps).toEqual([]);
	});

	it('is known from memory while the lookup fails', async () => {
		await api.order();
		api.lookupFails = failure({ kind: 'server', status: 500 });
		expect(await api.order()).toMatchObject({ outcome: 'existing' });
		expect(api.placed).toBe(1);
	});

	it('is not placed again with the guard off, either, where this process knows of it', async () => {
		await api.order({ duplicateGuard: false });
		expect(await api.order({ duplicateGuard: false })).toMatchObject({ outcome: 'existing' });
		expect(api.placed).toBe(1);
	});

	it('is refused as the caller does, when it is not the one that was asked for', async () => {
		const foreign = new FieldError('External Order ID', 'It is another one');
		const rejected = api.order({ lookup: async () => await Promise.reject(foreign) });
		await expect(rejected).rejects.toBe(foreign);
		expect(api.placed).toBe(0);
	});
});

describe('An error that proves that nothing was processed', () => {
	it.each<MintedErrorDetails>([
		{ kind: 'insufficientBalance', status: 422 },
		{ kind: 'rateLimited', status: 429 },
		{ kind: 'unreachable' },
		{ kind: 'noAnswer', notSent: true },
	])('is passed on, and the next attempt starts afresh: %p', async (details) => {
		const error = failure(details);
		api.placeFails = { error, processed: false };
		await expect(api.order()).rejects.toBe(error);
		expect(api.lookups).toBe(1);
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.clock.sleeps).toEqual([]);
	});
});

describe('A lost answer', () => {
	it.each<MintedErrorDetails>([
		{ kind: 'noAnswer' },
		{ kind: 'server', status: 500 },
		{ kind: 'unreadable', status: 200 },
	])('is looked for, and the order returned as recovered: %p', async (details) => {
		api.placeFails = { error: failure(details), processed: true };
		expect(await api.order()).toEqual({ outcome: 'recovered', found: 'order, found' });
		expect(api.placed).toBe(1);
	});

	it('is looked for until the order shows', async () => {
		api.lagMs = SETTLE_MS - 1;
		api.placeFails = { error: lost(), processed: true };
		expect(await api.order()).toMatchObject({ outcome: 'recovered' });
		expect(api.clock.now()).toBeLessThanOrEqual(SETTLE_MS);
	});

	it('is looked for with growing pauses, so that the API is left in peace', async () => {
		api.placeFails = { error: lost(), processed: false };
		await expect(api.order()).rejects.toBeInstanceOf(OrderNotPlacedError);
		expect(api.lookups).toBeLessThan(12);
		const [first = 0, second = 0] = api.clock.sleeps;
		expect(second).toBe(first * 2);
	});

	it.each([new TypeError('a bug'), 'not even an error'])(
		'may come as anything: %p is looked for like any other',
		async (error) => {
			api.placeFails = { error: error as Error, processed: true };
			expect(await api.order()).toMatchObject({ outcome: 'recovered' });
		},
	);

	it('is remembered as recovered, so that a look that fails later does no harm', async () => {
		api.placeFails = { error: lost(), processed: true };
		await api.order();
		api.lookupFails = failure({ kind: 'server', status: 500 });
		expect(await api.order()).toMatchObject({ outcome: 'existing' });
	});

	it('is unknown when another order has come up under its ID', async () => {
		api.placeFails = { error: lost(), processed: true };
		const foreign = new FieldError('External Order ID', 'It is another one');
		const looked = jest.fn<Promise<undefined>, []>().mockResolvedValueOnce(undefined);
		looked.mockRejectedValue(foreign);
		await expect(api.order({ lookup: looked })).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
	});

	it('of an order that never shows means not placed, after the whole time', async () => {
		const reason = lost();
		api.placeFails = { error: reason, processed: false };
		await expect(api.order()).rejects.toMatchObject({
			name: 'OrderNotPlacedError',
			externalId: 'web-shop-1',
			reason,
			lookedForMs: SETTLE_MS,
		});
		expect(api.placed).toBe(0);
	});

	it('is unknown when the last look fails', async () => {
		const reason = lost();
		api.placeFails = { error: reason, processed: true };
		const looked = jest.fn<Promise<undefined>, []>().mockResolvedValueOnce(undefined);
		looked.mockRejectedValue(failure({ kind: 'server', status: 500 }));
		await expect(api.order({ lookup: looked })).rejects.toMatchObject({
			name: 'OrderOutcomeUnknownError',
			reason,
			findOut: 'ask Minted',
		});
	});

	it('survives looks that fail in between', async () => {
		api.placeFails = { error: lost(), processed: true };
		const looked = jest
			.fn<Promise<string | undefined>, []>()
			.mockResolvedValueOnce(undefined)
			.mockRejectedValueOnce(failure({ kind: 'server', status: 502 }))
			.mockResolvedValue('order, found');
		expect(await api.order({ lookup: looked })).toMatchObject({ outcome: 'recovered' });
	});

	it('is unknown at once where the API has no way to look', async () => {
		api.placeFails = { error: lost(), processed: true };
		await expect(api.order({ lookup: undefined })).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
		expect(api.clock.sleeps).toEqual([]);
	});
});

describe('The attempt after an unknown one', () => {
	const leaveUnknown = async (processed: boolean) => {
		api.placeFails = { error: lost(), processed };
		const looked = jest.fn<Promise<undefined>, []>().mockResolvedValueOnce(undefined);
		looked.mockRejectedValue(failure({ kind: 'server', status: 500 }));
		await expect(api.order({ lookup: looked, settleMs: 1_000 })).rejects.toBeInstanceOf(
			OrderOutcomeUnknownError,
		);
	};

	it('finds the order', async () => {
		await leaveUnknown(true);
		expect(await api.order()).toMatchObject({ outcome: 'existing' });
		expect(api.placed).toBe(1);
	});

	it('waits for it as long as it may lag, before it orders', async () => {
		api.lagMs = 20_000;
		await leaveUnknown(true);
		expect(await api.order()).toMatchObject({ outcome: 'recovered' });
		expect(api.placed).toBe(1);
	});

	it('orders once it is certain that there is none', async () => {
		await leaveUnknown(false);
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.placed).toBe(1);
		expect(api.clock.now()).toBeGreaterThanOrEqual(SETTLE_MS);
	});

	it('waits in the same way with the guard off', async () => {
		api.lagMs = 20_000;
		await leaveUnknown(true);
		expect(await api.order({ duplicateGuard: false })).toMatchObject({ outcome: 'recovered' });
		expect(api.placed).toBe(1);
	});

	it('stays unknown while nobody can look: never "not placed"', async () => {
		await leaveUnknown(true);
		api.lookupFails = failure({ kind: 'server', status: 500 });
		await expect(api.order()).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
		expect(api.placed).toBe(1);
	});

	it('stays unknown where the API has no way to look', async () => {
		await leaveUnknown(true);
		await expect(api.order({ lookup: undefined })).rejects.toMatchObject({
			name: 'OrderOutcomeUnknownError',
			reason: undefined,
		});
		expect(api.placed).toBe(1);
	});
});

describe('An execution that repeats an earlier one', () => {
	it('waits for an order of that one before it orders', async () => {
		const again = api.order({ mayHaveBeenSentBefore: true });
		expect(await again).toMatchObject({ outcome: 'placed' });
		expect(api.clock.now()).toBe(SETTLE_MS);
	});

	it('waits with the guard off, too', async () => {
		api.lagMs = 10_000;
		await api.order();
		api.ledger.delete('account, web-shop-1');
		const again = api.order({ mayHaveBeenSentBefore: true, duplicateGuard: false });
		expect(await again).toMatchObject({ outcome: 'recovered' });
		expect(api.placed).toBe(1);
	});

	it('does not order when it cannot look', async () => {
		api.lookupFails = failure({ kind: 'server', status: 500 });
		await expect(api.order({ mayHaveBeenSentBefore: true })).rejects.toBeInstanceOf(
			OrderOutcomeUnknownError,
		);
		expect(api.placed).toBe(0);
	});
});

describe('Orders at the same time', () => {
	it('under one ID wait for each other: one is placed', async () => {
		const outcomes = await Promise.all([api.order(), api.order(), api.order()]);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['placed', 'existing', 'existing']);
		expect(api.placed).toBe(1);
	});

	it('go on after one of them failed', async () => {
		api.placeFails = { error: failure({ kind: 'parameter' }), processed: false };
		const [first, second] = await Promise.allSettled([api.order(), api.order()]);
		expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
	});

	it('under different IDs do not wait', async () => {
		const never = placeNever(api);
		await expect(api.order({ ledgerKey: 'account, web-shop-2' })).resolves.toMatchObject({
			outcome: 'placed',
		});
		never.release();
		await never.done;
	});
});

/** An order that hangs until it is released. */
function placeNever(target: FakeApi) {
	let release = () => {};
	const hangs = new Promise<string>((resolve) => {
		release = () => resolve('order');
	});
	return { done: target.order({ place: async () => await hangs }), release };
}

describe('An order that takes long to prepare', () => {
	/** Another process with the same ID places its order while this one prepares. */
	const orderSlowly = async () =>
		await api.order({
			place: async (confirmNew) => {
				await api.order({ ledger: new OrderLedger() });
				await api.clock.sleep(20_000);
				await confirmNew();
				api.placed++;
				return 'a second order';
			},
		});

	it('is looked for again right before it is sent', async () => {
		expect(await orderSlowly()).toEqual({ outcome: 'existing', found: 'order, found' });
		expect(api.placed).toBe(1);
	});

	it('is known as placed from then on', async () => {
		await orderSlowly();
		api.lookupFails = lost();
		expect(await api.order()).toEqual({ outcome: 'existing', found: 'order, found' });
	});

	it('is not sent when that look fails, and it is certain that nothing was', async () => {
		api.prepareMs = 20_000;
		const looked = jest.fn<Promise<undefined>, []>().mockResolvedValueOnce(undefined);
		looked.mockRejectedValueOnce(failure({ kind: 'server', status: 500 }));
		const order = api.order({ lookup: looked });
		await expect(order).rejects.toMatchObject({ details: { status: 500, notSent: true } });
		expect(api.placed).toBe(0);
		api.prepareMs = 0;
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.clock.sleeps).toEqual([20_000]);
	});

	it('is not sent when another order has come up under its ID', async () => {
		api.prepareMs = 20_000;
		const foreign = new FieldError('External Order ID', 'It is another one');
		const looked = jest.fn<Promise<undefined>, []>().mockResolvedValueOnce(undefined);
		looked.mockRejectedValueOnce(foreign);
		await expect(api.order({ lookup: looked })).rejects.toBe(foreign);
		expect(api.placed).toBe(0);
	});

	it('is not looked for again where that took no time, or with the guard off', async () => {
		api.prepareMs = 2_000;
		await api.order();
		expect(api.lookups).toBe(1);
		api.prepareMs = 20_000;
		await api.order({ ledgerKey: 'account, web-shop-2', duplicateGuard: false });
		expect(api.lookups).toBe(1);
	});
});

describe('The ledger', () => {
	it('forgets the oldest beyond 10,000 entries', () => {
		const ledger = new OrderLedger();
		for (let index = 0; index <= 10_000; index++)
			ledger.set(`${index}`, { state: 'unknown', at: 0 });
		expect(ledger.get('0')).toBeUndefined();
		expect(ledger.get('1')).toBeDefined();
		expect(ledger.get('10000')).toBeDefined();
	});

	it('does not forget an unknown outcome for orders that went well', () => {
		const ledger = new OrderLedger();
		ledger.set('lost', { state: 'unknown', at: 0 });
		for (let index = 0; index <= 10_000; index++)
			ledger.set(`${index}`, { state: 'placed', at: 0, orders: [] });
		expect(ledger.get('lost')).toBeDefined();
		expect(ledger.get('0')).toBeUndefined();
	});

	it('has one entry for a key: the last', () => {
		const ledger = new OrderLedger();
		ledger.set('key', { state: 'unknown', at: 0 });
		ledger.set('key', { state: 'placed', at: 1, orders: [] });
		expect(ledger.get('key')?.state).toBe('placed');
		ledger.delete('key');
		expect(ledger.get('key')).toBeUndefined();
	});
});

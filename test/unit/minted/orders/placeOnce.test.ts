import { FieldError, MintedError, type MintedErrorDetails } from '../../../../minted/errors';
import { OrderLedger } from '../../../../minted/orders/placeOnce';
import {
	NotPreparedError,
	OrderNotPlacedError,
	OrderOutcomeUnknownError,
} from '../../../../minted/orders/placeOnce';
import { OrderRefusal } from '../../../../minted/orders/refusal';
import { FakeMovement, SETTLE_MS } from '../../support/fakeMovement';

const failure = (details: MintedErrorDetails) => new MintedError(details);
const lost = () => failure({ kind: 'noAnswer' });
const down = () => failure({ kind: 'server', status: 500 });
const foreign = (certain = true) =>
	new OrderRefusal({ kind: 'taken', externalId: 'web-shop-1', certain });

/** A lookup that finds nothing the first time, then does this. */
const lookThen = (...rest: Array<Error | string | undefined>) => {
	const looked = jest.fn<Promise<string | undefined>, []>().mockResolvedValueOnce(undefined);
	rest.forEach((answer, index) => {
		const isLast = index === rest.length - 1;
		if (answer instanceof Error) {
			if (isLast) looked.mockRejectedValue(answer);
			else looked.mockRejectedValueOnce(answer);
		} else if (isLast) looked.mockResolvedValue(answer);
		else looked.mockResolvedValueOnce(answer);
	});
	return looked;
};

let api: FakeMovement;
beforeEach(() => {
	api = new FakeMovement();
});

describe('An order under a new ID', () => {
	it('is looked for once, prepared, then placed', async () => {
		expect(await api.order()).toEqual({ outcome: 'placed', result: 'order' });
		expect(api.steps).toEqual(['look', 'prepare', 'send']);
		expect(api.clock.sleeps).toEqual([]);
	});

	it('is not looked for with the guard off', async () => {
		await api.order({}, { duplicateGuard: false });
		expect(api.steps).toEqual(['prepare', 'send']);
	});

	it('is not placed when it cannot be looked for: nothing was sent', async () => {
		api.lookupFails = down();
		await expect(api.order()).rejects.toMatchObject({
			details: { kind: 'server', status: 500, notSent: true },
			mayHaveBeenProcessed: false,
		});
		expect(api.sent).toBe(0);
	});

	it('is sent with what was prepared for it', async () => {
		const sent: string[] = [];
		const prepare = jest.fn(async () => 'at 3000 TRY');
		const send = async (prepared: string) => {
			sent.push(prepared);
			return 'order';
		};
		await api.order({ prepare, send });
		expect([sent, prepare.mock.calls.length]).toEqual([['at 3000 TRY'], 1]);
	});
});

describe('A preparation that fails', () => {
	it.each<MintedErrorDetails>([
		{ kind: 'noAnswer' },
		{ kind: 'server', status: 503, tries: 3 },
		{ kind: 'unreadable', status: 200 },
		{ kind: 'refused', status: 200 },
		{ kind: 'cancelled' },
	])('with %p says at once that nothing was sent', async (details) => {
		api.prepareFails = failure(details);
		await expect(api.order()).rejects.toMatchObject({
			details: { ...details, notSent: true },
			mayHaveBeenProcessed: false,
		});
		expect(api.steps).toEqual(['look', 'prepare']);
		expect(api.clock.sleeps).toEqual([]);
	});

	it.each([new FieldError('Amount (Grams)', 'Amount (Grams) is zero'), foreign()])(
		'with words for the user passes them on: %p',
		async (error) => {
			api.prepareFails = error;
			await expect(api.order()).rejects.toBe(error);
			expect(api.steps).toEqual(['look', 'prepare']);
		},
	);

	it.each([new TypeError("Cannot read properties of null (reading 'sku')"), 'a text', undefined])(
		'with %p is no lost answer: it is not looked for, and nothing was sent',
		async (reason) => {
			const prepare = jest.fn<Promise<string>, []>().mockRejectedValue(reason);
			const failed = api.order({ prepare });
			await expect(failed).rejects.toBeInstanceOf(NotPreparedError);
			await expect(failed).rejects.toMatchObject({ reason });
			expect(api.steps).toEqual(['look']);
			expect(api.clock.sleeps).toEqual([]);
		},
	);

	it('leaves nothing behind: the next attempt starts afresh', async () => {
		api.prepareFails = down();
		await expect(api.order()).rejects.toBeInstanceOf(MintedError);
		api.prepareFails = undefined;
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.clock.sleeps).toEqual([]);
	});
});

describe('An order that exists', () => {
	it('is returned as existing, and nothing is sent', async () => {
		await api.order();
		expect(await api.order()).toEqual({ outcome: 'existing', result: 'order, found' });
		expect(api.placed).toBe(1);
	});

	it('is not sent; it was prepared for nothing', async () => {
		await api.order({ lookup: async () => 'order, found' });
		expect(api.steps).toEqual(['prepare']);
	});

	it('is known from memory while the lookup lags behind', async () => {
		api.lagMs = 60_000;
		await api.order();
		expect(await api.order()).toEqual({ outcome: 'existing', result: 'order' });
		expect(api.placed).toBe(1);
		expect(api.clock.sleeps).toEqual([]);
	});

	it('is known from memory while the lookup fails', async () => {
		await api.order();
		api.lookupFails = down();
		expect(await api.order()).toMatchObject({ outcome: 'existing' });
		expect(api.placed).toBe(1);
	});

	it('is known from memory when the look ends in what nobody expects', async () => {
		await api.order();
		const lookup = async () => await Promise.reject(new TypeError('a bug'));
		expect(await api.order({ lookup })).toEqual({ outcome: 'existing', result: 'order' });
		expect(api.placed).toBe(1);
	});

	it('is known from memory where the API has no way to look', async () => {
		await api.order({ lookup: undefined });
		expect(await api.order({ lookup: undefined })).toEqual({
			outcome: 'existing',
			result: 'order',
		});
		expect(api.placed).toBe(1);
	});

	it('is not placed again with the guard off, either, where this process knows of it', async () => {
		await api.order({}, { duplicateGuard: false });
		const again = await api.order({}, { duplicateGuard: false });
		expect(again).toMatchObject({ outcome: 'existing' });
		expect(api.placed).toBe(1);
	});

	it('is refused as the lookup does, when it is not the one that was asked for', async () => {
		const other = foreign();
		const rejected = api.order({ lookup: async () => await Promise.reject(other) });
		await expect(rejected).rejects.toBe(other);
		expect(api.placed).toBe(0);
	});
});

describe('Another wish under an ID that this process has placed', () => {
	const other = { wish: 'sell 0.2 g of gold for the company' };

	it('is refused from memory while the lookup lags behind', async () => {
		api.lagMs = 60_000;
		await api.order();
		await expect(api.order(other)).rejects.toMatchObject({
			name: 'OrderRefusal',
			reason: { kind: 'taken', externalId: 'web-shop-1', certain: true },
		});
		expect(api.placed).toBe(1);
	});

	it('is refused from memory while the lookup fails', async () => {
		await api.order();
		api.lookupFails = down();
		await expect(api.order(other)).rejects.toMatchObject({ reason: { certain: true } });
		expect(api.placed).toBe(1);
	});

	it('is refused where there is no lookup, and with the guard off', async () => {
		await api.order({ lookup: undefined });
		await expect(
			api.order({ ...other, lookup: undefined }, { duplicateGuard: false }),
		).rejects.toBeInstanceOf(OrderRefusal);
		expect(api.placed).toBe(1);
	});

	it('is refused without claiming more, where what is found looks the same', async () => {
		await api.order();
		await expect(api.order(other)).rejects.toMatchObject({ reason: { certain: false } });
		expect(api.placed).toBe(1);
	});

	it('is refused in every later run as well, and so is known what was placed', async () => {
		await api.order();
		api.lookupFails = down();
		for (let run = 0; run < 3; run++) {
			await expect(api.order(other)).rejects.toBeInstanceOf(OrderRefusal);
			expect(await api.order()).toMatchObject({ outcome: 'existing' });
		}
		expect(api.placed).toBe(1);
	});
});

describe('An error that proves that nothing was processed', () => {
	it.each<MintedErrorDetails>([
		{ kind: 'insufficientBalance', status: 422 },
		{ kind: 'parameter', status: 422 },
		{ kind: 'forbidden', status: 403 },
		{ kind: 'credentials', status: 401 },
		{ kind: 'unreachable' },
		{ kind: 'noAnswer', notSent: true },
		{ kind: 'server', status: 503, notSent: true },
	])('is passed on, and the next attempt starts afresh: %p', async (details) => {
		const error = failure(details);
		api.sendFails = [{ error, processed: false }];
		await expect(api.order()).rejects.toBe(error);
		expect(api.steps).toEqual(['look', 'prepare', 'send']);
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.clock.sleeps).toEqual([]);
	});
});

describe('A refusal that is worth a new attempt', () => {
	const expired = () => failure({ kind: 'priceTokenExpired', status: 422 });
	const busy = (retryAfterMs?: number) =>
		failure({ kind: 'rateLimited', status: 429, retryAfterMs });
	const refuse = (...errors: MintedError[]) => {
		api.sendFails = errors.map((error) => ({ error, processed: false }));
	};

	it('is an expired price, which is prepared anew', async () => {
		refuse(expired());
		expect(await api.order()).toEqual({ outcome: 'placed', result: 'order' });
		expect(api.steps).toEqual(['look', 'prepare', 'send', 'prepare', 'send']);
		expect(api.placed).toBe(1);
	});

	it('is no expired price that only the user can fix anew', async () => {
		refuse(expired());
		await expect(api.order({ fixesPrice: false })).rejects.toMatchObject({
			kind: 'priceTokenExpired',
		});
		expect(api.steps).toEqual(['look', 'prepare', 'send']);
	});

	it('is an API that is busy, after the pause that it asks for', async () => {
		refuse(busy(1_500));
		expect(await api.order({ fixesPrice: false })).toMatchObject({ outcome: 'placed' });
		expect(api.clock.now()).toBeGreaterThanOrEqual(1_500);
		expect(api.placed).toBe(1);
	});

	it('is not one that asks for more than a minute', async () => {
		refuse(busy(60_001));
		await expect(api.order()).rejects.toMatchObject({ kind: 'rateLimited' });
		expect(api.clock.sleeps).toEqual([]);
		expect(api.placed).toBe(0);
	});

	it('is answered once: the second refusal is passed on', async () => {
		const second = expired();
		refuse(busy(), second);
		await expect(api.order()).rejects.toBe(second);
		expect(api.steps.filter((step) => step === 'send')).toHaveLength(2);
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
	});

	it('is looked up again before the new attempt, if the last look is too long ago', async () => {
		refuse(busy(20_000));
		const looked = lookThen('order, found');
		expect(await api.order({ lookup: looked })).toEqual({
			outcome: 'existing',
			result: 'order, found',
		});
		expect(api.placed).toBe(0);
	});

	it('was not placed when the new preparation fails', async () => {
		refuse(expired());
		let prepared = 0;
		const prepare = async () => {
			if (++prepared > 1) throw lost();
			return 'prepared';
		};
		await expect(api.order({ prepare })).rejects.toMatchObject({
			details: { kind: 'noAnswer', notSent: true },
		});
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(0);
	});

	it('may be followed by a lost answer, which is looked for like any other', async () => {
		api.sendFails = [
			{ error: expired(), processed: false },
			{ error: lost(), processed: true },
		];
		expect(await api.order()).toMatchObject({ outcome: 'recovered' });
		expect(api.placed).toBe(1);
	});
});

describe('A lost answer', () => {
	const lose = (processed: boolean, error: Error = lost()) => {
		api.sendFails = [{ error, processed }];
	};

	it.each<MintedErrorDetails>([
		{ kind: 'noAnswer' },
		{ kind: 'server', status: 500 },
		{ kind: 'unreadable', status: 200 },
		{ kind: 'refused', status: 200 },
		{ kind: 'notMinted', status: 302 },
		{ kind: 'cancelled' },
	])('is looked for, and the order returned as recovered: %p', async (details) => {
		lose(true, failure(details));
		expect(await api.order()).toEqual({ outcome: 'recovered', result: 'order, found' });
		expect(api.placed).toBe(1);
	});

	it('is looked for until the order shows', async () => {
		api.lagMs = SETTLE_MS - 1;
		lose(true);
		expect(await api.order()).toMatchObject({ outcome: 'recovered' });
		expect(api.clock.now()).toBeLessThanOrEqual(SETTLE_MS);
	});

	it('is looked for with growing pauses, so that the API is left in peace', async () => {
		lose(false);
		await expect(api.order()).rejects.toBeInstanceOf(OrderNotPlacedError);
		expect(api.lookups).toBeLessThan(12);
		const [first = 0, second = 0] = api.clock.sleeps;
		expect(second).toBe(first * 2);
	});

	it.each([new TypeError('a bug'), 'not even an error', undefined])(
		'may come as anything: %p is looked for like any other',
		async (error) => {
			lose(true, error as Error);
			expect(await api.order()).toMatchObject({ outcome: 'recovered' });
		},
	);

	it('is remembered as recovered, so that a look that fails later does no harm', async () => {
		lose(true);
		await api.order();
		api.lookupFails = down();
		expect(await api.order()).toMatchObject({ outcome: 'existing' });
	});

	it.each([true, false])(
		'is unknown when another order has come up under its ID (certainly another: %p)',
		async (certain) => {
			lose(true);
			const other = foreign(certain);
			await expect(api.order({ lookup: lookThen(other) })).rejects.toMatchObject({
				name: 'OrderOutcomeUnknownError',
				found: other,
			});
		},
	);

	it.each([new TypeError('a bug'), new FieldError('x', 'y'), failure({ kind: 'cancelled' })])(
		'is unknown when the look ends in %p',
		async (error) => {
			const reason = lost();
			lose(true, reason);
			await expect(api.order({ lookup: lookThen(error) })).rejects.toMatchObject({
				name: 'OrderOutcomeUnknownError',
				reason,
			});
		},
	);

	it('of an order that never shows means not placed, after the whole time', async () => {
		const reason = lost();
		lose(false, reason);
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
		lose(true, reason);
		await expect(api.order({ lookup: lookThen(down()) })).rejects.toMatchObject({
			name: 'OrderOutcomeUnknownError',
			externalId: 'web-shop-1',
			reason,
		});
	});

	it('survives looks that fail in between', async () => {
		lose(true);
		const looked = lookThen(failure({ kind: 'server', status: 502 }), 'order, found');
		expect(await api.order({ lookup: looked })).toMatchObject({ outcome: 'recovered' });
	});

	it('is unknown at once where the API has no way to look', async () => {
		lose(true);
		await expect(api.order({ lookup: undefined })).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
		expect(api.clock.sleeps).toEqual([]);
	});

	it('tells the lookup that it is about a request that was sent', async () => {
		lose(false);
		const said: boolean[] = [];
		const lookup = async (isSent: boolean) => {
			said.push(isSent);
			return undefined;
		};
		await expect(api.order({ lookup })).rejects.toBeInstanceOf(OrderNotPlacedError);
		expect([said[0], new Set(said.slice(1))]).toEqual([false, new Set([true])]);
	});
});

describe('An answer that says that the ID is taken', () => {
	const taken = () => failure({ kind: 'conflict', status: 409 });

	it('is an order that was there before, where the lookup finds it', async () => {
		api.sendFails = [{ error: taken(), processed: true }];
		expect(await api.order()).toEqual({ outcome: 'existing', result: 'order, found' });
	});

	it('never means "not placed", whatever the lookup says', async () => {
		const reason = taken();
		api.sendFails = [{ error: reason, processed: false }];
		await expect(api.order()).rejects.toMatchObject({ name: 'OrderOutcomeUnknownError', reason });
	});

	it('is no reason to send again under that ID', async () => {
		api.sendFails = [{ error: taken(), processed: false }];
		const lookup = async () => undefined;
		await expect(api.order({ lookup })).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
		expect(api.sent).toBe(1);
	});
});

describe('The attempt after an unknown one', () => {
	const leaveUnknown = async (processed: boolean) => {
		api.sendFails = [{ error: lost(), processed }];
		const lookup = lookThen(down());
		await expect(api.order({ lookup }, { settleMs: 1_000 })).rejects.toBeInstanceOf(
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
		const again = await api.order({}, { duplicateGuard: false });
		expect(again).toMatchObject({ outcome: 'recovered' });
		expect(api.placed).toBe(1);
	});

	it('stays unknown while nobody can look: never "not placed"', async () => {
		await leaveUnknown(true);
		api.lookupFails = down();
		for (let run = 0; run < 3; run++) {
			await expect(api.order()).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
		}
		expect(api.placed).toBe(1);
	});

	it.each([new TypeError('a bug'), new FieldError('x', 'y'), 'not even an error'])(
		'stays unknown when the look ends in %p: that does not prove that nothing was ordered',
		async (error) => {
			await leaveUnknown(true);
			const lookup = jest.fn<Promise<string>, []>().mockRejectedValue(error);
			await expect(api.order({ lookup })).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
			expect(api.placed).toBe(1);
		},
	);

	it('stays unknown when it is stopped while it looks', async () => {
		await leaveUnknown(true);
		api.lookupFails = failure({ kind: 'cancelled', notSent: true });
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
	const retried = { mayHaveBeenSentBefore: () => true };

	it('waits for an order of that one before it orders', async () => {
		expect(await api.order({}, retried)).toMatchObject({ outcome: 'placed' });
		expect(api.clock.now()).toBe(SETTLE_MS);
	});

	it('waits with the guard off, too', async () => {
		api.lagMs = 10_000;
		await api.order();
		const again = await api.order(
			{},
			{ ...retried, duplicateGuard: false, ledger: new OrderLedger() },
		);
		expect(again).toMatchObject({ outcome: 'recovered' });
		expect(api.placed).toBe(1);
	});

	it('does not order when it cannot look', async () => {
		api.lookupFails = down();
		await expect(api.order({}, retried)).rejects.toBeInstanceOf(OrderOutcomeUnknownError);
		expect(api.placed).toBe(0);
	});

	it('does not order where the API has no way to look', async () => {
		await expect(api.order({ lookup: undefined }, retried)).rejects.toBeInstanceOf(
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

	it('under one ID with different wishes: the first is placed, the other refused', async () => {
		api.lagMs = 60_000;
		const [first, second] = await Promise.allSettled([
			api.order(),
			api.order({ wish: 'another one' }),
		]);
		expect(first).toMatchObject({ value: { outcome: 'placed' } });
		expect(second).toMatchObject({ reason: { name: 'OrderRefusal' } });
		expect(api.placed).toBe(1);
	});

	it('go on after one of them failed', async () => {
		api.sendFails = [{ error: failure({ kind: 'parameter' }), processed: false }];
		const [first, second] = await Promise.allSettled([api.order(), api.order()]);
		expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
	});

	it('under different IDs do not wait', async () => {
		let release = () => {};
		const hangs = new Promise<string>((resolve) => {
			release = () => resolve('order');
		});
		const hanging = api.order({ send: async () => await hangs });
		const other = api.order({}, { ledgerKey: 'account, web-shop-2' });
		await expect(other).resolves.toMatchObject({ outcome: 'placed' });
		release();
		await hanging;
	});
});

describe('An order that takes long to prepare', () => {
	/** Another process with the same ID places its order while this one prepares. */
	const orderSlowly = async () =>
		await api.order({
			prepare: async () => {
				await api.order({}, { ledger: new OrderLedger() });
				await api.clock.sleep(20_000);
				return 'prepared';
			},
		});

	it('is looked for again right before it is sent', async () => {
		expect(await orderSlowly()).toEqual({ outcome: 'existing', result: 'order, found' });
		expect(api.placed).toBe(1);
	});

	it('is known as placed from then on', async () => {
		await orderSlowly();
		api.lookupFails = lost();
		expect(await api.order()).toEqual({ outcome: 'existing', result: 'order, found' });
	});

	it('is not sent when that look fails, and it is certain that nothing was', async () => {
		api.prepareMs = 20_000;
		const order = api.order({ lookup: lookThen(down()) });
		await expect(order).rejects.toMatchObject({ details: { status: 500, notSent: true } });
		expect(api.placed).toBe(0);
		api.prepareMs = 0;
		expect(await api.order()).toMatchObject({ outcome: 'placed' });
		expect(api.clock.sleeps).toEqual([20_000]);
	});

	it('is not sent when another order has come up under its ID', async () => {
		api.prepareMs = 20_000;
		const other = foreign();
		await expect(api.order({ lookup: lookThen(other) })).rejects.toBe(other);
		expect(api.placed).toBe(0);
	});

	it('is not looked for again where that took no time, or with the guard off', async () => {
		api.prepareMs = 2_000;
		await api.order();
		expect(api.lookups).toBe(1);
		api.prepareMs = 20_000;
		await api.order({}, { ledgerKey: 'account, web-shop-2', duplicateGuard: false });
		expect(api.lookups).toBe(1);
	});
});

import { setTimeout as delay } from 'node:timers/promises';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const buy = {
	resource: 'order',
	operation: 'buy',
	account: 'customer',
	customerId: byId('MTD-DEMO-1'),
	amount: 0.1,
	externalId: 'web-shop-1',
	options: { settleSeconds: 2 },
};

/** Aborts once the sandbox has seen a request to this endpoint. */
async function stopAt(operationId: string, stop: AbortController): Promise<void> {
	while (!shop.sandbox.requests().some((request) => request.operationId === operationId)) {
		await delay(5);
	}
	stop.abort();
}

const callsOf = (operationId: string) =>
	shop.sandbox.requests().filter((request) => request.operationId === operationId).length;

describe('Stop', () => {
	it('ends reads that wait for an answer, and their repeats', async () => {
		shop.sandbox.faults.add({ kind: 'latency', delayMs: 4_000, times: 200 });
		const stop = new AbortController();
		const items = Array.from({ length: 100 }, (_, index) => ({ id: `order-${index}` }));
		const run = shop.run(
			{ resource: 'order', operation: 'get', orderId: byId('={{ $json.id }}') },
			{ items, signal: stop.signal, onError: 'continueRegularOutput' },
		);
		await stopAt('getOrder', stop);
		const stoppedAt = Date.now();
		await run;
		// What was on its way when it was stopped may still arrive.
		await delay(300);
		const sent = shop.sandbox.requests().length;
		await delay(500);
		expect(shop.sandbox.requests()).toHaveLength(sent);
		expect(sent).toBeLessThan(items.length);
		expect(Date.now() - stoppedAt).toBeLessThan(3_000);
	});

	it.each(['getOrderAlternative', 'priceFix', 'getCustomer'])(
		'while %s is asked sends no order',
		async (operationId) => {
			shop.sandbox.faults.add({
				kind: 'latency',
				delayMs: 300,
				match: { operationId },
				times: 1,
			});
			const stop = new AbortController();
			const run = shop.run(buy, { signal: stop.signal });
			await stopAt(operationId, stop);
			await run;
			await delay(600);
			expect(callsOf('buyDigital')).toBe(0);
			expect(shop.sandbox.orders()).toHaveLength(0);
		},
	);

	it('does not break off an order that was sent, and this n8n knows what became of it', async () => {
		shop.sandbox.faults.add({
			kind: 'resetAfter',
			match: { operationId: 'buyDigital' },
			times: 1,
		});
		const stop = new AbortController();
		const run = shop.run(buy, { signal: stop.signal });
		await stopAt('buyDigital', stop);
		await run;
		await delay(500);
		// The look for it went on after Stop.
		expect(callsOf('getOrderAlternative')).toBeGreaterThan(1);
		shop.sandbox.behaviour.lookupDelayMs = 60_000;
		const { json } = await shop.run(buy);
		expect(json[0]).toMatchObject({ outcome: 'existing' });
		expect(callsOf('buyDigital')).toBe(1);
	});

	it('lets an order that is on its way arrive', async () => {
		shop.sandbox.faults.add({
			kind: 'latency',
			delayMs: 500,
			match: { operationId: 'buyDigital' },
			times: 1,
		});
		const stop = new AbortController();
		const run = shop.run(buy, { signal: stop.signal });
		await stopAt('buyDigital', stop);
		await run;
		await delay(800);
		expect(callsOf('getOrderAlternative')).toBe(1);
		const { json } = await shop.run(buy);
		expect(json[0]).toMatchObject({ outcome: 'existing' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('ends the question for a challenge, and no other execution with it', async () => {
		shop.sandbox.faults.add({ kind: 'hangBefore', beforeAuth: true, delayMs: 4_000, times: 1 });
		const stop = new AbortController();
		const run = shop.run(buy, { signal: stop.signal });
		await stopAt('getOrder', stop);
		const stoppedAt = Date.now();
		const other = shop.run({ ...buy, externalId: 'web-shop-2' });
		await run;
		expect(Date.now() - stoppedAt).toBeLessThan(1_000);
		expect((await other).json[0]).toMatchObject({ outcome: 'placed' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('ends the wait for an order under the same ID, not that order', async () => {
		shop.sandbox.faults.add({
			kind: 'hangAfter',
			delayMs: 3_000,
			match: { operationId: 'buyDigital' },
		});
		const first = shop.run(buy);
		while (callsOf('buyDigital') === 0) await delay(5);
		const stop = new AbortController();
		const second = shop.run(buy, { signal: stop.signal });
		await delay(200);
		stop.abort();
		const stoppedAt = Date.now();
		await second;
		expect(Date.now() - stoppedAt).toBeLessThan(1_000);
		expect((await first).json[0]).toMatchObject({ outcome: 'recovered' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	}, 20_000);
});

import { setTimeout as delay } from 'node:timers/promises';
import { buildIfNeeded } from '../../harness/build';
import { stderrProgress } from '../../harness/progress';
import { byId, openShop, startWorker, type RunResult, type Worker } from '../support/inProcess';

/** How long the first process waits for a price, or for the customer's details. */
const SLOW_MS = 4_000;

const shop = openShop({ behaviour: { rejectDuplicateExternalId: false } });
const workers: Worker[] = [];

beforeAll(async () => {
	await buildIfNeeded(stderrProgress);
	workers.push(startWorker(), startWorker());
}, 120_000);

const CUSTOMER = { account: 'customer', customerId: byId('MTD-DEMO-1') };
const STEPS = {
	buy: { resource: 'order', operation: 'buy', ...CUSTOMER, metal: 'GAU', amount: 0.25 },
	sell: { resource: 'order', operation: 'sell', ...CUSTOMER, metal: 'GAU', amount: 0.25 },
};

/** The first worker is held up at `slow`; the second starts and ends meanwhile. */
async function orderInBoth(
	operation: keyof typeof STEPS,
	slow: string,
): Promise<[RunResult, RunResult]> {
	const { sandbox } = shop;
	sandbox.setBalance('MTD-DEMO-1', 'GAU', 10);
	sandbox.setBalance('MTD-DEMO-1', 'TRY', 1e6);
	sandbox.faults.add({ kind: 'latency', match: { operationId: slow }, delayMs: SLOW_MS });
	const parameters = { ...STEPS[operation], externalId: 'web-shop-1' };
	const first = shop.run(parameters, { worker: workers[0] });
	await delay(SLOW_MS / 4);
	const second = await shop.run(parameters, { worker: workers[1] });
	return [await first, second];
}

describe('One order in two processes of n8n, one of them held up', () => {
	it.each([
		['buy', 'priceFix'],
		['sell', 'priceFix'],
		['buy', 'getCustomer'],
	] as const)(
		'is placed once: %s, held up at %s',
		async (operation, slow) => {
			const [first, second] = await orderInBoth(operation, slow);
			expect(first.error).toBeUndefined();
			expect(second.json).toMatchObject([{ outcome: 'placed' }]);
			expect(first.json).toMatchObject([{ outcome: 'existing', guid: second.json[0]?.guid }]);
			expect(shop.sandbox.orders()).toHaveLength(1);
		},
		30_000,
	);
});

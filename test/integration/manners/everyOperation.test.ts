/**
 * Every operation of the node against every manner of an API that the sandbox knows: it works, or it
 * ends in words for people. What moves metal or money happens once at most, and nothing that happened
 * is called off.
 */
import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/operation';
import { DIALECT_NAMES } from '../../../sandbox/dialect/presets';
import { startWorker, type Worker } from '../../support/inProcess';
import { byId } from '../../support/forms';
import { openBasket } from '../../support/operations/baskets';
import { everyOperation as operations } from '../../support/operations/nodes';
import { fillIn, keyOf, type Choices } from '../../support/operations/parameters';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

/** What moves something is given an ID, so that it can be run again. */
const CHOICES: Record<string, Choices> = {
	'order.buy': { externalId: 'MANNERS-BUY' },
	'order.sell': { externalId: 'MANNERS-SELL' },
	'delivery.create': { externalId: 'MANNERS-DELIVERY' },
	'balance.updateCustomerCash': { externalId: 'MANNERS-CASH' },
	// The other customers have orders to be looked at.
	'customer.delete': { customerId: byId('MTD-DEMO-2') },
	'customer.createBusiness': { newCustomerId: 'MANNERS-COMPANY' },
};
const SHORT = { options: { retrySeconds: 1, settleSeconds: 0.3, timeoutSeconds: 5 } };

const isMoney = ({ movesMoney }: Operation) => movesMoney;
const last = ({ value }: Operation) => Number(value === 'delete');
const inOrder = [...operations].sort((a, b) => last(a) - last(b));
const table = (wanted: (operation: Operation) => boolean) =>
	inOrder.filter(wanted).map((operation) => [keyOf(operation), operation] as const);

const count = { works: 0, errors: 0, moved: 0, twice: 0 };
afterAll(() => {
	const { works, errors, moved, twice } = count;
	process.stdout.write(
		`manners: ${DIALECT_NAMES.length} manners, ${operations.length} operations, ${works + errors} runs: ` +
			`${works} worked, ${errors} ended in words; moved ${moved}, twice ${twice}\n`,
	);
});

let world: PreparedWorld;

/** How often what this operation is to move was moved, by the sandbox's books. */
function happened(key: string): number {
	const { sandbox } = world;
	if (key.startsWith('shop.')) {
		const { value } = world.samples[`${key}.cartToken`] as { value: string };
		return sandbox.shop.orders.all().filter(({ content }) => content.cartToken === value).length;
	}
	if (key === 'balance.updateCustomerCash') return sandbox.balance('MTD-DEMO-1', 'TRY') / 250;
	const { externalId } = CHOICES[key] as { externalId: string };
	return sandbox.orders().filter((order) => order.externalId === externalId).length;
}

/** An error in words for people, and never one of the program's own. */
function expectWords({ message, description }: NodeApiError | NodeOperationError): void {
	const words = `${message} ${description ?? ''}`;
	expect(words).toMatch(/^(Minted|The|It|An|A|This) .*\.$/s);
	expect(words).not.toMatch(/undefined|\[object|NaN|is not a function|is not iterable|Cannot read/);
}

describe.each(DIALECT_NAMES)('In the manner %s', (dialect) => {
	beforeAll(async () => {
		world = await prepareWorld({ frozen: dialect !== 'shortNonces' });
		// Orders for the lists of the shop.
		for (const [key, section] of [
			['shop.basket.complete', 'ecom'],
			['shop.walletBasket.completeBuy', 'wallet'],
		] as const) {
			const cartToken = byId(openBasket(world.sandbox, { section, kind: 'buy' }));
			await world.run(key, { cartToken });
		}
		world.sandbox.clock.advance(world.sandbox.behaviour.lookupDelayMs);
		world.sandbox.speak([dialect]);
	});
	afterAll(async () => await world.sandbox.close());

	const run = async (operation: Operation, worker?: Worker) =>
		await world.run(keyOf(operation), undefined, {
			parameters: {
				...fillIn(operation, CHOICES[keyOf(operation)], { samples: world.samples }),
				...SHORT,
			},
			onError: 'stopWorkflow',
			worker,
		});

	it.each(table((operation) => !isMoney(operation)))(
		'%s works or ends in words for people',
		async (_key, operation) => {
			const { error, items } = await run(operation);
			count[error ? 'errors' : 'works']++;
			if (error) expectWords(error);
			else expect(items.length).toBeGreaterThan(0);
		},
	);

	it.each(table(isMoney))(
		'%s, run again and by another process, happens once at most, and is not called off',
		async (key, operation) => {
			const before = happened(key);
			// Only orders can be looked up: another process knows nothing of a movement of cash.
			const another = key === 'balance.updateCustomerCash' ? undefined : startWorker();
			const outcomes: string[] = [];
			for (const worker of [undefined, undefined, another]) {
				// Two processes can both miss an order that Minted does not show yet.
				if (worker) world.sandbox.clock.advance(world.sandbox.behaviour.lookupDelayMs);
				const { error, json } = await run(operation, worker);
				count[error ? 'errors' : 'works']++;
				if (error) {
					expectWords(error);
					const isSure = /Nothing was (ordered|moved)/.test(error.description ?? '');
					outcomes.push(isSure ? 'refused' : 'unknown');
				} else outcomes.push(String(json[0]?.outcome));
			}
			const times = happened(key) - before;
			count.moved += times;
			if (times > 1) count.twice++;
			expect([key, times]).toEqual([key, Math.min(times, 1)]);
			if (times === 1) expect(outcomes[0]).toMatch(/^(placed|recovered|unknown)$/);
			else expect(outcomes.filter((outcome) => !/^(refused|unknown)$/.test(outcome))).toEqual([]);
		},
	);
});

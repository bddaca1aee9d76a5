import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { runNode, type RunOptions, type RunResult } from '../inProcess';
import { byId } from '../forms';
import { shopSamples } from './baskets';
import { nodeOf, operationOf } from './nodes';
import { fillIn, SAMPLES, type Choices } from './parameters';

/** A sandbox in which time stands still, with an order, a saved card, a fixed price and baskets. */
export interface PreparedWorld {
	sandbox: Sandbox;
	/** SAMPLES and the ids of what was prepared. */
	samples: Choices;
	/** Runs `resource.operation`, or `shop.resource.operation`; fails the test when the run does, unless `onError` is set. */
	run(key: string, choices?: Choices, options?: Partial<RunOptions>): Promise<RunResult>;
}

export const PREPARED_ORDER = 'EXAMPLE-PREPARED-ORDER';

export async function prepareWorld(options: SandboxOptions = {}): Promise<PreparedWorld> {
	const sandbox = await startSandbox({
		seed: 7,
		startAt: '2026-11-02T09:00:00Z',
		frozen: true,
		...options,
	});
	const samples: Choices = {
		...SAMPLES,
		...shopSamples(sandbox),
		orderId: byId(PREPARED_ORDER),
	};
	const run: PreparedWorld['run'] = async (key, choices, more) => {
		const operation = operationOf(key);
		const node = nodeOf(operation);
		const result = await runNode({
			sandbox,
			nodeType: node.type,
			parameters:
				more?.parameters ??
				fillIn(operation, choices, { samples, asTool: more?.nodeType === node.toolType }),
			...more,
		});
		if (result.error !== undefined && more?.onError === undefined) {
			// n8n keeps the error as a plain object.
			throw Object.assign(new Error(result.error.message), result.error);
		}
		return result;
	};
	await run('order.buy', { externalId: PREPARED_ORDER });
	const [card] = (await run('card.add')).json;
	const [prices] = (await run('price.fix')).json;
	samples.cardToken = byId(String(card?.token));
	samples.priceToken = String(prices?.token);
	return { sandbox, samples, run };
}

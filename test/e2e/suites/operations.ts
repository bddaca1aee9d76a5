import type { INode } from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/operation';
import { jsonOf, type Execution } from '../../../harness/n8n/client';
import { inARow, manualTrigger, node, using } from '../../../harness/workflows';
import type { Playground } from '../../../harness/playground';
import { byId } from '../../support/forms';
import { shopSamples } from '../../support/operations/baskets';
import { everyOperation as operations, nodeOf } from '../../support/operations/nodes';
import { fillIn, keyOf, SAMPLES, type Choices } from '../../support/operations/parameters';
import { itWithSchemas } from './versions';

/** Where the sample would meet what another operation of the same run does. */
const CHOICES: Record<string, Choices> = {
	'customer.createBusiness': { newCustomerId: 'MTD-EXAMPLE-COMPANY' },
	'customer.delete': { customerId: byId('MTD-EXAMPLE-NEW') },
	'order.buy': { externalId: 'EVERY-OPERATION-BUY' },
};

/** What an operation uses of others comes before it; what is deleted, last. */
const EARLY = ['price.fix', 'card.add', 'order.buy'];
const rank = (operation: Operation) =>
	operation.value === 'delete'
		? EARLY.length + 1
		: (EARLY.indexOf(keyOf(operation)) + EARLY.length + 1) % (EARLY.length + 1);

export function operationsSuite(world: () => Playground): void {
	describe('Every operation', () => {
		const inOrder = [...operations].sort((a, b) => rank(a) - rank(b));
		const names = inOrder.map(keyOf);
		let execution: Execution;

		/** One workflow of all operations in a row. */
		function nodes(): INode[] {
			const samples: Choices = {
				...SAMPLES,
				...shopSamples(world().sandbox),
				orderId: byId('EVERY-OPERATION-BUY'),
				cardToken: byId("={{ $('card.add').first().json.token }}"),
				priceToken: "={{ $('price.fix').first().json.token }}",
			};
			const step = (operation: Operation): INode => {
				const parameters = fillIn(operation, CHOICES[keyOf(operation)], { samples });
				return node(keyOf(operation), nodeOf(operation).type, 1, parameters, {
					...using(world().credential),
					executeOnce: true,
					alwaysOutputData: true,
				});
			};
			return [manualTrigger('Start'), ...inOrder.map(step)];
		}

		beforeAll(async () => {
			const { client } = world();
			const { id } = await client.createWorkflow(inARow('Every operation', nodes()));
			execution = await client.runToEnd(id, 'Start');
		});

		it('runs in one workflow, to its end', () => {
			const { error } = execution.data.resultData;
			expect(error && [error.node?.name, error.message, error.description]).toBeUndefined();
			expect(execution.status).toBe('success');
			process.stdout.write(`e2e: ${names.length} operations executed in a real n8n\n`);
		});

		it.each(names)('%s puts something out', (name) => {
			const [first] = jsonOf(execution, name);
			expect(Object.keys(first ?? {}).length).toBeGreaterThan(0);
		});

		itWithSchemas('has its output described for the editor', async () => {
			const { n8n } = world();
			for (const operation of inOrder) {
				const { resource, value } = operation;
				const response = await fetch(
					`${n8n.url}/schemas/${nodeOf(operation).type}/1.0.0/${resource}/${value}.json`,
				);
				expect([resource, value, response.status]).toEqual([resource, value, 200]);
				expect(await response.json()).toMatchObject({ type: 'object', version: 1 });
			}
		});

		it('left no card number in what n8n stored', () => {
			const output = names.flatMap((name) => jsonOf(execution, name));
			expect(JSON.stringify(output)).not.toContain(String(SAMPLES.cardNumber));
		});
	});
}

import type { INode } from 'n8n-workflow';
import { operations } from '../../../nodes/MintedConnect/registry';
import type { Operation } from '../../../nodes/MintedConnect/operation';
import { jsonOf, type Execution } from '../../../harness/n8n/client';
import { PACKAGE_NAME } from '../../../harness/n8n/packageInstall';
import type { Playground } from '../../../harness/playground';
import { byId } from '../../support/forms';
import { fillIn, keyOf, SAMPLES, type Choices } from '../../support/operations/parameters';

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
			const { id, name } = world().credential;
			const samples: Choices = {
				...SAMPLES,
				orderId: byId('EVERY-OPERATION-BUY'),
				cardToken: byId("={{ $('card.add').first().json.token }}"),
				priceToken: "={{ $('price.fix').first().json.token }}",
			};
			const node = (operation: Operation, index: number): INode => ({
				id: `operation-${index}`,
				name: keyOf(operation),
				type: `${PACKAGE_NAME}.mintedConnect`,
				typeVersion: 1,
				position: [240 * (index + 1), 0],
				parameters: fillIn(operation, CHOICES[keyOf(operation)], { samples }),
				credentials: { mintedConnectApi: { id, name } },
				executeOnce: true,
				alwaysOutputData: true,
			});
			const start: INode = {
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			};
			return [start, ...inOrder.map(node)];
		}

		beforeAll(async () => {
			const { client } = world();
			const chain = ['Start', ...names];
			const links = chain
				.slice(0, -1)
				.map((name, i) => [
					name,
					{ main: [[{ node: chain[i + 1]!, type: 'main' as const, index: 0 }]] },
				]);
			const { id } = await client.createWorkflow({
				name: 'Every operation',
				nodes: nodes(),
				connections: Object.fromEntries(links),
				settings: { executionOrder: 'v1' },
			});
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

		it('has its output described for the editor', async () => {
			const { n8n } = world();
			for (const { resource, value } of inOrder) {
				const response = await fetch(
					`${n8n.url}/schemas/${PACKAGE_NAME}.mintedConnect/1.0.0/${resource}/${value}.json`,
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

import { runDemo } from '../../../scripts/lib/demo';
import { readExamples } from '../../../scripts/lib/examples';
import { jsonOf } from '../../../scripts/lib/n8nClient';
import type { Playground } from '../../../scripts/lib/playground';
import { silentProgress } from '../../../scripts/lib/progress';

/** Examples with a test of their own below; the first test fails for one that has none. */
const EXECUTED = [
	'buy-gold-for-a-customer',
	'daily-partner-balance-report',
	'order-push-to-spreadsheet',
];

export function examplesSuite(world: () => Playground, root: string): void {
	describe('The examples', () => {
		const example = (slug: string) => {
			const workflow = world().workflows[slug];
			if (workflow === undefined) throw new Error(`${slug} was not imported`);
			return workflow;
		};

		it('are all imported, published and executed here', () => {
			expect(readExamples(root).map(({ slug }) => slug)).toEqual(EXECUTED);
			for (const slug of EXECUTED) expect(example(slug).active).toBe(true);
		});

		it('"Buy gold" and "Order push" do the main job: customer, order, push, row', async () => {
			const row = await runDemo(world(), silentProgress);
			expect(row).toMatchObject({
				type: 'Buy',
				status_name: 'Completed',
				sku: 'GAU',
				amount: 0.1,
				currency_code: 'TRY',
				customer_external_id: 'EXAMPLE-ADA',
			});
			expect(row.total).toBeCloseTo(Number(row.price) * 0.1, 1);
		});

		it('"Buy gold" serves a known customer without registering them again', async () => {
			const { client, sandbox } = world();
			const before = sandbox.counters().byOperation.createCustomer;
			const execution = await client.runToEnd(example('buy-gold-for-a-customer').id, 'Try it here');
			expect(execution.status).toBe('success');
			expect(jsonOf(execution, 'Create customer')).toEqual([]);
			expect(sandbox.counters().byOperation.createCustomer).toBe(before);
			const wallet = jsonOf(execution, 'Wallet afterwards');
			expect(wallet.find(({ currency_code }) => currency_code === 'GAU')).toBeDefined();
		});

		it('"Order push" keeps one row an order and composes a message', async () => {
			const { client, tableId } = world();
			const rows = await client.dataTableRows(tableId);
			const guids = rows.map(({ guid }) => guid);
			expect(new Set(guids).size).toBe(guids.length);
			const [newest] = await client.listExecutions(example('order-push-to-spreadsheet').id);
			const execution = await client.waitForExecution(newest!.id);
			expect(jsonOf(execution, 'Message')[0]?.message).toMatch(
				/^Buy of 0\.1 g GAU for [\d.]+ TRY is now \w+ \(order [A-Z0-9]{8}\)\.$/,
			);
		});

		it('"Daily report" lists every balance of the partner in one text', async () => {
			const { client } = world();
			const id = example('daily-partner-balance-report').id;
			const execution = await client.runToEnd(id, 'Try it here');
			expect(execution.status).toBe('success');
			const [item, ...others] = jsonOf(execution, 'Report');
			expect(others).toEqual([]);
			const balances = jsonOf(execution, 'Partner balance');
			const [title, ...lines] = String(item?.report).split('\n');
			expect(title).toMatch(/^Minted balances on \d{1,2} \w+ \d{4}$/);
			expect(lines).toHaveLength(balances.length);
			expect(lines).toContainEqual(expect.stringMatching(/: [\d,.]+ TRY/));
			expect(lines).toContainEqual(expect.stringMatching(/: [\d,.]+ g$/));
		});
	});
}

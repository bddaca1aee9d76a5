import axios from 'axios';

import { runDemo } from '../../../scripts/lib/demo';
import { readExamples, RECONCILED_TABLE } from '../../../harness/examples';
import { jsonOf } from '../../../harness/n8n/client';
import { pushUrlOf } from '../../../harness/n8n/published';
import type { Playground } from '../../../harness/playground';
import { silentProgress } from '../../../harness/progress';
import { eventually } from '../../../harness/eventually';
import { buyThroughN8n, completedRow } from './pushes';
import { itWithExactTimes, itWithTables } from './versions';

/** Examples that need no account but Minted's, each with a test of its own below. */
export const EXECUTED = [
	'buy-gold-for-a-customer',
	'deliver-gold-and-track-it',
	'order-push-to-spreadsheet',
	'reconcile-orders',
	'daily-partner-balance-report',
	'monthly-wallet-statement',
	'kyc-from-a-sheet',
];

export function examplesSuite(world: () => Playground): void {
	describe('The examples', () => {
		const example = (slug: string) => {
			const workflow = world().workflows[slug];
			if (workflow === undefined) throw new Error(`${slug} was not imported`);
			return workflow;
		};

		it('are all imported, and those published that Minted starts and that need no other account', () => {
			const all = readExamples().map(({ slug }) => slug);
			expect(all.filter((slug) => example(slug).active)).toEqual([
				'order-push-to-spreadsheet',
				'reconcile-orders',
			]);
		});

		itWithExactTimes(
			'come after the workflow to begin with, in the order of their files',
			async () => {
				const { client } = world();
				const names = ['Begin here', ...readExamples().map(({ workflow }) => workflow.name)];
				// Other tests of this n8n may have brought workflows of their own.
				const listed = (await client.listWorkflows()).filter((name) => names.includes(name));
				expect(listed).toEqual(names);
			},
		);

		it('"Begin here" buys with one click', async () => {
			const { client, beginUrl } = world();
			const execution = await client.runToEnd(beginUrl.split('/').at(-1)!, 'Try it here');
			expect(execution.status).toBe('success');
			expect(jsonOf(execution, 'Buy gold')).toEqual([
				expect.objectContaining({ outcome: 'placed', sku: 'GAU', amount: 0.5 }),
			]);
			expect(jsonOf(execution, 'Wallet afterwards').length).toBeGreaterThan(0);
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

		itWithTables('"Order push" keeps one row an order', async () => {
			const rows = await world().savedOrders();
			const guids = rows.map(({ guid }) => guid);
			expect(guids.length).toBeGreaterThan(1);
			expect(new Set(guids).size).toBe(guids.length);
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

		it('"Deliver gold" waits until it is shipped and tells the tracking number', async () => {
			const { client, sandbox } = world();
			const id = example('deliver-gold-and-track-it').id;
			const execution = await client.runToEnd(id, 'Try it here');
			expect(execution.status).toBe('success');
			const [requested] = jsonOf(execution, 'Request delivery');
			expect(requested).toMatchObject({ outcome: 'placed', type: 'Delivery', amount: 1 });
			const order = sandbox.orders().find(({ guid }) => guid === requested!.guid)!;
			expect(order.status).toBe('Shipped');
			expect(jsonOf(execution, 'Tracking message')).toEqual([
				{
					message: expect.stringMatching(
						`^Your 1 g GAU are on the way. Tracking number ${order.trackingNumber}: http`,
					),
				},
			]);
			expect(jsonOf(execution, 'It was called off')).toEqual([]);
		});

		it('"KYC from a sheet" sends all lines in one request and names those refused', async () => {
			const { client, sandbox } = world();
			const count = () => sandbox.counters().byOperation.bulkUpsertCustomerWalletKyc ?? 0;
			const before = count();
			const execution = await client.runToEnd(example('kyc-from-a-sheet').id, 'Try it here');
			expect(execution.status).toBe('success');
			expect(count() - before).toBe(1);
			expect(jsonOf(execution, 'Report')).toEqual([
				{
					accepted: 2,
					report: '2 of 3 identity checks were accepted.\nNOBODY: Unknown customer',
				},
			]);
		});

		it('"Monthly statement" lists the orders of the month and the wallet', async () => {
			const { client, sandbox } = world();
			const execution = await client.runToEnd(
				example('monthly-wallet-statement').id,
				'Try it here',
			);
			expect(execution.status).toBe('success');
			const own = sandbox.orders().filter(({ customer }) => customer?.external_id === 'MTD-DEMO-1');
			const [statement] = jsonOf(execution, 'Statement');
			expect(own.length).toBeGreaterThan(0);
			expect(statement?.order_count).toBe(own.length);
			const text = String(statement?.statement);
			expect(text).toMatch(/^Wallet of MTD-DEMO-1, [A-Z]\w+ \d{4}\n\nOrders\n/);
			expect(text.match(/^\d{4}-\d{2}-\d{2} {2}\w+ [\d.]+ g /gm)).toHaveLength(own.length);
			expect(text).toMatch(/\n\nBalances\n[^]*Gold: [\d,.]+ g/);
		});

		itWithTables(
			'"Reconcile orders" keeps one row an order, whether it was pushed or polled',
			async () => {
				const { client, n8n } = world();
				const { id } = example('reconcile-orders');
				const guid = await buyThroughN8n(world());
				await completedRow(world(), guid);
				const url = pushUrlOf(n8n.url, example('reconcile-orders'));
				expect((await axios.post(url, { guid }, { proxy: false })).status).toBe(200);
				const tables = await client.listDataTables();
				const table = tables.find(({ name }) => name === RECONCILED_TABLE.name)!;
				const rows = async () => await client.dataTableRows(table.id, { guid });
				await eventually(rows, (found) => found[0]?.status_name === 'Completed');

				const polled = await client.runToEnd(id, 'Orders polled');
				expect(polled.status).toBe('success');
				expect(jsonOf(polled, 'Orders polled').map((order) => order.guid)).toContain(guid);
				expect(await rows()).toEqual([
					expect.objectContaining({ guid, type: 'Buy', sku: 'GAU', amount: 0.1 }),
				]);
			},
		);
	});
}

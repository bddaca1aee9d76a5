import axios from 'axios';

import { jsonOf } from '../../../harness/n8n/client';
import type { Playground } from '../../../harness/playground';
import { eventually } from '../../../harness/eventually';

/** Buys through the example and returns the order's guid. */
export async function buyThroughN8n({ client, workflows }: Playground): Promise<string> {
	const { id } = workflows['buy-gold-for-a-customer']!;
	const execution = await client.runToEnd(id, 'Try it here');
	return String(jsonOf(execution, 'Buy gold')[0]?.guid);
}

/** The order's row once it is complete; fails if it does not come. */
export async function completedRow(
	{ savedOrders }: Playground,
	guid: string,
): Promise<Array<Record<string, unknown>>> {
	const rows = await eventually(
		async () => await savedOrders({ guid }),
		([row]) => row?.status_name === 'Completed',
	);
	return rows;
}

export function pushesSuite(world: () => Playground): void {
	describe('A push to the published URL', () => {
		const trigger = () => world().workflows['order-push-to-spreadsheet']!.id;
		const executions = async () => await world().client.listExecutions(trigger());
		const post = async (body: unknown, headers: Record<string, string> = {}) =>
			await axios.post(world().pushUrl, body, {
				headers: { 'content-type': 'application/json', ...headers },
				validateStatus: () => true,
				proxy: false,
			});

		it('is the production URL, which goes on working after the editor is closed', () => {
			expect(world().pushUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook\/[0-9a-f-]{36}\//);
		});

		it('starts the workflow with the order as the API has it', async () => {
			const guid = await buyThroughN8n(world());
			const rows = await completedRow(world(), guid);
			expect(rows).toHaveLength(1);
			expect(rows[0]).toMatchObject({ guid, type: 'Buy', sku: 'GAU', amount: 0.1 });
		});

		it.each([
			[
				'in the envelope',
				(order: object) => ({ data: order, success: true, code: 0, message: '' }),
			],
			['at the root', (order: object) => order],
		])('is understood with the order %s', async (_where, body) => {
			const guid = await buyThroughN8n(world());
			await completedRow(world(), guid);
			const response = await post(body({ guid, status_name: 'Completed' }));
			expect(response.status).toBe(200);
		});

		it('that is forged starts nothing and changes nothing', async () => {
			const { savedOrders } = world();
			const before = await executions();
			const response = await post({
				data: {
					guid: '00000000-0000-4000-8000-000000000000',
					order_code: 'FORGED01',
					external_id: 'forged-order',
					type: 'Buy',
					status_name: 'Completed',
					total: 1_000_000,
				},
			});
			expect(response.status).toBeGreaterThanOrEqual(400);
			expect(response.status).toBeLessThan(500);
			expect((await executions()).length).toBe(before.length);
			expect(await savedOrders({ order_code: 'FORGED01' })).toEqual([]);
		});

		it('that lies about a real order brings the order as it really is', async () => {
			const guid = await buyThroughN8n(world());
			const [real] = await completedRow(world(), guid);
			await post({ data: { guid, status_name: 'Refunded', total: 1_000_000, amount: 1_000 } });
			const [row] = await world().savedOrders({ guid });
			expect(row).toMatchObject({ status_name: 'Completed', total: real?.total, amount: 0.1 });
		});

		it.each([
			['nothing', ''],
			['an empty object', '{}'],
			['an array', '[]'],
			['a number', '1'],
			['an order without an id', '{"data":{"status_name":"Completed"}}'],
			['an id that is an object', '{"data":{"guid":{"$ne":null}}}'],
			['no JSON', '<order/>'],
		])('that holds %s is refused and starts nothing', async (_what, body) => {
			const before = (await executions()).length;
			const response = await post(body);
			expect(response.status).toBeGreaterThanOrEqual(400);
			expect(response.status).toBeLessThan(500);
			expect((await executions()).length).toBe(before);
		});
	});
}

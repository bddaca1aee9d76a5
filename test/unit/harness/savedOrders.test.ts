import type { Execution, N8nClient } from '../../../harness/n8n/client';
import { savedByRuns } from '../../../harness/savedOrders';

type Saved = Array<Record<string, string>>;

const order = (guid: string, status: string) => ({ guid, status_name: status, dedupKey: 'k' });

/** Runs of the workflow by id, of which n8n lists the newest first, and how often each was read. */
function clientWith(runs: Record<string, Saved>, unfinished: string[] = []) {
	const reads: string[] = [];
	const client = {
		listExecutions: async () =>
			await Promise.resolve(
				Object.keys(runs)
					.map((id) => ({ id, status: unfinished.includes(id) ? 'running' : 'success' }))
					.reverse(),
			),
		waitForExecution: async (id: string) => {
			reads.push(id);
			const main = [(runs[id] ?? []).map((json) => ({ json }))];
			const runData = { 'Save the order': [{ data: { main } }] };
			return await Promise.resolve({
				id,
				data: { resultData: { runData } },
			} as unknown as Execution);
		},
	} as unknown as N8nClient;
	return { client, reads };
}

describe('What runs would have saved, where n8n has no Data Tables', () => {
	it('is the last state of each order, by the columns of the table', async () => {
		const { client } = clientWith({
			1: [order('a', 'Pending')],
			2: [order('b', 'Pending')],
			3: [order('a', 'Processing'), order('a', 'Completed')],
		});
		const saved = await savedByRuns(client, 'w')();
		expect(saved.map(({ guid, status_name }) => `${guid} ${status_name}`)).toEqual([
			'a Completed',
			'b Pending',
		]);
		expect(saved[0]).toMatchObject({ sku: null });
		expect(saved[0]).not.toHaveProperty('dedupKey');
	});

	it('can be asked for by columns', async () => {
		const { client } = clientWith({ 1: [order('a', 'Pending'), order('b', 'Pending')] });
		const orders = savedByRuns(client, 'w');
		expect((await orders({ guid: 'b' })).map(({ guid }) => guid)).toEqual(['b']);
		expect(await orders({ guid: 'a', status_name: 'Completed' })).toEqual([]);
	});

	it('waits for no run: one that a crash has cut off never ends', async () => {
		const { client, reads } = clientWith({ 1: [order('a', 'Pending')], 2: [] }, ['2']);
		expect(await savedByRuns(client, 'w')()).toHaveLength(1);
		expect(reads).toEqual(['1']);
	});

	it('reads a run that has ended once', async () => {
		const { client, reads } = clientWith({ 1: [order('a', 'Pending')], 2: [] });
		const orders = savedByRuns(client, 'w');
		await orders();
		await orders();
		expect(reads.sort()).toEqual(['1', '2']);
	});
});

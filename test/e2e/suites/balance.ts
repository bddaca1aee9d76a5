import type { Playground } from '../../../harness/playground';
import { eventually } from '../../../harness/eventually';
import { itWithTables } from './versions';

/** How often each value occurs. */
function tally(values: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}

/** What all suites together left behind, counted at both ends. */
export function balanceSuite(world: () => Playground): void {
	describe('When all is counted', () => {
		it('no order was placed twice', () => {
			const ids = world()
				.sandbox.orders()
				.map(({ externalId }) => String(externalId));
			const twice = Object.entries(tally(ids)).filter(([, count]) => count > 1);
			process.stdout.write(`e2e: ${ids.length} orders placed, ${twice.length} of them twice\n`);
			expect(ids.length).toBeGreaterThan(0);
			expect(twice).toEqual([]);
		});

		itWithTables('every order is in the Data Table exactly once, as Minted has it', async () => {
			const { sandbox, savedOrders } = world();
			const orders = sandbox.orders().map(({ guid, status }) => ({ guid, status_name: status }));
			const byGuid = (a: { guid: string }, b: { guid: string }) => a.guid.localeCompare(b.guid);
			const rows = await eventually(
				async () => {
					const all = await savedOrders();
					return all.map(({ guid, status_name }) => ({ guid: String(guid), status_name }));
				},
				(found) =>
					found.length >= orders.length &&
					found.every(({ status_name }) => ['Completed', 'Shipped'].includes(String(status_name))),
			);
			process.stdout.write(`e2e: ${rows.length} rows for ${orders.length} orders\n`);
			expect(rows.sort(byGuid)).toEqual(orders.sort(byGuid));
		});

		it('every push that n8n answered with 200 became a run that succeeded', async () => {
			const { client, sandbox, workflows } = world();
			await sandbox.pushes.idle();
			const attempts = sandbox.pushes.journal();
			const delivered = attempts.filter((attempt) => attempt.delivered);
			const runs = await client.listExecutions(workflows['order-push-to-spreadsheet']!.id);
			const outcomes = tally(runs.map(({ status }) => status));
			process.stdout.write(
				`e2e: ${attempts.length} pushes tried, ${delivered.length} delivered, ` +
					`${runs.length} runs: ${JSON.stringify(outcomes)}\n`,
			);
			expect(Object.keys(outcomes)).toEqual(['success']);
			expect(runs.length).toBeLessThanOrEqual(delivered.length);
		});

		it('no nonce was used twice, and no body was sent to ask for a challenge', () => {
			const { sandbox } = world();
			const { requests, unsigned401, rejected401, nonceRejects } = sandbox.counters();
			process.stdout.write(
				`e2e: ${requests} requests at Minted, ${unsigned401} of them for a challenge, ` +
					`${rejected401} refused, ${nonceRejects} for their nonce\n`,
			);
			const unsignedBodies = sandbox
				.requests()
				.filter(({ authFailure, bodyBytes }) => authFailure === 'unsigned' && bodyBytes > 0);
			expect(unsignedBodies).toEqual([]);
			expect(nonceRejects).toBe(0);
		});
	});
}

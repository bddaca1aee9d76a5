import axios from 'axios';

import { pushUrlOf } from '../../../harness/n8n/published';
import { printCounts } from '../../support/proof';
import { byStatus, drained, type ExecutionRow } from '../../support/queue/load';
import type { QueueWorld } from '../world';

/** Each of them is pushed for every order that the buys have placed. */
const STATUSES = ['Pending', 'Processing', 'Completed', 'Refunded'] as const;
/** Repeats some that were answered, and does not give up while n8n is too busy to take one. */
const SENDER = { duplicateRate: 0.1, attempts: 12, timeoutMs: 60_000 };
const AT_ONCE = 25;

export function pushesSuite(world: () => QueueWorld): void {
	describe('Pushes through the webhook processor', () => {
		let wanted: string[] = [];
		let executions: ExecutionRow[] = [];
		let rows: unknown[] = [];
		let seconds = 0;

		const journal = () => world().cluster.sandbox.pushes.journal();
		const answeredOtherwise = () => journal().filter(({ outcome }) => outcome !== 200);
		const repeats = () => journal().filter(({ reason }) => reason === 'duplicate');

		beforeAll(async () => {
			const { cluster, pushed, tableId } = world();
			const { sandbox, webhook, client } = cluster;
			sandbox.pushes.setUrl(pushUrlOf(webhook.url, pushed));
			Object.assign(sandbox.pushes.settings, SENDER);
			const guids = sandbox.orders().map(({ guid }) => guid);
			wanted = STATUSES.flatMap((status) => guids.map((guid) => `${guid}:${status}`));
			const start = Date.now();
			for (const status of STATUSES) {
				// A push brings the order as it is when it is read again: the next status must wait.
				for (let first = 0; first < guids.length; first += AT_ONCE) {
					const some = guids.slice(first, first + AT_ONCE);
					for (const guid of some) sandbox.moveOrder(guid, status);
					await sandbox.pushes.idle();
				}
			}
			seconds = (Date.now() - start) / 1000;
			sandbox.pushes.setUrl(null);
			executions = await drained(cluster, pushed.id);
			rows = (await client.dataTableRows(tableId)).map(({ dedupKey }) => dedupKey);
		});

		afterAll(() => {
			printCounts('pushes in queue mode', {
				pushed: wanted.length,
				repeated: repeats().length,
				'answered 200': journal().filter(({ outcome }) => outcome === 200).length,
				'answered otherwise and sent again': answeredOtherwise().length,
				executions: executions.length,
				rows: rows.length,
				'pushes a second': ((wanted.length + repeats().length) / seconds).toFixed(0),
			});
		});

		it('are all taken in the end', () => {
			const taken = journal().filter(({ outcome }) => outcome === 200);
			expect(taken).toHaveLength(wanted.length + repeats().length);
		});

		it('are never lost: each that was answered 200 has left its row', () => {
			expect([...new Set(rows)].sort()).toEqual([...wanted].sort());
		});

		it('start one execution each, and a repeat starts none', () => {
			expect(repeats().length).toBeGreaterThan(0);
			// What was refused although n8n had recorded it comes again: rather twice than never.
			expect(rows.length - wanted.length).toBeLessThanOrEqual(answeredOtherwise().length);
			expect(byStatus(executions).success).toBe(rows.length);
		});

		it('cannot come in by the main process, which is left to the editor', async () => {
			const { main } = world().cluster;
			const response = await axios.post(
				pushUrlOf(main.url, world().pushed),
				{},
				{ validateStatus: () => true, proxy: false },
			);
			expect(response.status).toBe(404);
		});
	});
}

import axios from 'axios';

import { pushUrlOf } from '../../../scripts/lib/playground';
import { printCounts } from '../../support/proof';
import { byStatus, drained, type ExecutionRow } from '../../support/queue/load';
import type { QueueWorld } from '../world';

/** Each of them is pushed for every order that the buys have placed. */
const STATUSES = ['Pending', 'Processing', 'Completed', 'Refunded'] as const;
/** Minted may send a push again although it was answered. */
const REPEATED = 0.1;

export function pushesSuite(world: () => QueueWorld): void {
	describe('Pushes through the webhook processor', () => {
		let wanted: string[] = [];
		let executions: ExecutionRow[] = [];
		let rows: unknown[] = [];
		let seconds = 0;

		const journal = () => world().cluster.sandbox.pushes.journal();
		const repeats = () => journal().filter(({ reason }) => reason === 'duplicate');

		beforeAll(async () => {
			const { cluster, pushed, tableId } = world();
			const { sandbox, webhook, client } = cluster;
			sandbox.pushes.setUrl(pushUrlOf(webhook.url, pushed));
			sandbox.pushes.settings.duplicateRate = REPEATED;
			sandbox.pushes.settings.timeoutMs = 60_000;
			const guids = sandbox.orders().map(({ guid }) => guid);
			wanted = STATUSES.flatMap((status) => guids.map((guid) => `${guid}:${status}`));
			const start = Date.now();
			for (const status of STATUSES) {
				for (const guid of guids) sandbox.moveOrder(guid, status);
				// A push brings the order as it is when it is read again: the next status must wait.
				await sandbox.pushes.idle();
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
				'answered otherwise and sent again': journal().filter(({ delivered }) => !delivered).length,
				executions: executions.length,
				rows: rows.length,
				'pushes a second': ((wanted.length + repeats().length) / seconds).toFixed(0),
			});
		});

		it('are all taken', () => {
			const taken = journal().filter(({ outcome }) => outcome === 200);
			expect(taken).toHaveLength(wanted.length + repeats().length);
		});

		it('leave exactly one row for each order and status, so that none is lost or doubled', () => {
			expect([...rows].sort()).toEqual([...wanted].sort());
		});

		it('start one execution each, and repeats start none', () => {
			expect(repeats().length).toBeGreaterThan(0);
			expect(byStatus(executions)).toEqual({ success: wanted.length });
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

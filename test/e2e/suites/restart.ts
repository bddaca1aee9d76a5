import type { Playground } from '../../../harness/playground';
import { eventually } from '../../../harness/eventually';
import { buyThroughN8n, completedRow } from './pushes';

/** Long enough for a restart before the sandbox gives a push up. */
const RETRY_AFTER_MS = 2_000;

/** A busy machine takes minutes to start n8n, and the harness says by itself when it gives up. */
const RESTART_TIMEOUT_MS = 300_000;

export function restartSuite(world: () => Playground): void {
	describe('After a restart of n8n', () => {
		it.each([
			['an orderly one', async ({ n8n }: Playground) => await n8n.restart()],
			[
				'a crash',
				async ({ n8n, client, sandbox, workflows }: Playground) => {
					// n8n does not take up again what a crash interrupts, so nothing runs when it comes.
					await sandbox.pushes.idle();
					await eventually(
						async () => await client.listExecutions(workflows['order-push-to-spreadsheet']!.id),
						(runs) => runs.every(({ status }) => status !== 'running' && status !== 'new'),
					);
					await n8n.kill();
					await n8n.restart();
				},
			],
		])(
			'(%s) buying, signing and pushes go on',
			async (_kind, restart) => {
				await restart(world());
				const guid = await buyThroughN8n(world());
				expect(await completedRow(world(), guid)).toHaveLength(1);
			},
			RESTART_TIMEOUT_MS,
		);

		it(
			'a push that n8n missed comes again and arrives',
			async () => {
				const { n8n, sandbox } = world();
				const { stepMs } = sandbox.behaviour;
				sandbox.behaviour.stepMs = null;
				const guid = await buyThroughN8n(world());
				await n8n.stop();
				sandbox.pushes.settings.backOffMs = RETRY_AFTER_MS;
				sandbox.moveOrder(guid, 'Completed');
				await eventually(
					async () => sandbox.pushes.journal().filter((attempt) => attempt.guid === guid),
					(attempts) => attempts.some(({ outcome }) => outcome === 'ECONNREFUSED'),
				);
				await n8n.restart();
				expect(await completedRow(world(), guid)).toHaveLength(1);
				sandbox.behaviour.stepMs = stepMs;
			},
			RESTART_TIMEOUT_MS,
		);
	});
}

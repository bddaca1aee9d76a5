import { eventually } from '../../../harness/eventually';
import { bySize, printCounts, proofSeed } from '../../support/proof';
import { byStatus, order, orderIds, placements, type ExecutionRow } from '../../support/queue/load';
import type { QueueWorld } from '../world';

const ORDERS = bySize({ full: 200, short: 40 });
/** An answer that is on its way for so long is lost when the worker dies. */
const HANG_MS = 3_000;

export function killSuite(world: () => QueueWorld): void {
	describe('A worker killed with -9 in mid-run', () => {
		const ids = orderIds('queue-kill', ORDERS);
		let executions: ExecutionRow[] = [];
		let secondsToNotice = 0;
		let placed = { afterDeath: [0], afterRetry: [0], afterSendingAgain: [0] };

		const died = () => executions.filter(({ status }) => status !== 'success');
		const numberOf = (counts: number[], wanted: number) =>
			counts.filter((count) => count === wanted).length;

		beforeAll(async () => {
			const { cluster, buying } = world();
			const { sandbox, workers, client } = cluster;
			sandbox.faults.setPlan({
				seed: proofSeed,
				rate: 0.5,
				kinds: ['hangAfter'],
				match: { operationId: 'buyDigital' },
				delayMs: HANG_MS,
			});
			let killedAt = 0;
			executions = await order(cluster, buying.id, ids, async () => {
				await eventually(
					async () => ORDERS - numberOf(placements(cluster, ids), 0),
					(number) => number >= ORDERS / 3,
				);
				await workers[0]!.kill();
				killedAt = Date.now();
				sandbox.faults.clear();
			});
			secondsToNotice = (Math.max(...died().map(({ stoppedAt }) => stoppedAt)) - killedAt) / 1000;
			const afterDeath = placements(cluster, ids);
			for (const { id } of died()) await client.retryExecution(id);
			const afterRetry = placements(cluster, ids);
			await order(cluster, buying.id, ids);
			placed = { afterDeath, afterRetry, afterSendingAgain: placements(cluster, ids) };
			await cluster.runWorkers(2);
		});

		afterAll(() => {
			const { afterDeath, afterSendingAgain } = placed;
			const succeeded = byStatus(executions).success ?? 0;
			printCounts('a worker killed in queue mode', {
				wanted: ORDERS,
				'executions that died': died().length,
				'of them placed, answer lost': ORDERS - numberOf(afterDeath, 0) - succeeded,
				'of them not placed': numberOf(afterDeath, 0),
				'seconds until n8n noticed': secondsToNotice.toFixed(0),
				'placed once after all were sent again': numberOf(afterSendingAgain, 1),
				'placed twice': afterSendingAgain.filter((count) => count > 1).length,
			});
		});

		it('places nothing twice', () => {
			expect(Math.max(...placed.afterDeath)).toBe(1);
		});

		it('leaves each order placed by an execution that succeeded, or an execution in error', () => {
			const { success = 0, error = 0 } = byStatus(executions);
			expect(error).toBeGreaterThan(0);
			expect(success + error).toBe(ORDERS);
			expect(numberOf(placed.afterDeath, 0)).toBeLessThanOrEqual(error);
		});

		it('makes Retry useless: n8n has forgotten what the execution was given', () => {
			expect(placed.afterRetry).toEqual(placed.afterDeath);
		});

		it('is made good by sending every order again: each of them exists exactly once', () => {
			expect(placed.afterSendingAgain).toEqual(ids.map(() => 1));
		});
	});
}

import { bySize, printCounts } from '../../support/proof';
import { WORKER_CONCURRENCY } from '../../support/queue/cluster';
import { byStatus, order, orderIds, placements, type ExecutionRow } from '../../support/queue/load';
import { memoryOf } from '../../support/queue/memory';
import type { QueueWorld } from '../world';

const API_DELAY_MS = 200;
/** As they are measured, so that few have to be started or stopped in between. */
const WORKERS = bySize({ full: [2, 4, 1], short: [2, 1] });
const BUYS_PER_WORKER = bySize({ full: 100, short: 20 });

/** Executions a second, from the first start to the last end. */
function rateOf(executions: readonly ExecutionRow[]): number {
	const start = Math.min(...executions.map(({ startedAt }) => startedAt));
	const end = Math.max(...executions.map(({ stoppedAt }) => stoppedAt));
	return (executions.length * 1000) / (end - start);
}

/** Asserts no figure: they depend on the machine and on what else it does. */
export function throughputSuite(world: () => QueueWorld): void {
	describe(`Buys at ${API_DELAY_MS} ms of API delay`, () => {
		const rates = new Map<number, number>();

		beforeAll(() => {
			world().cluster.sandbox.behaviour.latencyMs = API_DELAY_MS;
		});

		afterAll(async () => {
			const { cluster } = world();
			cluster.sandbox.behaviour.latencyMs = 0;
			const ofOne = rates.get(1) ?? NaN;
			const shown = [...rates]
				.sort(([a], [b]) => a - b)
				.map(([workers, rate]) => [
					`workers ${workers}:`,
					`${rate.toFixed(1)}/s (x ${(rate / ofOne).toFixed(2)})`,
				]);
			printCounts(`buys a second, ${WORKER_CONCURRENCY} at once in each worker`, {
				...Object.fromEntries(shown),
			});
		});

		it.each(WORKERS)('with %d workers place each order exactly once', async (workers) => {
			const { cluster, buying } = world();
			await cluster.runWorkers(workers);
			// What a process does for the first time takes longer.
			const warmUp = orderIds(`queue-warm-${workers}`, 2 * WORKER_CONCURRENCY * workers);
			await order(cluster, buying.id, warmUp);
			const ids = orderIds(`queue-rate-${workers}`, BUYS_PER_WORKER * workers);
			const executions = await order(cluster, buying.id, ids);
			rates.set(workers, rateOf(executions));
			expect(byStatus(executions)).toEqual({ success: ids.length });
			expect(placements(cluster, ids)).toEqual(ids.map(() => 1));
		});

		it('need memory for each process', async () => {
			const { main, webhook, workers } = world().cluster;
			const used = await Promise.all([main, webhook, workers[0]!].map(memoryOf));
			const [ofMain, ofWebhook, ofWorker] = used.map((processes) =>
				processes.map(({ name, megabytes }) => `${name} ${megabytes} MB`).join(' + '),
			);
			printCounts('memory in queue mode', {
				'main process:': ofMain!,
				'webhook processor:': ofWebhook!,
				'worker:': ofWorker!,
			});
			expect(used.flat().length).toBeGreaterThanOrEqual(3);
		});
	});
}

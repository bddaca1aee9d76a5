import { bySize, printCounts } from '../../support/proof';
import {
	byStatus,
	order,
	orderIds,
	placements,
	takenUp,
	type ExecutionRow,
} from '../../support/queue/load';
import type { QueueWorld } from '../world';

const BUYS = bySize({ full: 500, short: 75 });

export function buysSuite(world: () => QueueWorld): void {
	describe(`${BUYS} buys over two workers`, () => {
		const ids = orderIds('queue-buy', BUYS);
		let executions: ExecutionRow[] = [];
		let perWorker: number[] = [];

		beforeAll(async () => {
			const { cluster, buying } = world();
			executions = await order(cluster, buying.id, ids);
			perWorker = await Promise.all(cluster.workers.map(takenUp));
		});

		afterAll(() => {
			const { cluster } = world();
			const { requests, byAuthFailure, nonceRejects } = cluster.sandbox.counters();
			const placed = placements(cluster, ids);
			printCounts('buys in queue mode', {
				wanted: BUYS,
				'placed once': placed.filter((count) => count === 1).length,
				'placed twice': placed.filter((count) => count > 1).length,
				'by each worker': perWorker.join(' and '),
				requests,
				'of them for a nonce': byAuthFailure.unsigned ?? 0,
				'nonces refused': nonceRejects,
			});
		});

		it('place each order exactly once', () => {
			expect(byStatus(executions)).toEqual({ success: BUYS });
			expect(placements(world().cluster, ids)).toEqual(ids.map(() => 1));
		});

		it('are shared by both workers, and none is run twice', () => {
			expect(perWorker).toHaveLength(2);
			expect(Math.min(...perWorker)).toBeGreaterThan(0);
			expect(perWorker.reduce((sum, taken) => sum + taken)).toBe(BUYS);
		});

		it('never use a nonce that another process has counted on: the API refuses no signature', () => {
			const { rejected401, nonceRejects, byAuthFailure } = world().cluster.sandbox.counters();
			expect({ rejected401, nonceRejects }).toEqual({ rejected401: 0, nonceRejects: 0 });
			expect(Object.keys(byAuthFailure)).toEqual(['unsigned']);
		});
	});
}

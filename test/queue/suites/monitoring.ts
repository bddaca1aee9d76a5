import axios from 'axios';

import type { QueueWorld } from '../world';

/** What docs/scaling.md tells operators to watch. */
export function monitoringSuite(world: () => QueueWorld): void {
	describe('Monitoring', () => {
		it.each(['waiting', 'active', 'completed', 'failed'])(
			'finds the number of %s jobs at the /metrics of the main process',
			async (state) => {
				const { data } = await axios.get<string>(`${world().cluster.main.url}/metrics`, {
					proxy: false,
				});
				expect(data).toMatch(
					new RegExp(`^n8n_scaling_mode_queue_jobs_${state}(\\{.*\\})? \\d`, 'm'),
				);
			},
		);

		it('finds figures at the /metrics of a worker', async () => {
			const [worker] = world().cluster.workers;
			const { status } = await axios.get(`${worker!.url}/metrics`, { proxy: false });
			expect(status).toBe(200);
		});
	});
}

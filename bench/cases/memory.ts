import type { Sample } from '../client/main';
import type { Plan } from '../plan';
import type { MemoryResult } from '../results';
import type { Workbench } from '../workbench';
import { runOnce } from './requests';

/** The node against one that puts out the same items without asking for them. */
export async function measureMemory(bench: Workbench, plan: Plan): Promise<MemoryResult> {
	const measure = async (subject: 'producer' | 'mintedConnect'): Promise<Sample> => {
		const cell = { protocol: 'http', delayMs: 0, items: plan.memoryItems } as const;
		const client = await bench.openClient(subject);
		try {
			await runOnce(bench, client, subject, { ...cell, items: 500 });
			return await runOnce(bench, client, subject, cell);
		} finally {
			await client.end();
		}
	};
	return await bench.progress.step(`Memory of ${plan.memoryItems} items`, async () => {
		const producer = await measure('producer');
		const mintedConnect = await measure('mintedConnect');
		const lost = plan.memoryItems - mintedConnect.right;
		if (lost > 0)
			throw new Error(`${lost} of ${plan.memoryItems} items lost: ${mintedConnect.error}`);
		return {
			items: plan.memoryItems,
			keptBytes: { producer: producer.keptBytes, mintedConnect: mintedConnect.keptBytes },
			peakBytes: { producer: producer.peakBytes, mintedConnect: mintedConnect.peakBytes },
		};
	});
}

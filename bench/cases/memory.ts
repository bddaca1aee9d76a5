import type { ClientCalls, WeighedRun } from '../client/main';
import type { Child } from '../ipc';
import type { Plan } from '../plan';
import type { MemoryFigures, MemoryResult, Weighed } from '../results';
import type { Workbench } from '../workbench';
import { atFreshAddress, openWarmClient, runOnce } from './requests';

const CELL = { protocol: 'http', delayMs: 0 } as const;
/** A run of 100,000 items takes about two minutes. */
const LIMIT_MS = 600_000;

/** The node against one that puts out the same items without asking for them. */
export async function measureMemory(bench: Workbench, plan: Plan): Promise<MemoryResult> {
	const producer = await measureSubject(bench, plan, 'producer');
	const mintedConnect = await measureSubject(bench, plan, 'mintedConnect');
	if (mintedConnect.outputLength !== producer.outputLength) {
		throw new Error('The two nodes did not put out the same items');
	}
	return { sizes: plan.memory, results: { producer, mintedConnect } };
}

async function measureSubject(
	bench: Workbench,
	{ memory: { small, large } }: Plan,
	subject: Weighed,
): Promise<MemoryFigures> {
	return await bench.progress.step(`Memory of ${large} items, ${subject}`, async () => {
		const smallRun = await weighOnce(bench, subject, small);
		const largeRun = await weighOnce(bench, subject, large);
		const figuresOf = ({ keptBytes, mostBytes }: WeighedRun) => ({ keptBytes, mostBytes });
		return {
			small: figuresOf(smallRun),
			large: figuresOf(largeRun),
			outputLength: largeRun.outputLength,
			peakBytes: await peakOf(bench, subject, large),
		};
	});
}

async function weighOnce(bench: Workbench, subject: Weighed, items: number): Promise<WeighedRun> {
	return await withWarmClient(bench, subject, async (client) => {
		const run = await atFreshAddress(
			bench,
			subject,
			CELL,
			async (url) => await client.call('weigh', url, items),
		);
		refuseLoss(run, items);
		return run;
	});
}

async function peakOf(bench: Workbench, subject: Weighed, items: number): Promise<number> {
	return await withWarmClient(bench, subject, async (client) => {
		const run = await runOnce(bench, client, subject, { ...CELL, items }, { limitMs: LIMIT_MS });
		refuseLoss(run, items);
		return run.peakBytes;
	});
}

async function withWarmClient<T>(
	bench: Workbench,
	subject: Weighed,
	use: (client: Child<ClientCalls>) => Promise<T>,
): Promise<T> {
	const client = await openWarmClient(bench, subject);
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}

function refuseLoss({ right, error }: { right: number; error?: string }, items: number): void {
	if (right < items) throw new Error(`${items - right} of ${items} items lost: ${error}`);
}

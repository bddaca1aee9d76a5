import type { Profiler, Runtime } from 'inspector';

import { GUARD_OF } from './cases/requests';
import type { Workbench } from './workbench';

const ITEMS = 1_000;
const SHOWN = 25;

interface Share {
	name: string;
	ms: number;
}

/** Functions by the time spent in themselves, most first. */
export function topSelfTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Share[] {
	const byId = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
	const times = new Map<string, number>();
	samples.forEach((id, index) => {
		const name = byId.get(id) ?? '?';
		times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
	});
	return [...times].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);
}

function nameOf({ functionName, url, lineNumber }: Runtime.CallFrame): string {
	const file = url.replace(/^.*\/node_modules\//, '');
	return `${functionName || '(anonymous)'} ${file && `${file}:${lineNumber + 1}`}`.trim();
}

/** Where this node and the floor inside n8n spend the time for 1,000 items, as text. */
export async function profileRequests(bench: Workbench): Promise<string> {
	const parts: string[] = [];
	for (const subject of ['mintedConnect', 'n8nHelper'] as const) {
		const client = await bench.openClient(subject);
		const url = await bench.server.call('open', { guard: GUARD_OF[subject], delayMs: 0 });
		await client.call('run', url, ITEMS);
		const shares = topSelfTimes(await client.call('profile', url, ITEMS));
		const total = shares.reduce((sum, { ms }) => sum + ms, 0);
		const lines = shares
			.slice(0, SHOWN)
			.map(({ name, ms }) => `${((100 * ms) / total).toFixed(1).padStart(5)} %  ${name}`);
		parts.push(`${subject}, ${ITEMS} items, ${total.toFixed(0)} ms\n${lines.join('\n')}`);
		await client.end();
	}
	return parts.join('\n\n');
}

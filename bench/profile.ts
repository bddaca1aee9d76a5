import type { Profiler } from 'inspector';

import { atFreshAddress, runOnce } from './cases/requests';
import { OWNERS, PROFILED, type Owner, type ProfileResult } from './results';
import type { Workbench } from './workbench';

const CELL = { protocol: 'http', delayMs: 0, items: 5_000 } as const;

const OWNER_OF_FILE: ReadonlyArray<[RegExp, Owner]> = [
	[/^n8n-nodes-minted-connect\//, 'this package'],
	// Luxon is there for the expressions alone.
	[/^(n8n[-/]|@n8n\/|luxon\/)/, 'n8n'],
	[/^node:inspector/, 'the measurement'],
	[/^node:/, 'Node'],
	[/^file:/, 'the measurement'],
	[/./, 'axios and what it uses'],
];

type ProfileNode = Profiler.ProfileNode;

/** Milliseconds by owner; what C++ does counts as its caller's, idle time as nobody's. */
export function timeByOwner({
	nodes,
	samples = [],
	timeDeltas = [],
}: Profiler.Profile): Record<Owner, number> {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const callers = new Map<ProfileNode, ProfileNode>();
	for (const node of nodes) {
		for (const id of node.children ?? []) callers.set(byId.get(id) as ProfileNode, node);
	}
	const times = Object.fromEntries(OWNERS.map((owner) => [owner, 0])) as Record<Owner, number>;
	samples.forEach((id, index) => {
		const owner = ownerOf(byId.get(id), callers);
		if (owner !== undefined) times[owner] += (timeDeltas[index] ?? 0) / 1_000;
	});
	return times;
}

function ownerOf(
	node: ProfileNode | undefined,
	callers: ReadonlyMap<ProfileNode, ProfileNode>,
): Owner | undefined {
	if (node === undefined) return 'Node';
	const { functionName, url } = node.callFrame;
	if (functionName === '(idle)') return undefined;
	if (functionName === '(garbage collector)') return 'garbage collection';
	if (url === '') return ownerOf(callers.get(node), callers);
	const file = url.replace(/^.*\/node_modules\//, '');
	return OWNER_OF_FILE.find(([pattern]) => pattern.test(file))?.[1];
}

/** Where this node and the floor inside n8n spend their time, warm and without delay. */
export async function profileRequests(bench: Workbench): Promise<ProfileResult> {
	const measured: Partial<ProfileResult> = {};
	for (const subject of PROFILED) {
		const client = await bench.openClient(subject);
		await runOnce(bench, client, subject, CELL);
		const profile = await atFreshAddress(
			bench,
			subject,
			CELL,
			async (url) => await client.call('profile', url, CELL.items),
		);
		const times = timeByOwner(profile);
		for (const owner of OWNERS) times[owner] *= 1_000 / CELL.items;
		measured[subject] = times;
		await client.end();
	}
	return measured as ProfileResult;
}

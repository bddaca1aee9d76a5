import type { ClientCalls, Sample, SubjectName } from '../client/main';
import type { Child } from '../ipc';
import type { Plan } from '../plan';
import { CONTENDERS, type Cell, type CellResult, type Contender, type Figures } from '../results';
import type { GuardName } from '../server/guards';
import type { Traffic } from '../server/endpoint';
import { median } from '../statistics';
import type { Workbench } from '../workbench';

/** How closely the server looks at each. n8n's own Digest sends a quoted nc of nine digits. */
const GUARD_OF: Record<SubjectName, GuardName> = {
	mintedConnect: 'strict',
	httpRequest: 'lenient',
	n8nHelper: 'open',
	// Its Authorization values are made beforehand, from one challenge.
	plainNode: 'lenient',
	producer: 'open',
};

/** Items of the run before the first that counts, at an address of its own. */
export const WARM_UP_ITEMS = 500;
/** After this a run is given up. */
const LIMIT_MS = 120_000;

interface Run extends Sample {
	traffic: Traffic;
}

/** One run at a fresh address, so that nothing is known of it: no nonce, no limit. */
export async function runOnce(
	bench: Workbench,
	client: Child<ClientCalls>,
	subject: SubjectName,
	cell: Cell,
	limitMs = LIMIT_MS,
): Promise<Run> {
	return await atFreshAddress(bench, subject, cell, async (url) => {
		await client.call('prepare', url, cell.items);
		const before = await bench.server.call('traffic', url);
		const sample = await withLimit(client, url, cell.items, limitMs);
		const after = await bench.server.call('traffic', url);
		return { ...sample, traffic: difference(before, after) };
	});
}

export async function atFreshAddress<T>(
	{ server, tls }: Workbench,
	subject: SubjectName,
	{ protocol, delayMs }: Omit<Cell, 'items'>,
	use: (url: string) => Promise<T>,
): Promise<T> {
	const url = await server.call('open', {
		guard: GUARD_OF[subject],
		delayMs,
		tls: protocol === 'https' ? tls : undefined,
	});
	try {
		return await use(url);
	} finally {
		await server.call('close', url);
	}
}

/** A run that does not end is ended with its process; what it would have brought counts as lost. */
async function withLimit(
	client: Child<ClientCalls>,
	url: string,
	items: number,
	limitMs: number,
): Promise<Sample> {
	const limit = setTimeout(() => void client.end(), limitMs);
	const start = performance.now();
	try {
		return await client.call('run', url, items);
	} catch (error) {
		const wallMs = performance.now() - start;
		const reason = wallMs >= limitMs ? `no end after ${limitMs / 1000} s` : String(error);
		return {
			wallMs,
			cpuMs: Number.NaN,
			peakBytes: Number.NaN,
			right: 0,
			error: reason,
		};
	} finally {
		clearTimeout(limit);
	}
}

function difference(before: Traffic, after: Traffic): Traffic {
	return {
		requests: after.requests - before.requests,
		connections: after.connections - before.connections,
		refused: after.refused - before.refused,
		mostInFlight: after.mostInFlight,
	};
}

/** All contenders in turn, round after round: what disturbs one round disturbs all of them. */
async function measureCell(bench: Workbench, cell: Cell, rounds: number): Promise<CellResult> {
	const clients = new Map<Contender, Child<ClientCalls>>();
	const runs = new Map<Contender, Run[]>();
	try {
		for (const contender of CONTENDERS) {
			const client = await bench.openClient(contender);
			clients.set(contender, client);
			runs.set(contender, []);
			await runOnce(bench, client, contender, { ...cell, delayMs: 0, items: WARM_UP_ITEMS });
		}
		for (let round = 0; round < rounds; round++) {
			for (const [contender, client] of clients) {
				runs.get(contender)?.push(await runOnce(bench, client, contender, cell));
			}
		}
	} finally {
		for (const client of clients.values()) await client.end();
	}
	const results = Object.fromEntries(
		[...runs].map(([contender, own]) => [contender, figuresOf(own, cell.items)]),
	) as CellResult['results'];
	return { ...cell, rounds, results };
}

function figuresOf(runs: Run[], items: number): Figures {
	const middle = (read: (run: Run) => number) => median(runs.map(read));
	return {
		requests: middle(({ traffic }) => traffic.requests),
		connections: middle(({ traffic }) => traffic.connections),
		mostInFlight: middle(({ traffic }) => traffic.mostInFlight),
		wallMs: middle(({ wallMs }) => wallMs),
		cpuMs: middle(({ cpuMs }) => cpuMs),
		// Memory that an earlier round took is still there in the next.
		peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
		lost: Math.max(...runs.map(({ right }) => items - right)),
		error: runs.find(({ error }) => error !== undefined)?.error,
	};
}

export async function measureRequests(bench: Workbench, plan: Plan): Promise<CellResult[]> {
	const results: CellResult[] = [];
	for (const protocol of plan.protocols) {
		for (const delayMs of plan.delays) {
			for (const items of plan.sizes) {
				const title = `${items} items, ${delayMs} ms of delay, ${protocol}`;
				const cell = { protocol, delayMs, items };
				results.push(
					await bench.progress.step(
						title,
						async () => await measureCell(bench, cell, plan.roundsOf(items)),
					),
				);
			}
		}
	}
	return results;
}

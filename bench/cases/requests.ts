import type { BootOptions, ClientCalls, Sample, SubjectName } from '../client/main';
import type { Child } from '../ipc';
import type { Plan } from '../plan';
import { CONTENDERS, type Cell, type CellResult, type Contender, type Figures } from '../results';
import type { GuardName } from '../server/guards';
import type { EndpointOptions, Traffic } from '../server/endpoint';
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
	mintedBuy: 'strict',
	httpChain: 'lenient',
};

/** Who plays each contender. */
const SUBJECT_OF: Record<Contender, SubjectName> = {
	mintedConnect: 'mintedConnect',
	mintedAgain: 'mintedConnect',
	httpRequest: 'httpRequest',
	n8nHelper: 'n8nHelper',
	plainNode: 'plainNode',
};

/** Items of the run before the first that counts, at an address of its own. */
const WARM_UP_ITEMS = 500;
/** Items of the run that makes an address known. */
const FIRST_ITEMS = 100;
/** After this a run is given up. */
const LIMIT_MS = 120_000;

interface Run extends Sample {
	traffic: Traffic;
}

interface RunSettings {
	limitMs?: number;
	/** Whether the client has been at the address before. */
	again?: boolean;
}

/** One run at a fresh address, so that nothing is known of it: no nonce, no limit. */
export async function runOnce(
	bench: Workbench,
	client: Child<ClientCalls>,
	subject: SubjectName,
	cell: Cell,
	{ limitMs = LIMIT_MS, again = false }: RunSettings = {},
): Promise<Run> {
	return await atFreshAddress(bench, subject, cell, async (url) => {
		await client.call('prepare', url, cell.items);
		if (again) await client.call('run', url, FIRST_ITEMS);
		const before = await bench.server.call('traffic', url);
		const sample = await withLimit(client, url, cell.items, limitMs);
		const after = await bench.server.call('traffic', url);
		return { ...sample, traffic: difference(before, after) };
	});
}

/** A guard given here goes before that of the subject. */
type Where = Pick<Cell, 'protocol'> &
	Pick<EndpointOptions, 'delayMs' | 'loss' | 'nonceLifetimeMs' | 'jitterMs'> &
	Partial<Pick<EndpointOptions, 'guard'>>;

export async function atFreshAddress<T>(
	{ server, tls }: Workbench,
	subject: SubjectName,
	{ protocol, ...options }: Where,
	use: (url: string) => Promise<T>,
): Promise<T> {
	const url = await server.call('open', {
		guard: GUARD_OF[subject],
		...options,
		tls: protocol === 'https' ? tls : undefined,
	});
	try {
		return await use(url);
	} finally {
		await server.call('close', url);
	}
}

/** A run that does not end is ended with its process; what it would have brought counts as lost. */
export async function withLimit(
	client: Child<ClientCalls>,
	url: string,
	items: number,
	limitMs = LIMIT_MS,
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

/** A client that has bought or read before, so that its code is compiled. */
export async function openWarmClient(
	bench: Workbench,
	subject: SubjectName,
	settings: Pick<BootOptions, 'retryOnFail'> = {},
): Promise<Child<ClientCalls>> {
	const client = await bench.openClient(subject, settings);
	const warmUp = { protocol: 'http', delayMs: 0, items: WARM_UP_ITEMS } as const;
	await runOnce(bench, client, subject, warmUp);
	return client;
}

type Clients = Map<Contender, Child<ClientCalls>>;

async function withClients<T>(bench: Workbench, use: (clients: Clients) => Promise<T>): Promise<T> {
	const clients: Clients = new Map();
	try {
		for (const contender of CONTENDERS) {
			clients.set(contender, await openWarmClient(bench, SUBJECT_OF[contender]));
		}
		return await use(clients);
	} finally {
		for (const client of clients.values()) await client.end();
	}
}

/** All contenders in turn, round after round: what disturbs one round disturbs all of them. */
async function measureCell(
	bench: Workbench,
	clients: Clients,
	cell: Cell,
	rounds: number,
): Promise<CellResult> {
	const runs = new Map<Contender, Run[]>();
	for (let round = 0; round < rounds; round++) {
		for (const [contender, client] of clients) {
			const again = contender === 'mintedAgain';
			const run = await runOnce(bench, client, SUBJECT_OF[contender], cell, { again });
			runs.set(contender, [...(runs.get(contender) ?? []), run]);
		}
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

export async function measureRequests(bench: Workbench, { reads }: Plan): Promise<CellResult[]> {
	const results: CellResult[] = [];
	for (const { protocol, delays, sizes, roundsOf } of reads) {
		for (const delayMs of delays) {
			// Clients of its own: a failed run of many items may have used up their file handles.
			await withClients(bench, async (clients) => {
				for (const items of sizes) {
					const cell = { protocol, delayMs, items };
					const title = `${items} items, ${delayMs} ms of delay, ${protocol}`;
					const measured = async () => await measureCell(bench, clients, cell, roundsOf(items));
					results.push(await bench.progress.step(title, measured));
				}
			});
		}
	}
	return results;
}

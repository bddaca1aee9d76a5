import type { ClientCalls, Sample } from '../client/main';
import type { Child } from '../ipc';
import type { BuyPlan } from '../plan';
import { BUYERS, type BuyCell, type BuyCellResult, type Buyer, type BuyFigures } from '../results';
import type { Traffic } from '../server/endpoint';
import type { Books } from '../server/shop';
import { median } from '../statistics';
import type { Workbench } from '../workbench';
import { atFreshAddress, openWarmClient, withLimit } from './requests';

/** Of the answers to signed requests. */
const LOST_ONE_IN = 50;
const SEED = 1;

interface Run extends Sample {
	traffic: Traffic;
	books: Books;
}

type Clients = Map<Buyer, Child<ClientCalls>>;

async function runOnce(
	bench: Workbench,
	client: Child<ClientCalls>,
	buyer: Buyer,
	{ delayMs, orders, lostOneIn }: BuyCell,
): Promise<Run> {
	const loss = lostOneIn === undefined ? undefined : { oneIn: lostOneIn, seed: SEED };
	const where = { protocol: 'http', delayMs, loss } as const;
	return await atFreshAddress(bench, buyer, where, async (url) => {
		const sample = await withLimit(client, url, orders);
		const traffic = await bench.server.call('traffic', url);
		return { ...sample, traffic, books: await bench.server.call('books', url) };
	});
}

function figuresOf(runs: Run[], orders: number): BuyFigures {
	const middle = (read: (run: Run) => number) => median(runs.map(read));
	const most = (read: (run: Run) => number) => Math.max(...runs.map(read));
	return {
		requests: middle(({ traffic }) => traffic.requests),
		mostInFlight: middle(({ traffic }) => traffic.mostInFlight),
		wallMs: middle(({ wallMs }) => wallMs),
		cpuMs: middle(({ cpuMs }) => cpuMs),
		peakBytes: most(({ peakBytes }) => peakBytes),
		placedTwice: most(({ books }) => books.placedTwice),
		notPlaced: most(({ books }) => orders - books.placed),
		notReported: most(({ right }) => orders - right),
		error: runs.find(({ error }) => error !== undefined)?.error,
	};
}

async function measureCell(
	bench: Workbench,
	clients: Clients,
	cell: BuyCell,
	rounds: number,
): Promise<BuyCellResult> {
	const runs = new Map<Buyer, Run[]>();
	for (let round = 0; round < rounds; round++) {
		for (const [buyer, client] of clients) {
			const run = await runOnce(bench, client, buyer, cell);
			if (run.books.wrong > 0) throw new Error(`${buyer} ordered for the wrong customer`);
			runs.set(buyer, [...(runs.get(buyer) ?? []), run]);
		}
	}
	const results = Object.fromEntries(
		[...runs].map(([buyer, own]) => [buyer, figuresOf(own, cell.orders)]),
	) as BuyCellResult['results'];
	return { ...cell, rounds, results };
}

/** The main job, first with every answer, then with answers lost and Retry On Fail. */
export async function measureBuys(bench: Workbench, plan: BuyPlan): Promise<BuyCellResult[]> {
	const results: BuyCellResult[] = [];
	for (const lostOneIn of [undefined, LOST_ONE_IN]) {
		const roundsOf = lostOneIn === undefined ? plan.roundsOf : () => plan.roundsWithLoss;
		for (const delayMs of plan.delays) {
			const clients: Clients = new Map();
			try {
				for (const buyer of BUYERS) {
					const retryOnFail = lostOneIn !== undefined;
					clients.set(buyer, await openWarmClient(bench, buyer, { retryOnFail }));
				}
				for (const orders of plan.orders) {
					const cell = { delayMs, orders, ...(lostOneIn === undefined ? {} : { lostOneIn }) };
					const lost = lostOneIn === undefined ? '' : ', answers lost';
					const title = `${orders} buys, ${delayMs} ms of delay${lost}`;
					const measured = async () => await measureCell(bench, clients, cell, roundsOf(orders));
					results.push(await bench.progress.step(title, measured));
				}
			} finally {
				for (const client of clients.values()) await client.end();
			}
		}
	}
	return results;
}

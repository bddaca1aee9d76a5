import { eventually } from '../../../harness/eventually';
import type { N8nServer } from '../../../harness/n8n/server';
import type { Cluster } from '../../support/queue/cluster';
import { placements, sendTwice, takenUpBy } from '../../support/queue/load';
import {
	claimsOf,
	INVENTED,
	isOneOf,
	ONCE_PATH,
	type Claim,
} from '../../support/queue/onceWorkflow';

/** Longer than it takes to kill a worker, shorter than a claim counts. */
const HANG_MS = 5_000;
const SLOW_ANSWER_MS = 2_000;
const CATCH_UP_MS = 2 * 60_000;

/** What the winners of a kill are doing. */
interface Moment {
	name: string;
	/** Makes the API, or the table, stop them there. */
	prepare(cluster: Cluster): void;
	/** Whether all of them have come so far. */
	isReached(cluster: Cluster, sent: readonly string[]): Promise<boolean>;
	/** Lets those go on that live. */
	release(cluster: Cluster): Promise<void>;
}

const rowsOf = async (cluster: Cluster, sent: readonly string[]) =>
	(await claimsOf(cluster, sent)).length;
const numberPlaced = (cluster: Cluster, sent: readonly string[]) =>
	placements(cluster, sent).filter((count) => count > 0).length;

/** At whatever asks for this, all of them wait for their answers. */
function waitingFor(
	name: string,
	kind: 'hangBefore' | 'hangAfter',
	operationId: string,
	isReached: Moment['isReached'],
): Moment {
	return {
		name,
		isReached,
		prepare: ({ sandbox: { faults } }) => {
			const match = { operationId };
			faults.setPlan({ seed: 1, rate: 1, kinds: [kind], match, delayMs: HANG_MS });
		},
		release: async ({ sandbox: { faults } }) => {
			faults.clear();
			await Promise.resolve();
		},
	};
}

/** What holds a row of the table, or waits for one. */
const HOLDING = `from pg_stat_activity
	where query ilike '%minted_orders%' and pid <> pg_backend_pid() and state <> 'idle'`;

/** Locks the rows until its connection is ended. */
function lockRows({ postgres }: Cluster, sent: readonly string[]): void {
	const locking = `select order_id from minted_orders where ${isOneOf(sent)} for update`;
	postgres.query(`${locking}; select pg_sleep(60)`).catch(() => undefined);
}

const waitingForRow: Moment = {
	name: 'after',
	prepare: ({ sandbox }) => {
		sandbox.behaviour.latencyMs = SLOW_ANSWER_MS;
	},
	isReached: async (cluster, sent) => {
		const { postgres, sandbox } = cluster;
		const locks = await postgres.query(`select pid ${HOLDING} and query like '%pg_sleep%'`);
		if (locks.length === 0) {
			if ((await rowsOf(cluster, sent)) === sent.length) lockRows(cluster, sent);
			return false;
		}
		const waiting = await postgres.query(`select pid ${HOLDING} and wait_event_type = 'Lock'`);
		if (waiting.length < sent.length) return false;
		sandbox.behaviour.latencyMs = 0;
		return true;
	},
	// A server does not notice that a client has died while it waits for a lock, and would write once
	// the rows are free: so those that wait go first.
	release: async ({ postgres }) => {
		const waiting = `${HOLDING} and wait_event_type = 'Lock'`;
		await postgres.query(`select pg_terminate_backend(pid) ${waiting}`);
		await eventually(
			async () => await postgres.query(`select pid ${waiting}`),
			(pids) => pids.length === 0,
		);
		await postgres.query(`select pg_terminate_backend(pid) ${HOLDING}`);
	},
};

/** Where in an order a winner is killed. */
export const MOMENTS: readonly Moment[] = [
	// Its row is written, and it looks for an order under the ID.
	waitingFor(
		'before',
		'hangBefore',
		'getOrderAlternative',
		async (cluster, sent) => (await rowsOf(cluster, sent)) === sent.length,
	),
	// Minted has placed the order, and the answer is on its way.
	waitingFor(
		'while',
		'hangAfter',
		'buyDigital',
		async (cluster, sent) => await Promise.resolve(numberPlaced(cluster, sent) === sent.length),
	),
	// It has the answer, and waits to write it into its row, which is locked.
	waitingForRow,
];

/** One worker killed while it held the rows of some orders. */
export interface Killed {
	moment: string;
	/** How many of its orders Minted had when it died. */
	placedAtDeath: number;
	/** Its rows, once another worker has taken them over. */
	dead: Claim[];
	/** From its death to the last row that says `placed`. */
	seconds: number;
}

export interface Kill {
	cluster: Cluster;
	moment: Moment;
	sent: readonly string[];
}

/** Sends each ID to both workers, and returns the one that has won more of them at that moment. */
async function winnerAt({
	cluster,
	moment,
	sent,
}: Kill): Promise<{ winner: N8nServer; won: Claim[] }> {
	moment.prepare(cluster);
	await Promise.all(
		sent.map(async (order_id) => await sendTwice(cluster, ONCE_PATH, { order_id, ...INVENTED })),
	);
	await eventually(async () => await moment.isReached(cluster, sent), Boolean);
	const claims = await claimsOf(cluster, sent);
	const winners = await Promise.all(
		cluster.workers.map(async (winner) => {
			const taken = await takenUpBy(winner);
			return { winner, won: claims.filter(({ execution }) => taken.has(execution)) };
		}),
	);
	return winners.reduce((most, other) => (other.won.length > most.won.length ? other : most));
}

/** The rows once all of them are placed, or as they are when that does not happen. */
async function onceAllPlaced(cluster: Cluster, sent: readonly string[]): Promise<Claim[]> {
	const rows = async () => await claimsOf(cluster, sent);
	return await eventually(
		rows,
		(found) => found.every(({ state }) => state === 'placed'),
		CATCH_UP_MS,
	).catch(rows);
}

/** Kills the worker that has won more IDs. */
export async function killTheWinner(kill: Kill): Promise<Killed> {
	const { cluster, moment, sent } = kill;
	const { winner, won } = await winnerAt(kill);
	await winner.kill();
	const killedAt = Date.now();
	const ids = won.map(({ id }) => id);
	const placedAtDeath = numberPlaced(cluster, ids);
	await moment.release(cluster);
	await cluster.runWorkers(2);
	const after = await onceAllPlaced(cluster, sent);
	return {
		moment: moment.name,
		placedAtDeath,
		dead: after.filter(({ id }) => ids.includes(id)),
		seconds: (Date.now() - killedAt) / 1000,
	};
}

/**
 * Lets the worker that has won more IDs stand still after its look for the orders, until another has
 * placed them, and then go on.
 */
export async function holdUpTheWinner(
	cluster: Cluster,
	sent: readonly string[],
): Promise<{ heldUp: Claim[]; placedMeanwhile: number }> {
	const moment = waitingFor(
		'looked',
		'hangBefore',
		'priceFix',
		async ({ sandbox }) =>
			await Promise.resolve((sandbox.faults.struck().hangBefore ?? 0) >= sent.length),
	);
	const { winner, won } = await winnerAt({ cluster, moment, sent });
	const ids = won.map(({ id }) => id);
	process.kill(-winner.pid(), 'SIGSTOP');
	await moment.release(cluster);
	const after = await onceAllPlaced(cluster, sent);
	const placedMeanwhile = numberPlaced(cluster, ids);
	process.kill(-winner.pid(), 'SIGCONT');
	await eventually(
		async () => await winner.log(),
		(log) => won.every(({ execution }) => log.includes(`finished execution ${execution} `)),
		CATCH_UP_MS,
	);
	return { heldUp: after.filter(({ id }) => ids.includes(id)), placedMeanwhile };
}

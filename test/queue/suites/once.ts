import axios from 'axios';

import { webhookUrl } from '../../../harness/n8n/published';
import type { N8nServer } from '../../../harness/n8n/server';
import { bySize, printCounts } from '../../support/proof';
import {
	claimsOf,
	INVENTED,
	ONCE_PATH,
	onceWorkflow,
	type Claim,
} from '../../support/queue/onceWorkflow';
import {
	drained,
	executionsOf,
	orderIds,
	placements,
	sendTwice,
	takenUpBy,
	type ExecutionRow,
} from '../../support/queue/load';
import { BUY_PATH } from '../../support/queue/workflows';
import type { QueueWorld } from '../world';
import { holdUpTheWinner, killTheWinner, MOMENTS, type Killed } from './killedWinner';

const IDS = bySize({ full: 200, short: 40 });
/** So many are sent the same way to a workflow that has no table. */
const WITHOUT_TABLE = bySize({ full: 40, short: 15 });
const ROUNDS = bySize({ full: 2, short: 1 });
const API_DELAY_MS = 50;
const IDS_PER_KILL = 5;

/** The example "Place each order once", published for all workers. */
export function onceSuite(world: () => QueueWorld): void {
	describe('The example "Place each order once"', () => {
		let workflowId = '';

		beforeAll(async () => {
			const { cluster } = world();
			const { client, credential, postgres, sandbox } = cluster;
			const { host, port, database, user, password } = postgres;
			const connection = { host, port, database, user, password, ssl: 'disable' };
			const stored = await client.createCredential('postgres', 'Orders', connection);
			workflowId = (await client.createWorkflow(onceWorkflow(credential, stored))).id;
			sandbox.setBalance(INVENTED.customer_id, 'TRY', 1_000_000);
		});

		it('makes its table and places an invented order when it is tried by hand', async () => {
			const { client } = world().cluster;
			const execution = await client.runToEnd(workflowId, 'Try it here');
			expect(execution.status).toBe('success');
			expect(await claimsOf(world().cluster)).toEqual([
				expect.objectContaining({ state: 'placed', tries: 1, outcome: 'placed' }),
			]);
			await client.publishWorkflow(workflowId);
		});

		describe('each ID sent to two workers in the same instant', () => {
			const withoutTable = orderIds('queue-racing', WITHOUT_TABLE);
			const ids = orderIds('queue-once', IDS);
			let pairs: ExecutionRow[][] = [];
			let byBothWorkers = 0;
			let claims: Claim[] = [];

			/** One ID after another, so that the two workers, of one execution each, are free for it. */
			const sendPairs = async (id: string, path: string, sent: readonly string[]) => {
				const { cluster } = world();
				const known = new Set((await executionsOf(cluster, id)).map((execution) => execution.id));
				const found: ExecutionRow[][] = [];
				for (const order_id of sent) {
					await sendTwice(cluster, path, { order_id, ...INVENTED });
					const fresh = (await drained(cluster, id)).filter(
						(execution) => !known.has(execution.id),
					);
					for (const execution of fresh) known.add(execution.id);
					found.push(fresh);
				}
				return found;
			};

			beforeAll(async () => {
				const { cluster, buying } = world();
				await cluster.runWorkers(0);
				const workers: N8nServer[] = [];
				for (const name of ['single-1', 'single-2']) {
					workers.push(await cluster.startSingleWorker(name));
				}
				cluster.sandbox.behaviour.latencyMs = API_DELAY_MS;
				await sendPairs(buying.id, BUY_PATH, withoutTable);
				pairs = await sendPairs(workflowId, ONCE_PATH, ids);
				cluster.sandbox.behaviour.latencyMs = 0;
				const taken = await Promise.all(workers.map(takenUpBy));
				byBothWorkers = pairs.filter((pair) =>
					taken.every((executions) => pair.some(({ id }) => executions.has(id))),
				).length;
				claims = await claimsOf(cluster, ids);
				await cluster.runWorkers(2);
				for (const worker of workers) await worker.stop();
			});

			afterAll(() => {
				const { cluster } = world();
				const twice = (sent: string[]) =>
					placements(cluster, sent).filter((count) => count > 1).length;
				printCounts('one ID to two workers in the same instant', {
					IDs: IDS,
					'taken by both workers': byBothWorkers,
					'placed once': placements(cluster, ids).filter((count) => count === 1).length,
					'placed twice': twice(ids),
					'without the table, IDs': WITHOUT_TABLE,
					'of them placed twice': twice(withoutTable),
				});
			});

			it('is really a race: without the table, some are placed twice', () => {
				expect(Math.max(...placements(world().cluster, withoutTable))).toBe(2);
			});

			it('is taken by both of them', () => {
				expect(byBothWorkers).toBe(IDS);
			});

			it('is one order', () => {
				expect(placements(world().cluster, ids)).toEqual(ids.map(() => 1));
			});

			it('is one row that says so, and no execution fails', () => {
				expect(claims.map(({ state, tries }) => `${state} ${tries}`)).toEqual(
					ids.map(() => 'placed 1'),
				);
				const statuses = new Set(pairs.flat().map(({ status }) => status));
				expect([...statuses]).toEqual(['success']);
			});
		});

		describe('when the worker that won dies by kill -9', () => {
			const killed: Killed[] = [];
			const ids: string[] = [];

			const at = (name: string) => killed.filter(({ moment }) => moment === name);
			const rows = (kills: readonly Killed[]) => kills.flatMap(({ dead }) => dead);

			beforeAll(async () => {
				for (let round = 1; round <= ROUNDS; round++) {
					for (const moment of MOMENTS) {
						const sent = orderIds(`queue-killed-${moment.name}-${round}`, IDS_PER_KILL);
						ids.push(...sent);
						killed.push(await killTheWinner({ cluster: world().cluster, moment, sent }));
					}
				}
			});

			afterAll(() => {
				const counts = placements(world().cluster, ids);
				const dead = rows(killed);
				printCounts('the worker that won killed', {
					kills: killed.length,
					IDs: ids.length,
					'of a dead worker': dead.length,
					'of them placed by another': dead.filter(({ outcome }) => outcome === 'placed').length,
					'of them found by another': dead.filter(({ outcome }) => outcome === 'existing').length,
					'placed once': counts.filter((count) => count === 1).length,
					'placed twice': counts.filter((count) => count > 1).length,
					lost: counts.filter((count) => count === 0).length,
					'seconds until no row was open': Math.max(
						...killed.map(({ seconds }) => seconds),
					).toFixed(0),
				});
			});

			it('before it ordered: another worker orders', () => {
				expect(rows(at('before')).length).toBeGreaterThan(0);
				for (const { placedAtDeath } of at('before')) expect(placedAtDeath).toBe(0);
				for (const row of rows(at('before'))) {
					expect(row).toMatchObject({ state: 'placed', tries: 2, outcome: 'placed' });
				}
			});

			it.each(['while', 'after'])(
				'%s it ordered: another worker finds the order, and orders nothing',
				(moment) => {
					expect(rows(at(moment)).length).toBeGreaterThan(0);
					for (const { placedAtDeath, dead } of at(moment)) {
						expect(placedAtDeath).toBe(dead.length);
					}
					for (const row of rows(at(moment))) {
						expect(row).toMatchObject({ state: 'placed', tries: 2, outcome: 'existing' });
					}
				},
			);

			it('loses no order and places none twice', () => {
				expect(placements(world().cluster, ids)).toEqual(ids.map(() => 1));
			});
		});

		it('finds the order of its successor when the worker that won stood still and goes on', async () => {
			const { cluster } = world();
			const ids = orderIds('queue-held-up', IDS_PER_KILL);
			const { heldUp, placedMeanwhile } = await holdUpTheWinner(cluster, ids);
			expect(heldUp.length).toBeGreaterThan(0);
			expect(placedMeanwhile).toBe(heldUp.length);
			for (const { tries } of heldUp) expect(tries).toBe(2);
			expect(placements(cluster, ids)).toEqual(ids.map(() => 1));
		});

		describe('an order that Minted refuses', () => {
			const send = async (body: Record<string, unknown>) => {
				const { cluster } = world();
				const earlier = new Set((await executionsOf(cluster, workflowId)).map(({ id }) => id));
				await axios.post(webhookUrl(cluster.webhook.url, ONCE_PATH), body, { proxy: false });
				const executions = await drained(cluster, workflowId);
				const fresh = executions.filter(({ id }) => !earlier.has(id));
				return fresh.some(({ status }) => status === 'error') ? 'error' : 'success';
			};
			const claim = async (id: string) => (await claimsOf(world().cluster, [id]))[0];

			it('ends in an error, and its row says why', async () => {
				const order_id = 'queue-refused';
				const status = await send({ order_id, grams: 0.01, customer_id: 'NOBODY' });
				expect(status).toBe('error');
				expect(await claim(order_id)).toMatchObject({
					state: 'refused',
					problem: expect.stringContaining('Nothing was ordered.'),
				});
			});

			it('is placed when it is sent again, corrected, with the same ID', async () => {
				const order_id = 'queue-refused';
				expect(await send({ order_id, ...INVENTED })).toBe('success');
				expect(await claim(order_id)).toMatchObject({ state: 'placed', problem: '' });
			});

			it('ends in an error when another order has its ID, and nothing is ordered', async () => {
				const order_id = 'queue-refused';
				expect(await send({ order_id, ...INVENTED, grams: 0.02 })).toBe('error');
				expect(placements(world().cluster, [order_id])).toEqual([1]);
			});

			it('ends in an error when it has no ID', async () => {
				const before = world().cluster.sandbox.orders().length;
				expect(await send({ ...INVENTED })).toBe('error');
				expect(world().cluster.sandbox.orders()).toHaveLength(before);
			});
		});
	});
}

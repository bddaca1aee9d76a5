import axios from 'axios';

import type { N8nServer } from '../../../harness/n8n/server';
import { eventually } from '../../../harness/eventually';
import { webhookUrl } from '../../../harness/n8n/published';
import { BUY_PATH } from './workflows';
import type { Cluster } from './cluster';

/** Senders at the same time. */
const SENDERS = 16;
const DRAIN_TIMEOUT_MS = 10 * 60_000;

/** `prefix-1` to `prefix-count`. */
export function orderIds(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

/** Sends orders with these ids to the webhook processor. Throws when one is not answered with 200. */
async function send({ webhook }: Cluster, ids: readonly string[]): Promise<void> {
	const url = webhookUrl(webhook.url, BUY_PATH);
	const waiting = ids.values();
	const sendInTurn = async () => {
		for (const order_id of waiting) await axios.post(url, { order_id }, { proxy: false });
	};
	await Promise.all(Array.from({ length: SENDERS }, sendInTurn));
}

/** A row of n8n's own table of executions. */
export interface ExecutionRow {
	id: string;
	status: string;
	/** Milliseconds since 1970; 0 when it never started or has not ended. */
	startedAt: number;
	stoppedAt: number;
}

/**
 * All executions of a workflow. From the database, because n8n's list is sorted by start and paged by
 * id: where several workers start executions out of turn, its pages leave some out and repeat others.
 */
export async function executionsOf(
	{ postgres }: Cluster,
	workflowId: string,
): Promise<ExecutionRow[]> {
	const milliseconds = (column: string) =>
		`coalesce(round(extract(epoch from "${column}") * 1000), 0)`;
	const rows = await postgres.query(
		`select id, status, ${milliseconds('startedAt')}, ${milliseconds('stoppedAt')}
		from execution_entity where "workflowId" = '${workflowId}' order by id`,
	);
	return rows.map(([id = '', status = '', startedAt, stoppedAt]) => ({
		...{ id, status },
		...{ startedAt: Number(startedAt), stoppedAt: Number(stoppedAt) },
	}));
}

const UNFINISHED = ['new', 'running', 'waiting'];

/** Waits until no execution of the workflow is queued or runs, and returns all of them. */
export async function drained(cluster: Cluster, workflowId: string): Promise<ExecutionRow[]> {
	return await eventually(
		async () => await executionsOf(cluster, workflowId),
		(executions) => executions.every(({ status }) => !UNFINISHED.includes(status)),
		DRAIN_TIMEOUT_MS,
	);
}

/**
 * Orders these ids through n8n, waits until nothing is queued or runs, and returns the executions
 * that it took.
 *
 * @param meanwhile is done when all are sent
 */
export async function order(
	cluster: Cluster,
	workflowId: string,
	ids: readonly string[],
	meanwhile?: () => Promise<void>,
): Promise<ExecutionRow[]> {
	const earlier = new Set((await executionsOf(cluster, workflowId)).map(({ id }) => id));
	await send(cluster, ids);
	await meanwhile?.();
	const executions = await drained(cluster, workflowId);
	return executions.filter(({ id }) => !earlier.has(id));
}

/** How often each of these ids was ordered at Minted. */
export function placements({ sandbox }: Cluster, ids: readonly string[]): number[] {
	const counts = new Map(ids.map((id) => [id, 0]));
	for (const { externalId } of sandbox.orders()) {
		const count = counts.get(externalId ?? '');
		if (externalId !== null && count !== undefined) counts.set(externalId, count + 1);
	}
	return [...counts.values()];
}

/** How many executions there are in each status. */
export function byStatus(executions: readonly ExecutionRow[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { status } of executions) counts[status] = (counts[status] ?? 0) + 1;
	return counts;
}

/** Sends one body twice in the same instant. */
export async function sendTwice(
	{ webhook }: Cluster,
	path: string,
	body: Readonly<Record<string, unknown>>,
): Promise<void> {
	const post = async () => await axios.post(webhookUrl(webhook.url, path), body, { proxy: false });
	await Promise.all([post(), post()]);
}

/** The executions that a worker says it took up since it was first started. */
export async function takenUpBy(worker: N8nServer): Promise<Set<string>> {
	const log = await worker.log();
	return new Set([...log.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id!));
}

/** How many executions a worker says it took up since it was first started. */
export async function takenUp(worker: N8nServer): Promise<number> {
	return [...(await worker.log()).matchAll(/Worker started execution/g)].length;
}

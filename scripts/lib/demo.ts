import { setTimeout as delay } from 'timers/promises';

import { ExplainedError } from '../../harness/explainedError';
import { jsonOf, type Execution } from '../../harness/n8n/client';
import type { Playground } from '../../harness/playground';
import type { SavedOrder } from '../../harness/savedOrders';
import type { Progress } from '../../harness/progress';

const POLL_MS = 200;
const TIMEOUT_MS = 60_000;
const FINAL_STATUS = 'Completed';

function failureOf(execution: Execution): string {
	const { error, lastNodeExecuted } = execution.data.resultData;
	const place = error?.node?.name ?? lastNodeExecuted ?? 'the workflow';
	return `"${place}": ${[error?.message, error?.description].filter(Boolean).join(' ')}`;
}

/** Text for a run that should have succeeded and did not. */
function explain(playground: Playground, what: string, why: string): ExplainedError {
	return new ExplainedError(`${what}: ${why}`, `n8n's log: ${playground.n8n.logPlace}`);
}

async function buyGold(playground: Playground): Promise<string> {
	const { client, workflows } = playground;
	const workflow = workflows['buy-gold-for-a-customer'];
	if (workflow === undefined) throw new Error('The example for buying is missing');
	const execution = await client.runToEnd(workflow.id, 'Try it here');
	const guid = jsonOf(execution, 'Buy gold')[0]?.guid;
	if (execution.status === 'success' && typeof guid === 'string') return guid;
	throw explain(playground, 'The gold was not bought', failureOf(execution));
}

async function lastFailure(playground: Playground): Promise<string> {
	const { client, workflows } = playground;
	const workflow = workflows['order-push-to-spreadsheet'];
	const [newest] = workflow === undefined ? [] : await client.listExecutions(workflow.id);
	if (newest === undefined) return 'no push has started the workflow';
	const execution = await client.getExecution(newest.id);
	return execution.status === 'success' ? 'its last run succeeded' : failureOf(execution);
}

async function waitForRow(playground: Playground, guid: string): Promise<SavedOrder> {
	const deadline = Date.now() + TIMEOUT_MS;
	while (Date.now() < deadline) {
		const [row] = await playground.savedOrders({ guid });
		if (row?.status_name === FINAL_STATUS) return row;
		await delay(POLL_MS);
	}
	const what = `Order ${guid} did not reach n8n as ${FINAL_STATUS} in ${TIMEOUT_MS / 1000} s`;
	throw explain(playground, what, await lastFailure(playground));
}

/**
 * The main job for real: a new customer, 0.1 g of gold, and the order in n8n once Minted
 * has pushed it. Returns the row. Throws {@link ExplainedError} with what went wrong where.
 */
export async function runDemo(playground: Playground, progress: Progress): Promise<SavedOrder> {
	const guid = await progress.step(
		'Creating a customer and buying 0.1 g of gold, in n8n',
		async () => await buyGold(playground),
	);
	return await progress.step(
		'Waiting for the pushes to bring the order into n8n',
		async () => await waitForRow(playground, guid),
	);
}

/** One line a column, names aligned. */
export function formatRow(row: SavedOrder): string {
	const width = Math.max(...Object.keys(row).map((name) => name.length));
	return Object.entries(row)
		.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value ?? '')}`)
		.join('\n');
}

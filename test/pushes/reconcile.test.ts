import type { INodeParameters } from 'n8n-workflow';

import { readExamples, RECONCILED_TABLE, withCredential } from '../../harness/examples';
import type { DataTableRow } from '../../harness/n8n/client';
import { pushUrlOf } from '../../harness/n8n/published';
import { type StoredWorkflow, type WorkflowFile } from '../../harness/workflows';
import { Partner } from '../contract/sandbox/support/client';
import { eventually } from '../../harness/eventually';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { bySize, printCounts, proofSeed } from '../support/proof';

/** So many orders are placed while n8n runs, and again while it is down. */
const ORDERS = bySize({ full: 60, short: 20 });
const LIFE = ['Pending', 'Processing', 'Completed'] as const;
/** The first run downloads n8n. */
const START_TIMEOUT_MS = 20 * 60_000;
const CATCH_UP_MS = 5 * 60_000;

jest.setTimeout(3 * CATCH_UP_MS);

let world: TestN8n;
let partner: Partner;
let workflow: StoredWorkflow;
let tableId = '';

/** One poll every ten seconds: n8n refuses shorter rules than a minute, but not six of a minute. */
const POLL_TIMES: INodeParameters = {
	item: [0, 10, 20, 30, 40, 50].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

function example(): WorkflowFile {
	const found = readExamples().find(({ slug }) => slug === 'reconcile-orders');
	if (found === undefined) throw new Error('The example is missing');
	const nodes = found.workflow.nodes.map((node) =>
		node.parameters.pollTimes === undefined
			? node
			: { ...node, parameters: { ...node.parameters, pollTimes: POLL_TIMES } },
	);
	return withCredential({ ...found.workflow, nodes }, world.credential);
}

async function placeOrders(prefix: string): Promise<string[]> {
	const token = await partner.priceToken();
	const ids = Array.from({ length: ORDERS }, (_, index) => `${prefix}-${index + 1}`);
	for (const external_id of ids) {
		await partner.buy({
			...{ price_token: token, external_id, items: [{ sku: 'GAU', amount: 0.1 }] },
		});
	}
	return ids;
}

const rows = async (): Promise<DataTableRow[]> => await world.client.dataTableRows(tableId);
const real = () =>
	world.sandbox.orders().map(({ externalId, status }) => `${String(externalId)} ${status}`);
const stored = (table: DataTableRow[]) =>
	table.map(({ external_id, status_name }) => `${String(external_id)} ${String(status_name)}`);
const isReconciled = (table: DataTableRow[]) =>
	JSON.stringify(stored(table).sort()) === JSON.stringify(real().sort());
/** The table once it says what Minted says, or as it is when that does not happen. */
const caughtUp = async () =>
	await eventually(rows, isReconciled, CATCH_UP_MS).catch(async () => await rows());

beforeAll(async () => {
	world = await startTestN8n({
		sandbox: {
			seed: proofSeed,
			behaviour: { stepMs: null },
			push: {
				...{ attempts: 3, backOffMs: 50, timeoutMs: 60_000 },
				...{ duplicateRate: 0.2, outOfOrderRate: 0.2, concurrentPerOrder: true },
			},
		},
	});
	const { client, n8n, sandbox } = world;
	partner = new Partner(sandbox);
	tableId = (await client.createDataTable(RECONCILED_TABLE.name, RECONCILED_TABLE.columns)).id;
	const { id } = await client.createWorkflow(example());
	workflow = await client.publishWorkflow(id);
	sandbox.pushes.setUrl(pushUrlOf(n8n.url, workflow));
	// n8n has polled once when it has stored what it remembers: from then on orders are new.
	await eventually(
		async () => sandbox.counters().byOperation.getOrders ?? 0,
		(polls) => polls > 0,
	);
}, START_TIMEOUT_MS);

afterAll(async () => await world?.close());

describe('The example "Reconcile orders"', () => {
	it('has each order once, with its latest status, while pushes and polls come at once', async () => {
		const ids = await placeOrders('UP');
		for (const id of ids) {
			for (const status of LIFE) world.sandbox.moveOrder(id, status);
		}
		await world.sandbox.pushes.idle();
		expect(stored(await caughtUp()).sort()).toEqual(real().sort());
	});

	it('catches up with all that happened while n8n was down and pushes were given up', async () => {
		const { n8n, sandbox } = world;
		const waiting = await placeOrders('BEFORE');
		await sandbox.pushes.idle();
		await n8n.stop();
		const pushedBefore = sandbox.pushes.journal().length;
		const ids = await placeOrders('DOWN');
		for (const id of [...waiting, ...ids]) {
			for (const status of LIFE) sandbox.moveOrder(id, status);
		}
		await sandbox.pushes.idle();
		const missed = sandbox.pushes.journal().slice(pushedBefore);
		expect(missed.filter(({ delivered }) => delivered)).toEqual([]);

		await n8n.restart();
		const table = await caughtUp();
		const guids = table.map(({ guid }) => guid);
		printCounts('reconcile', {
			orders: sandbox.orders().length,
			'pushes given up while n8n was down': new Set(missed.map(({ push }) => push)).size,
			rows: table.length,
			'orders twice': guids.length - new Set(guids).size,
			'rows with another status than at Minted': stored(table).filter(
				(row) => !real().includes(row),
			).length,
		});
		expect(stored(table).sort()).toEqual(real().sort());
		expect(new Set(guids).size).toBe(guids.length);
	});

	it('does not let an older state overwrite a newer one', async () => {
		const { client, sandbox } = world;
		const [id] = await placeOrders('LATE');
		await caughtUp();
		const { id: rewriting } = await client.createWorkflow(rewriteAll('Refunded', '2099-01-01'));
		await client.runToEnd(rewriting, 'Start');
		const before = (await client.listExecutions(workflow.id)).map((run) => run.id);
		sandbox.moveOrder(String(id), 'Completed');
		// Of the earlier ones one may have died with n8n.
		await eventually(
			async () => {
				const runs = await client.listExecutions(workflow.id);
				return runs.filter((run) => !before.includes(run.id)).map(({ status }) => status);
			},
			(statuses) => statuses.length > 0 && statuses.every((status) => status === 'success'),
			CATCH_UP_MS,
		);
		const [row] = await client.dataTableRows(tableId, { external_id: String(id) });
		expect(row?.status_name).toBe('Refunded');
	});
});

/** Gives all rows a status that was read at another time. */
function rewriteAll(status: string, readAt: string): WorkflowFile {
	const update = example().nodes.find(({ name }) => name === 'Save a newer status');
	if (update === undefined) throw new Error('The example has no such node');
	const conditions = [{ keyName: 'guid', condition: 'neq', keyValue: '' }];
	const columns = {
		...(update.parameters.columns as INodeParameters),
		value: { status_name: status, read_at: readAt },
	};
	return {
		name: 'Rewrite all rows',
		nodes: [
			{
				...{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				...{ typeVersion: 1, position: [0, 0], parameters: {} },
			},
			{ ...update, parameters: { ...update.parameters, filters: { conditions }, columns } },
		],
		connections: { Start: { main: [[{ node: update.name, type: 'main', index: 0 }]] } },
	};
}

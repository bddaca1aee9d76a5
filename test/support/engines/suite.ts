import type { IDataObject, INodeParameters, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sandboxAccount } from '../../../harness/account';
import { bootEngine, type Engine } from '../../../harness/inProcess/engine';
import { ensureEngine } from '../../../harness/inProcess/install';
import { searchList } from '../../../harness/inProcess/listSearch';
import { asTool } from '../../../harness/inProcess/nodeTypes';
import { loadPackage, type LoadedPackage } from '../../../harness/inProcess/package';
import { runNode, type NodeResult } from '../../../harness/inProcess/runNode';
import { createPoller, createReceiver } from '../../../harness/inProcess/triggers';
import { CORE_OF, type KnownVersion } from '../../../harness/n8n/versions';
import {
	ACTION_NODE,
	CREDENTIAL_TYPE,
	POLLING_TRIGGER_NODE,
	TOOL_NODE,
	TRIGGER_NODE,
} from '../../../harness/package';
import { stderrProgress } from '../../../harness/progress';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { packPackage, type PackedPackage } from '../../package/support/packedPackage';
import { byId } from '../forms';

/** The first run on a machine downloads the engine. */
const INSTALL_TIMEOUT_MS = 10 * 60_000;

const BUY = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: 0.1,
	externalId: 'web-shop-1',
};

/** What the package does in every n8n: built, packed, and run by the engine of that n8n. */
export function engineSuite(version: KnownVersion): void {
	let packed: PackedPackage;
	let engine: Engine;
	let loaded: LoadedPackage;
	let sandbox: Sandbox;

	beforeAll(async () => {
		const folder = await ensureEngine(version, stderrProgress);
		packed = await packPackage(join(folder, 'node_modules'));
		engine = bootEngine(folder);
		loaded = loadPackage(packed.folder, (file) => engine.load(file));
	}, INSTALL_TIMEOUT_MS);
	afterAll(() => {
		engine?.close();
		packed?.remove();
	});

	beforeEach(async () => {
		sandbox = await startSandbox({ seed: 1, behaviour: { stepMs: null } });
	});
	afterEach(async () => await sandbox.close());

	const nodeTypes = (): LoadedPackage['nodeTypes'] => {
		const action = loaded.nodeTypes[ACTION_NODE];
		return { ...loaded.nodeTypes, ...(action && { [TOOL_NODE]: asTool(action) }) };
	};
	const credentials = (values: Record<string, string> = {}) => ({
		[CREDENTIAL_TYPE]: {
			type: loaded.credentialTypes[CREDENTIAL_TYPE],
			values: { ...sandboxAccount(sandbox), ...values },
		},
	});
	const run = async (
		parameters: INodeParameters,
		more: { items?: IDataObject[]; nodeType?: string; credential?: Record<string, string> } = {},
	): Promise<NodeResult> =>
		await runNode(engine, {
			nodeType: more.nodeType ?? ACTION_NODE,
			nodeTypes: nodeTypes(),
			parameters,
			items: more.items,
			credentials: credentials(more.credential),
		});
	const failure = async (...given: Parameters<typeof run>) => {
		const { error } = await run(...given);
		return error as NodeApiError | NodeOperationError;
	};
	const trigger = (nodeType: string, parameters: INodeParameters = {}) => ({
		...{ nodeType, parameters },
		...{ nodeTypes: nodeTypes(), credentials: credentials() },
	});

	it("is another engine than this project's own, where another is meant", () => {
		const { version: core } = engine.load('n8n-core/package.json') as { version: string };
		expect(engine.load.resolve('n8n-core')).not.toBe(require.resolve('n8n-core'));
		expect(core).toBe(CORE_OF[version]);
	});

	it('opens workflows with every node of the package', () => {
		for (const [type, { description }] of Object.entries(nodeTypes())) {
			const { NodeHelpers } = engine.workflow;
			const parameters = NodeHelpers.getNodeParameters(
				description.properties,
				{ resource: 'order', operation: 'buy' },
				true,
				false,
				{ typeVersion: 1 },
				description,
			);
			expect([type, parameters]).toEqual([type, expect.any(Object)]);
		}
	});

	it('places an order once, and returns the same one to a second run', async () => {
		expect((await run(BUY)).json).toEqual([
			expect.objectContaining({ outcome: 'placed', external_id: 'web-shop-1' }),
		]);
		expect((await run(BUY)).json[0]).toMatchObject({ outcome: 'existing' });
		expect(sandbox.orders()).toHaveLength(1);
	});

	it('gets an order, and stores nothing in the credential', async () => {
		await run(BUY);
		const { json, credentialWrites } = await run(
			{
				resource: 'order',
				operation: 'get',
				orderIdType: 'external_id',
				orderId: byId('={{ $json.id }}'),
			},
			{ items: [{ id: 'web-shop-1' }] },
		);
		expect(json[0]).toMatchObject({ external_id: 'web-shop-1', sku: 'GAU' });
		expect(credentialWrites).toBe(0);
	});

	it('reads a refused connection as nothing sent', async () => {
		const { message, description } = await failure(BUY, {
			credential: { baseUrl: `http://127.0.0.1:${await closedPort()}` },
		});
		expect(message).toBe('Minted cannot be reached');
		expect(description).toContain('refuses the connection: nothing listens there. Nothing was');
	});

	it('reads a connection that breaks after an order as perhaps ordered, and finds it', async () => {
		sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' } });
		const { json } = await run({ ...BUY, options: { settleSeconds: 5 } });
		expect(json[0]).toMatchObject({ outcome: 'recovered' });
		expect(sandbox.orders()).toHaveLength(1);
	});

	it('says a time-out that cannot be cleared up to be of unknown outcome', async () => {
		sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'buyDigital' } });
		sandbox.faults.add({
			kind: '500Before',
			match: { operationId: 'getOrderAlternative' },
			skip: 1,
			times: 50,
		});
		const { message } = await failure({ ...BUY, options: { settleSeconds: 1 } });
		expect(message).toBe('It is not known whether this was carried out');
	});

	it('says a wrong password to be one', async () => {
		const { message } = await failure(BUY, { credential: { password: 'not-it' } });
		expect(message).toMatch(/password/i);
		expect(sandbox.orders()).toHaveLength(0);
	});

	it('starts a workflow with a genuine push, and with no forged one', async () => {
		await run(BUY);
		const [order] = sandbox.orders();
		const { push } = createReceiver(engine, trigger(TRIGGER_NODE));
		const { started, status } = await push({ body: { guid: order?.guid } });
		expect(status).toBe(200);
		expect(started).toEqual([expect.objectContaining({ external_id: 'web-shop-1' })]);
		expect((await push({ body: { guid: 'made-up' } })).started).toBeUndefined();
	});

	it('polls for new orders', async () => {
		const { poll } = createPoller(engine, trigger(POLLING_TRIGGER_NODE));
		expect(await poll()).toEqual([]);
		await run(BUY);
		expect(await poll()).toEqual([
			expect.objectContaining({ external_id: 'web-shop-1', change: 'new' }),
		]);
	});

	it('lists orders to choose from', async () => {
		await run(BUY);
		const { results } = await searchList(engine, {
			...trigger(ACTION_NODE, { resource: 'order', operation: 'get', orderIdType: 'external_id' }),
			method: 'searchOrders',
		});
		expect(results.map(({ value }) => value)).toContain('web-shop-1');
	});

	it('lets a model read, and order nothing that was not allowed', async () => {
		const tool = { nodeType: TOOL_NODE };
		const read = await run({ resource: 'price', operation: 'fix', account: 'partner' }, tool);
		expect(read.error).toBeUndefined();
		const { json, error } = await run(BUY, tool);
		expect(JSON.stringify([json, error])).toContain('Allow Orders by AI');
		expect(sandbox.orders()).toHaveLength(0);
	});

	it('does not take a limit from a model', async () => {
		const parameters = {
			...BUY,
			allowOrdersByAi: true,
			requireConfirmation: false,
			aiMaxTotal: '={{ $json.most }}',
		};
		const { json, error } = await run(parameters, {
			nodeType: TOOL_NODE,
			items: [{ most: 1_000_000 }],
		});
		expect(JSON.stringify([json, error])).toContain('Maximum Total by AI');
		expect(sandbox.orders()).toHaveLength(0);
	});
}

/** One at which nothing listens. */
async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

import type { IExecuteFunctions } from 'n8n-workflow';
import { memoryOf, movementId } from '../../../nodes/shared/tool/identity';

interface Told {
	executionId?: string;
	mode?: string;
	flow?: object;
	parent?: string;
	json?: object;
	workflow?: string;
	instance?: string;
}

const context = (told: Told): IExecuteFunctions =>
	({
		getExecutionId: () => told.executionId,
		getMode: () => told.mode ?? 'trigger',
		getContext: () => told.flow ?? {},
		getInstanceId: () => told.instance ?? 'i',
		getWorkflow: () => ({ id: told.workflow ?? 'w' }),
		getWorkflowDataProxy: () => ({ $json: told.json ?? {} }),
		parentNode: told.parent === undefined ? undefined : { type: told.parent },
	}) as unknown as IExecuteFunctions;

const MCP = '@n8n/n8n-nodes-langchain.mcpTrigger';
const session = (id: string) => ({ headers: { 'mcp-session-id': id } });

describe('The run that a call belongs to', () => {
	it('is the execution, for all its tools, and for its retries', () => {
		const flow = {};
		const first = memoryOf(context({ executionId: '1', flow }));
		expect(memoryOf(context({ executionId: '1', flow }))).toBe(first);
		const retried = memoryOf(context({ executionId: '2', mode: 'retry', flow }));
		expect(retried).toEqual(first);
	});

	it('is another for the same execution number of another instance or workflow', () => {
		const told = { executionId: '1' };
		const contexts = [told, { ...told, instance: 'other' }, { ...told, workflow: 'other' }];
		const runs = contexts.map((each) => memoryOf(context({ ...each, flow: {} })).run);
		expect(new Set(runs).size).toBe(3);
	});

	it('keeps the name that a waiting execution has from an older version', () => {
		const flow = { mintedConnectTools: { run: '1', orders: {}, offers: {} } };
		expect(memoryOf(context({ executionId: '1', flow })).run).toBe('1');
	});

	it('is the session of an MCP client, even where n8n gives each call an execution', () => {
		const first = memoryOf(context({ parent: MCP, json: session('a') }));
		const queued = context({ executionId: '7', parent: MCP, json: session('a') });
		expect(memoryOf(queued)).toBe(first);
		expect(memoryOf(context({ parent: MCP, json: session('b') }))).not.toBe(first);
		expect(memoryOf(context({ parent: MCP, json: session('a'), workflow: 'v' }))).not.toBe(first);
	});

	it.each<Told>([
		{},
		{ parent: MCP },
		{ parent: MCP, executionId: '7' },
		{ parent: MCP, json: { headers: { 'mcp-session-id': '' } } },
		{ executionId: '2', mode: 'retry' },
	])('is refused where nothing tells it from another: %j', (told) => {
		expect(() => memoryOf(context(told))).toThrow(/could not be told from a new one/);
	});
});

describe('The ID of a movement', () => {
	it('is the same for the same wish, and another for every other', () => {
		const wish = ['buy', 'C-17', 'GAU', 0.5, 1];
		const id = movementId('run', 'account', wish);
		expect(id).toMatch(/^ai-[0-9a-f]{32}$/);
		expect(movementId('run', 'account', [...wish])).toBe(id);
		const others = [
			movementId('other', 'account', wish),
			movementId('run', 'other', wish),
			...wish.map((_, index) =>
				movementId('run', 'account', Object.assign([...wish], { [index]: 'other' })),
			),
		];
		expect(new Set([id, ...others]).size).toBe(8);
	});
});

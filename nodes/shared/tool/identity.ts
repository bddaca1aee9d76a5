import { createHash } from 'crypto';
import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { newMemory, type RunMemory } from './book';
import { forBuilder } from './refusal';

const MEMORY = 'mintedConnectTools';
/** Sessions of MCP clients that this process remembers. */
const MOST_SESSIONS = 1_000;

const sessions = new Map<string, RunMemory>();

/**
 * The run that a call belongs to, with all that its tools share: the execution, or the MCP client's
 * session. What an execution's tools share is stored with it, and so outlasts waiting and retries.
 *
 * @throws FieldError where nothing tells one run from another
 */
export function memoryOf(execution: IExecuteFunctions): RunMemory {
	const call = mcpCallOf(execution);
	if (call !== undefined) return memoryOfSession(execution, call);
	const flow = execution.getContext('flow');
	const known = flow[MEMORY] as RunMemory | undefined;
	if (known !== undefined) return known;
	const id = execution.getExecutionId();
	if (typeof id !== 'string' || id === '') throw nameless('The execution has no ID');
	if (execution.getMode() === 'retry') {
		throw nameless('This is a retry of an execution that left no record of what its tools did');
	}
	const memory = newMemory(placeOf(execution, id));
	flow[MEMORY] = memory;
	return memory;
}

function memoryOfSession(execution: IExecuteFunctions, { headers }: McpCall): RunMemory {
	const session = headers?.['mcp-session-id'];
	if (typeof session !== 'string' || session === '') {
		throw nameless('The MCP client has no session, or the MCP Server Trigger does not tell it');
	}
	const run = placeOf(execution, session);
	const memory = sessions.get(run) ?? newMemory(run);
	sessions.delete(run);
	sessions.set(run, memory);
	if (sessions.size > MOST_SESSIONS) {
		const [oldest] = sessions.keys();
		if (oldest !== undefined) sessions.delete(oldest);
	}
	return memory;
}

/**
 * Two instances count their executions alike, and a workflow that was moved from one to the other has
 * the same ID in both.
 */
const placeOf = (execution: IExecuteFunctions, run: string): string =>
	JSON.stringify([execution.getInstanceId(), execution.getWorkflow().id, run]);

interface McpCall {
	headers?: Record<string, unknown>;
}

/** What the MCP trigger hands over; undefined for the tools of an agent. */
function mcpCallOf(execution: IExecuteFunctions): McpCall | undefined {
	const { parentNode } = execution as IExecuteFunctions & { parentNode?: INode };
	const isMcp = /\.mcptrigger$/i.test(parentNode?.type ?? '');
	if (!isMcp && execution.getExecutionId() !== undefined) return undefined;
	const { headers } = (execution.getWorkflowDataProxy(0).$json ?? {}) as McpCall;
	return { headers };
}

const nameless = (message: string) =>
	forBuilder(
		'External Order ID',
		`${message}, so that a repeated order could not be told from a new one`,
		'use the MCP Server Trigger in version 2.1 or newer with a client that keeps a session, start the workflow anew instead of retrying it, or use an AI Agent node.',
	);

/**
 * The External Order ID of what a model asks for: the same wish twice in a run is one order, whatever
 * node, try or tool it comes through.
 */
export function movementId(run: string, account: string, wish: readonly unknown[]): string {
	const text = JSON.stringify([run, account, ...wish]);
	return `ai-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

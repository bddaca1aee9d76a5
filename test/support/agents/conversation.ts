import type {
	IConnections,
	IDataObject,
	INode,
	INodeParameters,
	IRun,
	INodeType,
} from 'n8n-workflow';

import { Credentials } from '../../../harness/inProcess/credentials';
import { START_TYPE, asTool } from '../../../harness/inProcess/nodeTypes';
import { runWorkflow, type ExecutionOptions } from '../../../harness/inProcess/runWorkflow';
import { ACTION_NODE, SHOP_NODE, SHOP_TOOL_NODE, TOOL_NODE } from '../../../harness/package';
import { node } from '../../../harness/workflows';
import type { Sandbox } from '../../../sandbox';
import { credentialsFor, engine, nodeTypesWith } from '../inProcess/engine';
import type { Worker } from '../inProcess/worker';
import { callingAgent, engineAgent, loop, type Script } from './scriptedAgents';
import { toolTypeOf } from './tools';

export const AGENT_KINDS = ['engine', 'calling'] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];

export interface Conversation extends ExecutionOptions {
	sandbox: Sandbox;
	agent: AgentKind;
	/** Parameters of the tools' nodes, by their names. */
	tools: Record<string, INodeParameters>;
	script: Script;
	/** The item that the agent gets. */
	item?: IDataObject;
	/** Several of them in one run. */
	items?: IDataObject[];
	/** Whether a loop hands them to the agent one at a time. */
	isLoop?: boolean;
	/** Of the tools' nodes. */
	version?: 1 | 2;
	/** The package as another process has loaded it. */
	worker?: Worker;
	/** Settings of the tools' nodes, such as `retryOnFail`. */
	settings?: Partial<INode>;
}

export interface Talk {
	/** What the model read, one entry a row. */
	answers: IDataObject[];
	/** What the model was told of each tool. */
	descriptions: Record<string, string>;
	run: IRun;
}

/** As n8n itself makes a tool of a node. */
function toolOf(type: INodeType): INodeType {
	const tool = asTool(type);
	Object.assign(tool.description, { inputs: [], outputs: ['ai_tool'] });
	return tool;
}

/** Lets a scripted agent use tools of this package in n8n's own engine. */
export async function converse(options: Conversation): Promise<Talk> {
	const {
		sandbox,
		agent,
		tools,
		script,
		item = {},
		settings,
		worker,
		isLoop,
		version = 1,
		...execution
	} = options;
	const answers: IDataObject[] = [];
	const descriptions: Record<string, string> = {};
	const credentials = new Credentials(engine, credentialsFor(sandbox, {}, worker));
	const nodeTypes = nodeTypesWith(worker);
	const action = nodeTypes[ACTION_NODE];
	const shop = nodeTypes[SHOP_NODE];
	if (action === undefined || shop === undefined) throw new Error('A node is missing');
	const agentType = `test.${agent}Agent`;
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const connections: IConnections = isLoop
		? { Shop: { main: [to('Loop')] }, Loop: { main: [to('Agent')] }, Agent: { main: [to('Loop')] } }
		: { Shop: { main: [to('Agent')] } };
	for (const name of Object.keys(tools)) {
		connections[name] = { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] };
	}
	const run = await runWorkflow(engine, {
		...execution,
		nodes: [
			node('Shop', START_TYPE, 1),
			node('Agent', agentType, 1),
			...(isLoop ? [node('Loop', 'test.loop', 1)] : []),
			...Object.entries(tools).map(([name, parameters]) =>
				node(name, toolTypeOf(parameters), version, parameters, {
					credentials: credentials.ofNode,
					...settings,
				}),
			),
		],
		connections,
		nodeTypes: {
			...nodeTypes,
			[TOOL_NODE]: toolOf(action),
			[SHOP_TOOL_NODE]: toolOf(shop),
			'test.loop': loop(),
			[agentType]:
				agent === 'engine'
					? engineAgent(script, answers)
					: callingAgent(script, answers, descriptions),
		},
		credentials,
		start: 'Shop',
		items: options.items ?? [item],
	});
	return { answers, descriptions, run };
}

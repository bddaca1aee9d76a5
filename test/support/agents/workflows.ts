import type { IConnections, IDataObject, INode, INodeParameters } from 'n8n-workflow';

import {
	manualTrigger,
	node,
	using,
	type StoredCredential,
	type WorkflowFile,
} from '../../../harness/workflows';
import { toolTypeOf } from './tools';

export const AGENT_VERSIONS = [2.2, 3.1] as const;
export type AgentVersion = (typeof AGENT_VERSIONS)[number];

export interface AgentWorkflow {
	version: AgentVersion;
	prompt: string;
	tools: Record<string, INodeParameters>;
	minted: StoredCredential;
	openAi: StoredCredential;
	item?: IDataObject;
	settings?: Partial<INode>;
	/** Of the tools' nodes. */
	toolVersion?: 1 | 2;
}

const LANGCHAIN = '@n8n/n8n-nodes-langchain';
export const START = 'Start';

const toolNodes = (
	tools: Record<string, INodeParameters>,
	minted: StoredCredential,
	settings?: Partial<INode>,
	version = 1,
): INode[] =>
	Object.entries(tools).map(([name, parameters]) =>
		node(name, toolTypeOf(parameters), version, parameters, { ...using(minted), ...settings }),
	);

const toolsOf = (names: string[], agent: string): IConnections =>
	Object.fromEntries(
		names.map((name) => [name, { ai_tool: [[{ node: agent, type: 'ai_tool', index: 0 }]] }]),
	);

/** The nodes of an agent with a model and tools. */
export function agentWorkflow(options: AgentWorkflow): WorkflowFile {
	const { version, prompt, tools, minted, openAi, item = {}, settings, toolVersion } = options;
	return {
		name: `Agent ${version}: ${prompt}`,
		nodes: [
			manualTrigger(START),
			node('Shop', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: JSON.stringify({ ...item, chatInput: prompt }),
				options: {},
			}),
			node('Agent', `${LANGCHAIN}.agent`, version, {
				promptType: 'define',
				text: '={{ $json.chatInput }}',
				options: {},
			}),
			node(
				'Model',
				`${LANGCHAIN}.lmChatOpenAi`,
				1.3,
				{
					model: { __rl: true, mode: 'id', value: 'scripted' },
					responsesApiEnabled: false,
					options: { maxRetries: 0 },
				},
				using(openAi),
			),
			...toolNodes(tools, minted, settings, toolVersion),
		],
		connections: {
			[START]: { main: [[{ node: 'Shop', type: 'main', index: 0 }]] },
			Shop: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...toolsOf(Object.keys(tools), 'Agent'),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow that offers tools to MCP clients. */
export function mcpWorkflow(
	path: string,
	tools: Record<string, INodeParameters>,
	minted: StoredCredential,
	version = 2.1,
): WorkflowFile {
	const trigger = node(
		'MCP',
		`${LANGCHAIN}.mcpTrigger`,
		version,
		{ path, authentication: 'none' },
		{ webhookId: path },
	);
	return {
		name: `MCP ${path}`,
		nodes: [trigger, ...toolNodes(tools, minted)],
		connections: toolsOf(Object.keys(tools), 'MCP'),
		settings: { executionOrder: 'v1' },
	};
}

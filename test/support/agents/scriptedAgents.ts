/** Agents without a model: they call what a script says, in the two ways in which n8n's agents do. */
import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

export interface ScriptedCall {
	/** Name of the tool's node. */
	tool: string;
	args: IDataObject;
	/** Which of the agent's items it is about; the first one by default. */
	item?: number;
}

/** The next calls, which go out together, by what came of all before; none ends the conversation. */
export type Script = (answers: readonly IDataObject[]) => ScriptedCall[];

const descriptionOf = (name: string): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
});

/** One after another, each round by the answers to the last: `calls` one call a round. */
export const oneByOne = (...calls: ScriptedCall[]): Script => {
	let next = 0;
	return () => calls.slice(next, ++next);
};

/** All at the same moment. */
export const atOnce = (...calls: ScriptedCall[]): Script => {
	const rounds = [calls];
	return () => rounds.shift() ?? [];
};

/** As agents of version 3: n8n's engine runs the tools, each over the agent's own item. */
export function engineAgent(script: Script, answers: IDataObject[]): INodeType {
	return {
		description: descriptionOf('engineAgent'),
		async execute(
			this: IExecuteFunctions,
			response?: EngineResponse,
		): Promise<INodeExecutionData[][] | EngineRequest> {
			for (const { data } of response?.actionResponses ?? []) {
				for (const { json } of data.data?.ai_tool?.[0] ?? []) answers.push(json);
			}
			const calls = script(answers);
			if (calls.length === 0) return [[{ json: { done: true } }]];
			return {
				actions: calls.map(({ tool, args, item: itemIndex = 0 }, index) => ({
					actionType: 'ExecutionNodeAction',
					nodeName: tool,
					input: args,
					type: NodeConnectionTypes.AiTool,
					id: `call-${answers.length}-${index}`,
					metadata: { itemIndex },
				})),
				metadata: {},
			};
		},
	};
}

interface Tool {
	name: string;
	description: string;
	invoke(args: IDataObject): Promise<string>;
}

/** As agents of version 2, sub-agents and MCP: the tools are functions with checked arguments. */
export function callingAgent(
	script: Script,
	answers: IDataObject[],
	descriptions: Record<string, string> = {},
): INodeType {
	return {
		description: descriptionOf('callingAgent'),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			// For each item anew when its turn comes, and always as for the first one.
			const toolsOf = new Map<number, Tool[]>();
			const openTools = async (item: number) => {
				if (toolsOf.has(item)) return;
				const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
				toolsOf.set(item, tools);
				for (const { name, description } of tools) descriptions[name] = description;
			};
			await openTools(0);
			for (let calls = script(answers); calls.length > 0; calls = script(answers)) {
				await Promise.all(calls.map(async ({ item = 0 }) => await openTools(item)));
				const texts = await Promise.all(
					calls.map(async ({ tool, args, item = 0 }) => {
						const found = toolsOf.get(item)?.find(({ name }) => name === tool.replace(/ /g, '_'));
						if (found === undefined) throw new Error(`There is no tool ${tool}`);
						return await found.invoke(args);
					}),
				);
				answers.push(...texts.flatMap((text) => JSON.parse(text) as IDataObject[]));
			}
			return [[{ json: { done: true } }]];
		},
	};
}

/** Hands on one of the items at a time, as n8n's Loop Over Items does, to what leads back to it. */
export function loop(): INodeType {
	const left: INodeExecutionData[] = [];
	let isBegun = false;
	return {
		description: { ...descriptionOf('loop'), inputs: [NodeConnectionTypes.Main] },
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			if (!isBegun) left.push(...this.getInputData());
			isBegun = true;
			const item = left.shift();
			return [item === undefined ? [] : [item]];
		},
	};
}

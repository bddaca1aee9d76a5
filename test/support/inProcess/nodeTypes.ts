import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type INodeTypes,
	type IRequestOptions,
} from 'n8n-workflow';
import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';

export const PACKAGE = 'n8n-nodes-minted-connect';
export const ACTION_NODE = `${PACKAGE}.mintedConnect`;
/** n8n's name for the same node where an AI agent uses it. */
export const TOOL_NODE = `${PACKAGE}.mintedConnectTool`;
export const START_NODE = 'n8n-nodes-base.noOp';
/** The name gives it n8n's permission to use any credential. */
export const HTTP_REQUEST_NODE = 'n8n-nodes-base.httpRequest';

const described = (name: string, more: Partial<INodeTypeDescription> = {}) => ({
	displayName: name,
	name,
	group: ['transform' as const],
	version: 1,
	description: name,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
	...more,
});

/** Hands its input on; the items of a run are pinned to it. */
class Start implements INodeType {
	description: INodeTypeDescription = described('noOp');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Sends one request an item as n8n's HTTP Request node does with a predefined credential type. */
class HttpRequest implements INodeType {
	description: INodeTypeDescription = described('httpRequest', {
		properties: [{ displayName: 'Request', name: 'request', type: 'json', default: {} }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results: INodeExecutionData[] = [];
		for (const [item] of this.getInputData().entries()) {
			const response = (await this.helpers.requestWithAuthentication.call(
				this,
				'mintedConnectApi',
				this.getNodeParameter('request', item) as IRequestOptions,
				undefined,
				item,
			)) as { statusCode: number; body: unknown };
			const { statusCode, body } = response;
			results.push({ json: { statusCode, body: body as string }, pairedItem: { item } });
		}
		return [results];
	}
}

function asTool(node: INodeType): INodeType {
	const tool = Object.create(node) as INodeType;
	tool.description = { ...node.description, name: `${node.description.name}Tool` };
	return tool;
}

const action = new MintedConnect();

/** By full type name; the trigger nodes' files are added by whoever tests them. */
export function createNodeTypes(more: Record<string, INodeType> = {}): INodeTypes {
	const types: Record<string, INodeType> = {
		[ACTION_NODE]: action,
		[TOOL_NODE]: asTool(action),
		[START_NODE]: new Start(),
		[HTTP_REQUEST_NODE]: new HttpRequest(),
		...more,
	};
	const get = (name: string): INodeType => {
		const type = types[name];
		if (type === undefined) throw new Error(`No node type ${name} in this test`);
		return type;
	};
	return { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) };
}

import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

/** Hands its input on; the items of a run are pinned to it. */
export const START_TYPE = 'n8n-nodes-base.noOp';

const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'noOp',
		group: ['input'],
		version: 1,
		description: 'Hands its input on',
		defaults: { name: 'Start' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	},
};

/** The same node as n8n has it where an AI agent uses it. */
export function asTool(type: INodeType): INodeType {
	const tool = Object.create(type) as INodeType;
	tool.description = { ...type.description, name: `${type.description.name}Tool` };
	return tool;
}

/** The newest version of a node. */
export function versionOf({ description: { version } }: INodeType): number {
	return Array.isArray(version) ? Math.max(...version) : version;
}

/** All node types of a run, by full name; a type that is missing is an error that names it. */
export function nodeTypesOf(types: Record<string, INodeType>): INodeTypes {
	const all: Record<string, INodeType> = { [START_TYPE]: start, ...types };
	const get = (name: string): INodeType => {
		const type = all[name];
		if (type === undefined) throw new Error(`There is no node type ${name} in this run`);
		return type;
	};
	return { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) };
}

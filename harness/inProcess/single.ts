import type { INode, INodeParameters, INodeType, Workflow } from 'n8n-workflow';

import { node as nodeOf } from '../workflows';
import { Credentials, type Stored } from './credentials';
import type { Engine } from './engine';
import { nodeTypesOf, versionOf } from './nodeTypes';

export interface SingleNode {
	/** Its full name. */
	nodeType: string;
	/** By full name, that of the node among them. */
	nodeTypes: Record<string, INodeType>;
	parameters?: INodeParameters;
	/** By the name of the credential type; the node uses all of them. */
	credentials?: Record<string, Stored>;
}

/** A node alone in a workflow, to be asked for something outside of an execution. */
export interface Prepared {
	type: INodeType;
	node: INode;
	workflow: Workflow;
	credentials: Credentials;
}

let prepared = 0;

/** Prepares a node for one of n8n's contexts other than that of an execution. */
export function prepareNode(engine: Engine, options: SingleNode): Prepared {
	const { nodeType, nodeTypes, parameters = {} } = options;
	const type = nodeTypes[nodeType];
	if (type === undefined) throw new Error(`${nodeType} is not among the node types`);
	const credentials = new Credentials(engine, options.credentials ?? {});
	const node = nodeOf(type.description.displayName, nodeType, versionOf(type), parameters, {
		credentials: credentials.ofNode,
	});
	const workflow = new engine.workflow.Workflow({
		id: `workflow ${++prepared}`,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: nodeTypesOf(nodeTypes),
	});
	return { type, node, workflow, credentials };
}

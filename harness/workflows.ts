/** Workflows, and short ways to write them. */
import type { IConnections, INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';

export const DATA_TABLE_NODE = 'n8n-nodes-base.dataTable';

/** A workflow as its JSON file holds it. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	active: boolean;
}

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

/** A node as short as it can be written; `more` adds a credential, for example. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode {
	const id = name.toLowerCase().replace(/ /g, '-');
	return { id, name, type, typeVersion, position: [0, 0], parameters, ...more };
}

/** Starts a workflow that is run by hand. */
export const manualTrigger = (name: string): INode => node(name, 'n8n-nodes-base.manualTrigger', 1);

/** Starts a published workflow with what is posted to its path. */
export const webhookTrigger = (
	name: string,
	path: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode =>
	node(
		name,
		'n8n-nodes-base.webhook',
		2,
		{ httpMethod: 'POST', path, ...parameters },
		{ webhookId: path, ...more },
	);

/** What a node says to use a stored credential. */
export function using({ id, name, type }: StoredCredential): Pick<INode, 'credentials'> {
	return { credentials: { [type]: { id, name } } };
}

/** A workflow of nodes one after another. */
export function inARow(
	name: string,
	nodes: INode[],
	settings: IWorkflowSettings = {},
): WorkflowFile {
	const connections: IConnections = {};
	nodes.forEach(({ name: from }, index) => {
		const to = nodes[index + 1];
		if (to) connections[from] = { main: [[{ node: to.name, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections, settings: { executionOrder: 'v1', ...settings } };
}

/** The same with its steps beside each other, for somebody to look at. */
export function spread(workflow: WorkflowFile): WorkflowFile {
	const nodes = workflow.nodes.map((step, index): INode => ({
		...step,
		position: [index * 240, 0],
	}));
	return { ...workflow, nodes };
}

/** One workflow that has a step for every operation and both triggers. */
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { POLLING_TRIGGER_NODE, TRIGGER_NODE } from '../../harness/package';
import { node, using, type StoredCredential, type WorkflowFile } from '../../harness/workflows';
import { MintedConnectPollingTrigger } from '../../nodes/MintedConnectPollingTrigger/MintedConnectPollingTrigger.node';
import { MintedConnectTrigger } from '../../nodes/MintedConnectTrigger/MintedConnectTrigger.node';
import { keyOf, NODES } from './operations/nodes';

/** A step that is opened, and the description that its form comes from. */
export interface Screen {
	/** The operation's key, or the name of a trigger. */
	name: string;
	step: INode;
	description: INodeTypeDescription;
}

const PER_ROW = 8;
const APART = { x: 300, y: 260 };

const newestOf = ({ version }: INodeTypeDescription): number =>
	Array.isArray(version) ? Math.max(...version) : version;

const screenOf = (
	name: string,
	type: string,
	description: INodeTypeDescription,
	parameters: INode['parameters'] = {},
): Screen => {
	const id = name.replace(/\W/g, '-');
	return { name, step: node(name, type, newestOf(description), parameters, { id }), description };
};

/** All of them, as they are when somebody adds the step and chooses nothing but the operation. */
export const SCREENS: readonly Screen[] = [
	...NODES.flatMap(({ type, description, operations }) =>
		operations.map((operation) =>
			screenOf(keyOf(operation), type, description, {
				resource: operation.resource,
				operation: operation.value,
			}),
		),
	),
	screenOf('trigger', TRIGGER_NODE, new MintedConnectTrigger().description),
	screenOf('polling trigger', POLLING_TRIGGER_NODE, new MintedConnectPollingTrigger().description),
];

/** The workflow that holds their steps, in rows. */
export function everyScreen(credential: StoredCredential): WorkflowFile {
	const nodes = SCREENS.map(({ step }, index): INode => {
		const row = Math.floor(index / PER_ROW);
		const position: [number, number] = [(index % PER_ROW) * APART.x, row * APART.y];
		return { ...step, ...using(credential), position };
	});
	return { name: 'Every screen', nodes, connections: {} };
}

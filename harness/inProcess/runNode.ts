import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { inARow, node } from '../workflows';
import { Credentials, type Stored } from './credentials';
import type { Engine } from './engine';
import { START_TYPE, versionOf } from './nodeTypes';
import { runWorkflow, type ExecutionOptions } from './runWorkflow';

export interface NodeRun extends ExecutionOptions {
	/** Its full name; n8n lets only some of its own nodes use foreign credentials. */
	nodeType: string;
	/** By full name, that of the node among them. */
	nodeTypes: Record<string, INodeType>;
	nodeName?: string;
	/** The newest one if not given. */
	typeVersion?: number;
	parameters: INodeParameters;
	/** Further settings of the node, such as `onError`. */
	settings?: Partial<INode>;
	/** By the name of the credential type; the node uses all of them. */
	credentials?: Record<string, Stored>;
	/** The JSON of each input item; one empty item by default. */
	items?: IDataObject[];
}

export interface NodeResult {
	/** The JSON of the first output's items. */
	json: IDataObject[];
	items: INodeExecutionData[];
	/** The second output, which a node has with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[];
	/** What made the execution fail. */
	error?: NodeApiError | NodeOperationError;
	/** How often n8n wrote a credential. */
	credentialWrites: number;
	/** All that n8n would store of the execution. */
	run: IRun;
}

const START = 'Start';

/** Runs one node, after one that hands it the items, in a workflow of their own. */
export async function runNode(engine: Engine, options: NodeRun): Promise<NodeResult> {
	const { nodeType, nodeTypes, nodeName = 'Node', parameters, settings, ...execution } = options;
	const type = nodeTypes[nodeType];
	if (type === undefined) throw new Error(`${nodeType} is not among the node types`);
	const credentials = new Credentials(engine, options.credentials ?? {});
	const { nodes, connections } = inARow('In-process', [
		node(START, START_TYPE, 1),
		node(nodeName, nodeType, options.typeVersion ?? versionOf(type), parameters, {
			id: `id of ${nodeName}`,
			credentials: credentials.ofNode,
			...settings,
		}),
	]);
	const run = await runWorkflow(engine, {
		...execution,
		...{ nodes, connections, nodeTypes, credentials },
		start: START,
		items: options.items ?? [{}],
	});
	const outputs = run.data.resultData.runData[nodeName]?.at(-1)?.data?.main ?? [];
	const items = outputs[0] ?? [];
	return {
		json: items.map(({ json }) => json),
		items,
		errorItems: outputs[1] ?? [],
		error: run.data.resultData.error as NodeResult['error'],
		credentialWrites: credentials.writes,
		run,
	};
}

import type { IExecuteFunctions, INodeExecutionData, ISourceData } from 'n8n-workflow';

type Source = Pick<ISourceData, 'previousNode' | 'previousNodeOutput' | 'previousNodeRun'>;

/** As far as this package reads n8n's data proxy. */
interface Proxy {
	$input: { all(): INodeExecutionData[] };
	$items(node: string, output?: number, run?: number): unknown[];
}

/**
 * Whether it is certain which item of the agent a call is about, so that what a field reads from a
 * node before the agent is of that item.
 *
 * n8n does not tell it to its tools. Agents that call them as functions have every field read for the
 * agent's first item; agents of version 3 have it read for the first item of the node before, and from
 * their second run on, in a loop, for what the agent itself put out first.
 */
export function isPairingClear(execution: IExecuteFunctions): boolean {
	const { $input, $items } = execution.getWorkflowDataProxy(0) as unknown as Proxy;
	const items = $input.all();
	if (items.length > 1) return false;
	const source = sourceOf(execution, items[0]);
	if (source === undefined) return true;
	const { previousNode, previousNodeOutput = 0, previousNodeRun = 0 } = source;
	if (isAsker(execution, previousNode)) return false;
	try {
		return $items(previousNode, previousNodeOutput, previousNodeRun).length === 1;
	} catch {
		return false;
	}
}

/** Where n8n reads the fields of a tool that its engine runs; undefined where it reads its own item. */
function sourceOf(
	execution: IExecuteFunctions,
	item: INodeExecutionData | undefined,
): Source | undefined {
	const { metadata } = execution.getExecuteData();
	const { preservedSourceOverwrite } = (metadata ?? {}) as { preservedSourceOverwrite?: Source };
	if (preservedSourceOverwrite !== undefined) return preservedSourceOverwrite;
	const paired = item?.pairedItem;
	return typeof paired === 'object' && !Array.isArray(paired) ? paired.sourceOverwrite : undefined;
}

/** The agent that this is a tool of, straight or through what stands between them. */
function isAsker(execution: IExecuteFunctions, name: string): boolean {
	const tools = execution.getParentNodes(name, { connectionType: 'ai_tool' });
	return tools.some((tool) => tool.name === execution.getNode().name);
}

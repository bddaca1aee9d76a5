import type { IDataObject, INodeType } from 'n8n-workflow';

import type { Engine } from '../../harness/inProcess/engine';
import { runNode, type NodeRun } from '../../harness/inProcess/runNode';

/** One node behind a trigger that hands it the items. */
export type Step = Pick<NodeRun, 'nodeType' | 'nodeTypes' | 'parameters' | 'credentials'>;

export interface Outcome {
	json: IDataObject[];
	error?: string;
	/** All that n8n would store of the execution. */
	execution?: unknown;
}

/**
 * Runs the step once through n8n-core's engine, with one input item for each id.
 *
 * @param onOutput is called when the step has all its output and n8n still its input
 */
export async function runStep(
	engine: Engine,
	step: Step,
	ids: string[],
	onOutput?: () => void,
): Promise<Outcome> {
	const type = step.nodeTypes[step.nodeType];
	const watched = type && onOutput && { [step.nodeType]: withOnOutput(type, onOutput) };
	const { json, error, run } = await runNode(engine, {
		...step,
		nodeTypes: { ...step.nodeTypes, ...watched },
		items: ids.map((id) => ({ id })),
	});
	return { json, error: error?.message, execution: run.data };
}

function withOnOutput(type: INodeType, onOutput: () => void): INodeType {
	const watched = Object.create(type) as INodeType;
	watched.execute = async function () {
		const output = await type.execute?.call(this);
		onOutput();
		return output ?? null;
	};
	return watched;
}

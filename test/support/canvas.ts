/** What a workflow takes up in the editor. */
import type { INode } from 'n8n-workflow';

import type { WorkflowFile } from '../../harness/workflows';

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** As n8n 2.41 draws them: what others are plugged into from below is wide. */
const NODE = { width: 96, height: 96 };
const WIDE_NODE = { width: 256, height: 96 };
/** The name below a node, its subtitle included, which is wider than the node. */
const NAME = { width: 140, height: 54 };

/** The names of nodes that models, tools and the like are plugged into. */
function configurable({ connections }: WorkflowFile): Set<string> {
	const targets = Object.values(connections).flatMap((kinds) =>
		Object.entries(kinds)
			.filter(([kind]) => kind !== 'main')
			.flatMap(([, outputs]) => outputs.flat())
			.flatMap((target) => (target === null ? [] : [target.node])),
	);
	return new Set(targets);
}

function boxOf({ name, type, position, parameters }: INode, isWide: boolean): Box {
	const [left, top] = position;
	if (type.endsWith('.stickyNote')) {
		const { width, height } = parameters;
		return { name, left, top, right: left + Number(width), bottom: top + Number(height) };
	}
	const size = isWide ? WIDE_NODE : NODE;
	const beside = Math.max(0, (NAME.width - size.width) / 2);
	const bottom = top + size.height + NAME.height;
	return { name, left: left - beside, top, right: left + size.width + beside, bottom };
}

const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Each pair of nodes and notes that lie on each other, as `"one" and "another"`. */
export function overlaps(workflow: WorkflowFile): string[] {
	const wide = configurable(workflow);
	const boxes = workflow.nodes.map((node) => boxOf(node, wide.has(node.name)));
	return boxes.flatMap((box, index) =>
		boxes
			.slice(index + 1)
			.filter((other) => overlap(box, other))
			.map((other) => `"${box.name}" and "${other.name}"`),
	);
}

import type { INode } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import type { ColumnType } from './n8n/client';
import type { StoredCredential, WorkflowFile } from './workflows';
import { POLLING_TRIGGER_NODE, ROOT, TRIGGER_NODE } from './package';

export interface Example {
	/** The file's name without the number that orders the files, and without `.json`. */
	slug: string;
	/** The file's name. */
	file: string;
	workflow: WorkflowFile;
}

/** The Data Table that "Order push to a Data Table" writes to; its sticky note lists the same columns. */
export const ORDERS_TABLE = {
	name: 'Minted orders',
	columns: {
		guid: 'string',
		order_code: 'string',
		external_id: 'string',
		type: 'string',
		status_name: 'string',
		sku: 'string',
		amount: 'number',
		price: 'number',
		total: 'number',
		currency_code: 'string',
		order_at: 'date',
		customer_external_id: 'string',
	} satisfies Record<string, ColumnType>,
};

/**
 * The Data Table of "Reconcile orders", which also holds when an order was read. n8n finds a table by
 * a part of its name, so that none may hold the name of another.
 */
export const RECONCILED_TABLE = {
	name: 'Reconciled orders',
	columns: { ...ORDERS_TABLE.columns, read_at: 'date' } satisfies Record<string, ColumnType>,
};

/** All example workflows, in the order of their files. */
export function readExamples(root = ROOT): Example[] {
	const folder = join(root, 'examples');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => ({
			slug: file.slice(0, -'.json'.length).replace(/^\d+-/, ''),
			file,
			workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowFile,
		}));
}

/** The workflow with a stored credential in every place where one of its type is asked for. */
export function withCredential(workflow: WorkflowFile, credential: StoredCredential): WorkflowFile {
	const { id, name, type } = credential;
	const filled = (node: INode): INode =>
		node.credentials?.[type] === undefined
			? node
			: { ...node, credentials: { ...node.credentials, [type]: { id, name } } };
	return { ...workflow, nodes: workflow.nodes.map(filled) };
}

/** Whether the workflow runs with credentials of this type alone, so that it can be published. */
export function needsOnly({ nodes }: WorkflowFile, type: string): boolean {
	return nodes.every(({ credentials = {} }) =>
		Object.keys(credentials).every((key) => key === type),
	);
}

/** Whether the workflow starts by itself when something happens at Minted. */
export function startsByMinted({ nodes }: WorkflowFile): boolean {
	return nodes.some(({ type }) => type === TRIGGER_NODE || type === POLLING_TRIGGER_NODE);
}

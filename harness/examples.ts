import type { INode } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import type { ColumnType } from './n8n/client';
import { POSTGRES_NODE, type StoredCredential, type WorkflowFile } from './workflows';
import { ROOT } from './package';

export interface Example {
	/** The file's name without `.json`. */
	slug: string;
	workflow: WorkflowFile;
}

/** The Data Table that "Order push to spreadsheet" writes to; its sticky note lists the same columns. */
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
		read_at: 'date',
	} satisfies Record<string, ColumnType>,
};

/**
 * The Data Table of "Reconcile orders", with the same columns. n8n finds a table by a part of its name,
 * so that none may hold the name of another.
 */
export const RECONCILED_TABLE = { name: 'Reconciled orders', columns: ORDERS_TABLE.columns };

/** All example workflows, by name. */
export function readExamples(root = ROOT): Example[] {
	const folder = join(root, 'examples');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => ({
			slug: file.slice(0, -'.json'.length),
			workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowFile,
		}));
}

/** Whether the workflow wants a PostgreSQL of its own, which the playground does not have. */
export const needsDatabase = ({ nodes }: WorkflowFile): boolean =>
	nodes.some(({ type }) => type === POSTGRES_NODE);

/** The workflow with a stored credential in every place where one of its type is asked for. */
export function withCredential(workflow: WorkflowFile, credential: StoredCredential): WorkflowFile {
	const { id, name, type } = credential;
	const filled = (node: INode): INode =>
		node.credentials?.[type] === undefined
			? node
			: { ...node, credentials: { ...node.credentials, [type]: { id, name } } };
	return { ...workflow, nodes: workflow.nodes.map(filled) };
}

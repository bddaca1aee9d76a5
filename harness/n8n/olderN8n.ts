/** What older versions of n8n do otherwise than the tested one, as far as the harness meets it. */
import type { INode } from 'n8n-workflow';
import { lt, major } from 'semver';

import type { DataTable } from './client';
import { DATA_TABLE_NODE, type WorkflowFile } from '../workflows';

/** No publishing: a workflow is active or not. */
export const isN8n1 = (version: string): boolean => major(version) < 2;

/** Of the versions that are tested, the first that reads a workflow itself to run it. */
const READS_ITS_WORKFLOW = '2.20.0';

/** Whether the whole content of a workflow is sent to run it. */
export const runsWhatIsSent = (version: string): boolean => lt(version, READS_ITS_WORKFLOW);

/** Of the versions that are tested, the first that has Data Tables. */
const HAS_TABLES = '1.123.0';

export const hasTables = (version: string): boolean => !lt(version, HAS_TABLES);

/** With its older driver of SQLite, rows of Data Tables were lost that were written at once. */
export const SETTINGS_OF_N8N_1: NodeJS.ProcessEnv = { DB_SQLITE_POOL_SIZE: '3' };

/**
 * Whether n8n 1 refuses to activate a workflow because it does not start by itself: one that others
 * call runs without.
 */
export const isOnlyCalled = (error: unknown): boolean =>
	error instanceof Error && error.message.includes('has no node to start the workflow');

/** The workflow for n8n 1, whose Data Table node is of version 1 and finds a table by its id only. */
export function withTablesById(workflow: WorkflowFile, tables: readonly DataTable[]): WorkflowFile {
	const byId = (node: INode): INode => {
		if (node.type !== DATA_TABLE_NODE) return node;
		const { value } = node.parameters.dataTableId as { value: string };
		const table = tables.find(({ name }) => name === value);
		if (table === undefined) throw new Error(`"${node.name}" writes to "${value}": no such table`);
		const dataTableId = { __rl: true, mode: 'id', value: table.id };
		return { ...node, typeVersion: 1, parameters: { ...node.parameters, dataTableId } };
	};
	return { ...workflow, nodes: workflow.nodes.map(byId) };
}

/** The workflow for an n8n without Data Tables: what it would save, it passes on. */
export function withoutTables(workflow: WorkflowFile): WorkflowFile {
	const passesOn = (node: INode): INode =>
		node.type === DATA_TABLE_NODE
			? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }
			: node;
	return { ...workflow, nodes: workflow.nodes.map(passesOn) };
}

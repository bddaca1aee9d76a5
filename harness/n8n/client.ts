import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { INodeExecutionData, IRunData, ExecutionStatus } from 'n8n-workflow';
import { setTimeout as delay } from 'timers/promises';

import { eventually } from '../eventually';
import {
	hasTables,
	isN8n1,
	isOnlyCalled,
	runsWhatIsSent,
	withoutTables,
	withTablesById,
} from './olderN8n';
import {
	DATA_TABLE_NODE,
	type StoredCredential,
	type StoredWorkflow,
	type WorkflowFile,
} from '../workflows';

// flatted's types are declared for ES modules only.
const { parse } = require('flatted') as { parse: (text: string) => unknown };

const POLL_MS = 100;
const REQUEST_TIMEOUT_MS = 60_000;
const EXECUTION_TIMEOUT_MS = 60_000;
/** The most rows of a Data Table that n8n gives at once. */
const ROWS_PAGE_SIZE = 250;

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface ExecutionSummary {
	id: string;
	status: ExecutionStatus;
}

export interface Execution extends ExecutionSummary {
	data: {
		resultData: {
			runData: IRunData;
			lastNodeExecuted?: string;
			error?: { message: string; description?: string | null; node?: { name: string } };
		};
	};
}

/** A community package, as n8n has it in its books. */
export interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ name: string; type: string }>;
}

/** A kind of node that n8n has, with one version or all that it knows. */
export interface NodeTypeSummary {
	name: string;
	version: number | number[];
}

export type ColumnType = 'string' | 'number' | 'boolean' | 'date';
export type DataTableValue = string | number | boolean | null;

export interface DataTable {
	id: string;
	name: string;
}

export type DataTableRow = Record<string, DataTableValue> & { id: number };

/** n8n refused; the message is n8n's own. */
export class N8nRequestError extends Error {
	readonly name = 'N8nRequestError';

	constructor(
		readonly status: number,
		request: string,
		message: string,
	) {
		super(`n8n answered ${request} with ${status}: ${message}`);
	}
}

const UNFINISHED: ExecutionStatus[] = ['new', 'running', 'waiting'];

export const hasEnded = ({ status }: ExecutionSummary): boolean => !UNFINISHED.includes(status);

/** Some versions of n8n fail to read an execution that has stored nothing yet. */
function unlessUnreadable(error: unknown): undefined {
	if (error instanceof N8nRequestError && error.status === 500) return undefined;
	throw error;
}

/** What one node put out, over all its runs; of its first output unless another is named. */
export function outputOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}

/** The JSON of what one node put out. */
export function jsonOf(
	execution: Execution,
	node: string,
	output = 0,
): Array<INodeExecutionData['json']> {
	return outputOf(execution, node, output).map((item) => item.json);
}

/**
 * The part of the REST API behind n8n's editor that driving a real n8n takes.
 * Every method throws {@link N8nRequestError} when n8n refuses.
 */
export class N8nClient {
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(private readonly n8n: { url: string; version: string }) {
		this.http = axios.create({
			baseURL: `${n8n.url}/rest`,
			timeout: REQUEST_TIMEOUT_MS,
			validateStatus: () => true,
			proxy: false,
		});
	}

	get url(): string {
		return this.n8n.url;
	}

	private get isN8n1(): boolean {
		return isN8n1(this.n8n.version);
	}

	/** Whether this n8n has Data Tables. */
	get hasTables(): boolean {
		return hasTables(this.n8n.version);
	}

	private async request<T>(
		method: string,
		path: string,
		body?: unknown,
		params?: object,
	): Promise<T> {
		const { headers, data } = await this.send<T>(method, path, body, params);
		const cookies = headers['set-cookie']?.map((cookie) => cookie.split(';')[0]);
		if (cookies !== undefined) this.cookie = cookies.join('; ');
		return data?.data as T;
	}

	private async send<T>(
		method: string,
		path: string,
		body?: unknown,
		params?: object,
	): Promise<AxiosResponse<{ data?: T; message?: string } | undefined>> {
		const headers = this.cookie ? { cookie: this.cookie } : {};
		// A busy n8n loses its database for seconds, and then refuses everything before it does anything.
		const response = await eventually(
			async () =>
				await this.http.request<{ data?: T; message?: string } | undefined>({
					...{ method, url: path, data: body, params, headers },
				}),
			({ status, data }) => status !== 503 || !JSON.stringify(data).includes('Database is not'),
		);
		const { status, data } = response;
		if (status >= 400) {
			const message = data?.message ?? JSON.stringify(data);
			throw new N8nRequestError(status, `${method} ${path}`, message);
		}
		return response;
	}

	/** Makes the owner of a new n8n and logs in. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.request('POST', '/owner/setup', owner);
	}

	async login(owner: Pick<Owner, 'email' | 'password'>): Promise<void> {
		const body = { emailOrLdapLoginId: owner.email, password: owner.password };
		await this.request('POST', '/login', body);
	}

	/** The cookies that sign a browser in, without changing whom this client is signed in as. */
	async newSession({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<string[]> {
		const body = { emailOrLdapLoginId: email, password };
		const { headers } = await this.send('POST', '/login', body);
		return headers['set-cookie'] ?? [];
	}

	async createCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<StoredCredential> {
		return await this.request('POST', '/credentials', { type, name, data });
	}

	/** Replaces what the credential holds. */
	async updateCredential(
		credential: StoredCredential,
		data: Record<string, unknown>,
	): Promise<void> {
		const { id, name, type } = credential;
		await this.request('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/**
	 * What the Test button of the credential's window does. The values are stored for as long as that
	 * takes: most versions of n8n test only what is stored.
	 */
	async testCredential(type: string, data: Record<string, unknown>): Promise<CredentialTestResult> {
		const stored = await this.createCredential(type, 'To be tested', data);
		const { id, name } = stored;
		try {
			const credentials = { id, name, type, data };
			return await this.request('POST', '/credentials/test', { credentials });
		} finally {
			await this.request('DELETE', `/credentials/${id}`);
		}
	}

	async createWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow> {
		const { name, nodes, connections, settings = {} } = await this.fitting(workflow);
		// Without pinned data, even none, n8n's editor cannot execute a second single step.
		const body = { name, nodes, connections, settings, active: false, pinData: {} };
		return await this.request('POST', '/workflows', body);
	}

	/** The workflow with its Data Tables as this n8n knows them, if it does. */
	private async fitting(workflow: WorkflowFile): Promise<WorkflowFile> {
		const usesTables = workflow.nodes.some(({ type }) => type === DATA_TABLE_NODE);
		if (!usesTables || !this.isN8n1) return workflow;
		if (!this.hasTables) return withoutTables(workflow);
		return withTablesById(workflow, await this.listDataTables());
	}

	async getWorkflow(id: string): Promise<StoredWorkflow> {
		return await this.request('GET', `/workflows/${id}`);
	}

	/** Their names, as the editor's list has them: what was saved last comes first. */
	async listWorkflows(): Promise<string[]> {
		const params = { sortBy: 'updatedAt:desc', skip: 0, take: 100 };
		const list = await this.request<Array<{ name: string }>>(
			'GET',
			'/workflows',
			undefined,
			params,
		);
		return list.map(({ name }) => name);
	}

	/** Replaces the nodes of the draft. */
	async updateWorkflow({ id, versionId, nodes }: StoredWorkflow): Promise<StoredWorkflow> {
		return await this.request('PATCH', `/workflows/${id}`, { versionId, nodes });
	}

	/** Makes the present draft the version that runs: its triggers listen from now on. */
	async publishWorkflow(id: string): Promise<StoredWorkflow> {
		const workflow = await this.getWorkflow(id);
		const { versionId } = workflow;
		if (!this.isN8n1) {
			return await this.request('POST', `/workflows/${id}/activate`, { versionId });
		}
		try {
			return await this.request('PATCH', `/workflows/${id}`, { active: true, versionId });
		} catch (error) {
			if (isOnlyCalled(error)) return workflow;
			throw error;
		}
	}

	/** Starts a run from one of the workflow's triggers, as the editor does; returns the execution's id. */
	async runWorkflow(id: string, trigger: string): Promise<string> {
		const workflowData = runsWhatIsSent(this.n8n.version) ? await this.getWorkflow(id) : undefined;
		const body = { triggerToStartFrom: { name: trigger }, workflowData };
		const { executionId } = await this.request<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			body,
		);
		return executionId;
	}

	/** {@link runWorkflow}, and waits for the end. */
	async runToEnd(id: string, trigger: string): Promise<Execution> {
		return await this.waitForExecution(await this.runWorkflow(id, trigger));
	}

	/** Runs a failed execution again from the node that failed; returns the new execution's id. */
	async retryExecution(id: string, loadWorkflow = false): Promise<string> {
		const { id: retried } = await this.request<{ id: string }>('POST', `/executions/${id}/retry`, {
			loadWorkflow,
		});
		return retried;
	}

	async getExecution(id: string): Promise<Execution> {
		const stored = await this.request<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...stored, data: parse(stored.data) as Execution['data'] };
	}

	/** The newest executions of a workflow, newest first; 100 at most. */
	async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const params = { filter: JSON.stringify({ workflowId }), limit: 100 };
		const { results } = await this.request<{ results: ExecutionSummary[] }>(
			'GET',
			'/executions',
			undefined,
			params,
		);
		return results;
	}

	async waitForExecution(id: string, timeoutMs = EXECUTION_TIMEOUT_MS): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.getExecution(id).catch(unlessUnreadable);
			// n8n 1 tells the end of an execution before it has stored what came of it.
			const isStored = execution?.data !== undefined;
			if (isStored && hasEnded(execution)) return execution;
			if (Date.now() > deadline) {
				const status = execution?.status ?? 'unreadable';
				throw new Error(`Execution ${id} is still ${status} after ${timeoutMs} ms`);
			}
			await delay(POLL_MS);
		}
	}

	/** What Install in Settings > Community Nodes does. */
	async installPackage(name: string, version: string): Promise<InstalledPackage> {
		return await this.request('POST', '/community-packages', { name, version });
	}

	/** What Update in Settings > Community Nodes does. */
	async updatePackage(name: string, version: string): Promise<InstalledPackage> {
		return await this.request('PATCH', '/community-packages', { name, version });
	}

	/** All that n8n's editor can show; of a node of many forms an entry each. */
	async nodeTypes(): Promise<NodeTypeSummary[]> {
		const { data } = await this.send('GET', `${this.n8n.url}/types/nodes.json`);
		return data as unknown as NodeTypeSummary[];
	}

	async personalProjectId(): Promise<string> {
		const { id } = await this.request<{ id: string }>('GET', '/projects/personal');
		return id;
	}

	async createDataTable(name: string, columns: Record<string, ColumnType>): Promise<DataTable> {
		const list = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
		const project = await this.personalProjectId();
		return await this.request('POST', `/projects/${project}/data-tables`, { name, columns: list });
	}

	async listDataTables(): Promise<DataTable[]> {
		const project = await this.personalProjectId();
		const { data } = await this.request<{ data: DataTable[] }>(
			'GET',
			`/projects/${project}/data-tables`,
		);
		return data;
	}

	/** All rows of a table, or those whose columns equal `where`. */
	async dataTableRows(
		tableId: string,
		where: Record<string, DataTableValue> = {},
	): Promise<DataTableRow[]> {
		const project = await this.personalProjectId();
		const filters = Object.entries(where).map(([columnName, value]) => ({
			columnName,
			condition: 'eq',
			value,
		}));
		const filter = JSON.stringify({ type: 'and', filters });
		const rows: DataTableRow[] = [];
		for (;;) {
			const { data } = await this.request<{ data: DataTableRow[] }>(
				'GET',
				`/projects/${project}/data-tables/${tableId}/rows`,
				undefined,
				{ take: ROWS_PAGE_SIZE, skip: rows.length, sortBy: 'id:asc', filter },
			);
			rows.push(...data);
			if (data.length < ROWS_PAGE_SIZE) return rows;
		}
	}
}

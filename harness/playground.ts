import { mkdir, readFile, writeFile } from 'fs/promises';
import { join, resolve } from 'path';

import type { OnCleanup } from './cleanup';
import { openConnected, type Connected } from './connected';
import {
	needsOnly,
	ORDERS_TABLE,
	readExamples,
	RECONCILED_TABLE,
	withCredential,
} from './examples';
import type { Owner } from './n8n/client';
import type { N8nRuntime } from './n8n/install';
import { pushUrlOf } from './n8n/published';
import { CREDENTIAL_TYPE } from './package';
import { type StoredCredential, type StoredWorkflow } from './workflows';
import type { Progress } from './progress';

export interface PlaygroundOptions {
	runtime: N8nRuntime;
	progress: Progress;
	/** Keeps n8n's data there, for the next start; without it a temporary folder is used and removed. */
	keepIn?: string;
	/** Called as soon as something is to be undone; the last first. */
	onCleanup: OnCleanup;
}

/**
 * A local Minted Connect and a real n8n that knows it, with all examples imported, those published that
 * need no other account.
 */
export interface Playground extends Connected {
	tableId: string;
	/** By the name of the example's file. */
	workflows: Record<string, StoredWorkflow>;
	/**
	 * Where Minted sends its pushes. It keeps one URL for a partner: that of "Order push to
	 * spreadsheet" here, so that "Reconcile orders" gets its orders by polling.
	 */
	pushUrl: string;
}

/** What a kept folder remembers from its first start. */
interface State {
	owner: Owner;
	credential: StoredCredential;
	tableId: string;
	workflowIds: Record<string, string>;
}

const stateFileIn = (folder: string): string => join(folder, 'playground.json');

async function keptIn(folder: string): Promise<State | undefined> {
	const text = await readFile(stateFileIn(folder), 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as State);
}

async function firstStart({ client, owner, credential }: Connected): Promise<State> {
	const table = await client.createDataTable(ORDERS_TABLE.name, ORDERS_TABLE.columns);
	await client.createDataTable(RECONCILED_TABLE.name, RECONCILED_TABLE.columns);
	const workflowIds: Record<string, string> = {};
	for (const { slug, workflow } of readExamples()) {
		const { id } = await client.createWorkflow(withCredential(workflow, credential));
		if (needsOnly(workflow, CREDENTIAL_TYPE)) await client.publishWorkflow(id);
		workflowIds[slug] = id;
	}
	return { owner, credential, tableId: table.id, workflowIds };
}

async function workflowsOf({ client }: Connected, state: State): Promise<Playground['workflows']> {
	const stored = Object.entries(state.workflowIds).map(
		async ([slug, id]) => [slug, await client.getWorkflow(id)] as const,
	);
	return Object.fromEntries(await Promise.all(stored));
}

/** Brings everything into n8n that it does not have from an earlier start, and connects the pushes. */
async function furnish(connected: Connected, kept: State | undefined): Promise<Playground> {
	const { n8n, sandbox } = connected;
	const state = kept ?? (await firstStart(connected));
	await writeFile(stateFileIn(n8n.userFolder), JSON.stringify(state), { mode: 0o600 });
	const workflows = await workflowsOf(connected, state);
	const spreadsheet = workflows['order-push-to-spreadsheet'];
	if (spreadsheet === undefined) throw new Error('The example for pushes is missing');
	const pushUrl = pushUrlOf(n8n.url, spreadsheet);
	sandbox.pushes.setUrl(pushUrl);
	return { ...connected, tableId: state.tableId, workflows, pushUrl };
}

/**
 * Starts the sandbox and n8n with the packed package in it, an owner, the credential, the Data Table
 * and the examples, and tells the sandbox where to push. Expects the package to be built.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
	const { progress, keepIn } = options;
	const userFolder = keepIn === undefined ? undefined : resolve(keepIn);
	if (userFolder !== undefined) await mkdir(userFolder, { recursive: true });
	const kept = userFolder === undefined ? undefined : await keptIn(userFolder);
	const connected = await openConnected({
		...options,
		...{ userFolder, owner: kept?.owner, storedCredential: kept?.credential },
		logNote: keepIn ? undefined : '(start with --keep FOLDER to have it afterwards)',
	});
	return await progress.step(
		'Setting up Data Tables and examples',
		async () => await connected.n8n.whileRunning(furnish(connected, kept)),
	);
}

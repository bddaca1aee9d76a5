import { mkdir, readFile, writeFile } from 'fs/promises';
import { join, resolve } from 'path';

import { beginHere, leadingTo, type Places } from './beginHere';
import type { OnCleanup } from './cleanup';
import { openConnected, type Connected } from './connected';
import {
	needsOnly,
	ORDERS_TABLE,
	readExamples,
	RECONCILED_TABLE,
	startsByMinted,
	withCredential,
} from './examples';
import { N8nRequestError, type N8nClient, type Owner } from './n8n/client';
import type { N8nRuntime } from './n8n/install';
import { pushUrlOf } from './n8n/published';
import { openSignIn } from './n8n/signIn';
import { CREDENTIAL_TYPE } from './package';
import { savedByRuns, savedInTable, type SavedOrders } from './savedOrders';
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
 * Minted starts and that need no other account, and a workflow to begin with.
 */
export interface Playground extends Connected {
	/** What pushes have brought into n8n. */
	savedOrders: SavedOrders;
	/** By the name of the example's file. */
	workflows: Record<string, StoredWorkflow>;
	/** The workflow to begin with, in n8n's editor. */
	beginUrl: string;
	/** The same for a browser that is not signed in. */
	signInUrl: string;
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
	/** Where n8n has Data Tables. */
	tableId?: string;
	workflowIds: Record<string, string>;
	/** Not in folders of an older version. */
	beginId?: string;
}

const stateFileIn = (folder: string): string => join(folder, 'playground.json');

async function keptIn(folder: string): Promise<State | undefined> {
	const text = await readFile(stateFileIn(folder), 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as State);
}

/** The last first: n8n lists what was saved last at the top. */
async function importExamples({ client, credential }: Connected): Promise<Record<string, string>> {
	const workflowIds: Record<string, string> = {};
	for (const { slug, workflow } of readExamples().reverse()) {
		const { id } = await client.createWorkflow(withCredential(workflow, credential));
		const isTrigger = startsByMinted(workflow) && needsOnly(workflow, CREDENTIAL_TYPE);
		if (isTrigger) await client.publishWorkflow(id);
		workflowIds[slug] = id;
	}
	return workflowIds;
}

async function firstStart(connected: Connected): Promise<State> {
	const { client, owner, credential } = connected;
	const tableId = client.hasTables ? await createTables(client) : undefined;
	const workflowIds = await importExamples(connected);
	return { owner, credential, tableId, workflowIds };
}

/** Those of the examples; returns the id of that for pushed orders. */
async function createTables(client: N8nClient): Promise<string> {
	const { id } = await client.createDataTable(ORDERS_TABLE.name, ORDERS_TABLE.columns);
	await client.createDataTable(RECONCILED_TABLE.name, RECONCILED_TABLE.columns);
	return id;
}

async function workflowsOf({ client }: Connected, state: State): Promise<Playground['workflows']> {
	const stored = Object.entries(state.workflowIds).map(
		async ([slug, id]) => [slug, await client.getWorkflow(id)] as const,
	);
	return Object.fromEntries(await Promise.all(stored));
}

const editorUrl = (n8nUrl: string, workflowId: string): string =>
	`${n8nUrl}/workflow/${workflowId}`;

async function placesOf({ client, n8n, sandbox }: Connected, state: State): Promise<Places> {
	const project = await client.personalProjectId();
	const { tableId } = state;
	return {
		console: `${sandbox.url}/_console`,
		ordersTable: tableId && `${n8n.url}/projects/${project}/datatables/${tableId}`,
		credentials: `${n8n.url}/home/credentials`,
		// A folder of an older version may lack some.
		examples: readExamples().flatMap((example) => {
			const id = state.workflowIds[example.slug];
			return id === undefined ? [] : [{ example, url: editorUrl(n8n.url, id) }];
		}),
	};
}

/** The workflow if there is still one. */
async function stillThere(client: N8nClient, id?: string): Promise<StoredWorkflow | undefined> {
	if (id === undefined) return undefined;
	try {
		return await client.getWorkflow(id);
	} catch (error) {
		if (error instanceof N8nRequestError && [403, 404].includes(error.status)) return undefined;
		throw error;
	}
}

/** Makes the workflow to begin with; one of an earlier start leads to where things are now. */
async function setUpBeginning(connected: Connected, state: State): Promise<string> {
	const { client, credential } = connected;
	const places = await placesOf(connected, state);
	const known = await stillThere(client, state.beginId);
	const { id } =
		known === undefined
			? await client.createWorkflow(beginHere(credential, places))
			: await client.updateWorkflow(leadingTo(known, places));
	return id;
}

/** Brings everything into n8n that it does not have from an earlier start, and connects the pushes. */
async function furnish(
	connected: Connected,
	kept: State | undefined,
	onCleanup: OnCleanup,
): Promise<Playground> {
	const { n8n, sandbox, client, owner } = connected;
	const state = kept ?? (await firstStart(connected));
	state.beginId = await setUpBeginning(connected, state);
	await writeFile(stateFileIn(n8n.userFolder), JSON.stringify(state), { mode: 0o600 });
	const workflows = await workflowsOf(connected, state);
	const spreadsheet = workflows['order-push-to-spreadsheet'];
	if (spreadsheet === undefined) throw new Error('The example for pushes is missing');
	const pushUrl = pushUrlOf(n8n.url, spreadsheet);
	sandbox.pushes.setUrl(pushUrl);
	const beginUrl = editorUrl(n8n.url, state.beginId);
	const signInUrl = await openSignIn(client, owner, beginUrl, onCleanup);
	const savedOrders =
		state.tableId === undefined
			? savedByRuns(client, spreadsheet.id)
			: savedInTable(client, state.tableId);
	return { ...connected, savedOrders, workflows, beginUrl, signInUrl, pushUrl };
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
		'Setting up the examples and what they write to',
		async () => await connected.n8n.whileRunning(furnish(connected, kept, options.onCleanup)),
	);
}

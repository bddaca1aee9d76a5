import { NodeHelpers } from 'n8n-workflow';
import { randomBytes } from 'crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

import { startSandbox, type Sandbox } from '../../sandbox';
import {
	needsOnly,
	ORDERS_TABLE,
	readExamples,
	RECONCILED_TABLE,
	withCredential,
} from './examples';
import { N8nClient, type Owner, type StoredCredential, type StoredWorkflow } from './n8nClient';
import type { N8nRuntime } from './n8nRuntime';
import { startN8n, type N8nServer } from './n8nServer';
import { installPackage, PACKAGE_NAME } from './packageInstall';
import type { Progress } from './progress';

export const CREDENTIAL_TYPE = 'mintedConnectApi';
const CREDENTIAL_NAME = 'Minted Connect (sandbox)';
const TRIGGER_TYPE = `${PACKAGE_NAME}.mintedConnectTrigger`;

export interface PlaygroundOptions {
	/** The checkout. */
	root: string;
	runtime: N8nRuntime;
	progress: Progress;
	/** Keeps n8n's data there, for the next start; without it a temporary folder is used and removed. */
	keepIn?: string;
	/** Called as soon as something is to be undone; the last first. */
	onCleanup: (cleanup: () => Promise<void>) => void;
}

/**
 * A local Minted Connect and a real n8n that knows it, with all examples imported, and those published
 * that need no other account.
 */
export interface Playground {
	sandbox: Sandbox;
	n8n: N8nServer;
	client: N8nClient;
	owner: Owner;
	credential: StoredCredential;
	tableId: string;
	/** By the name of the example's file. */
	workflows: Record<string, StoredWorkflow>;
	/**
	 * Where Minted sends its pushes. It keeps one URL for a partner: that of "Order push to
	 * spreadsheet" here, so that "Reconcile orders" gets its orders by polling.
	 */
	pushUrl: string;
}

/** What the credential's window is filled in with. */
export function credentialData(sandbox: Sandbox): Record<string, unknown> {
	return {
		environment: 'custom',
		baseUrl: sandbox.url,
		username: sandbox.username,
		password: sandbox.password,
		apiVersion: 'documented',
		clientId: 'web',
		language: 'en',
	};
}

/** What a kept folder remembers from its first start. */
interface State {
	owner: Owner;
	credential: StoredCredential;
	tableId: string;
	workflowIds: Record<string, string>;
}

/** Somebody invented, with a password of their own. */
export function newOwner(): Owner {
	return {
		email: 'ada@example.com',
		firstName: 'Ada',
		lastName: 'Example',
		password: `Gold-${randomBytes(6).toString('hex')}`,
	};
}

async function firstStart(client: N8nClient, root: string, sandbox: Sandbox): Promise<State> {
	const owner = newOwner();
	await client.setUpOwner(owner);
	const credential = await client.createCredential(
		CREDENTIAL_TYPE,
		CREDENTIAL_NAME,
		credentialData(sandbox),
	);
	const table = await client.createDataTable(ORDERS_TABLE.name, ORDERS_TABLE.columns);
	await client.createDataTable(RECONCILED_TABLE.name, RECONCILED_TABLE.columns);
	const workflowIds: Record<string, string> = {};
	for (const { slug, workflow } of readExamples(root)) {
		const { id } = await client.createWorkflow(withCredential(workflow, credential));
		if (needsOnly(workflow, CREDENTIAL_TYPE)) await client.publishWorkflow(id);
		workflowIds[slug] = id;
	}
	return { owner, credential, tableId: table.id, workflowIds };
}

/** A kept n8n goes on with its own workflows; only the sandbox has moved to another port. */
async function laterStart(client: N8nClient, state: State, sandbox: Sandbox): Promise<void> {
	await client.login(state.owner);
	await client.updateCredential(state.credential, credentialData(sandbox));
}

async function workflowsOf(client: N8nClient, state: State): Promise<Playground['workflows']> {
	const stored = Object.entries(state.workflowIds).map(
		async ([slug, id]) => [slug, await client.getWorkflow(id)] as const,
	);
	return Object.fromEntries(await Promise.all(stored));
}

/** The published address of a workflow's Minted Connect Trigger. */
export function pushUrlOf(n8nUrl: string, workflow: StoredWorkflow): string {
	const trigger = workflow.nodes.find(({ type }) => type === TRIGGER_TYPE);
	if (trigger === undefined) throw new Error(`"${workflow.name}" has no Minted Connect Trigger`);
	return NodeHelpers.getNodeWebhookUrl(`${n8nUrl}/webhook`, workflow.id, trigger, 'webhook');
}

interface Started extends Pick<PlaygroundOptions, 'root' | 'progress'> {
	sandbox: Sandbox;
	n8n: N8nServer;
}

/** Brings everything into n8n that it does not have from an earlier start, and connects the pushes. */
async function furnish({ root, progress, sandbox, n8n }: Started): Promise<Playground> {
	const client = new N8nClient(n8n.url);
	const stateFile = join(n8n.userFolder, 'playground.json');
	const kept = await readFile(stateFile, 'utf8').catch(() => undefined);
	const state = await progress.step(
		'Setting up owner, credential, Data Table and examples',
		async () => {
			if (kept === undefined) return await firstStart(client, root, sandbox);
			const earlier = JSON.parse(kept) as State;
			await laterStart(client, earlier, sandbox);
			return earlier;
		},
	);
	await writeFile(stateFile, JSON.stringify(state), { mode: 0o600 });

	const workflows = await workflowsOf(client, state);
	const spreadsheet = workflows['order-push-to-spreadsheet'];
	if (spreadsheet === undefined) throw new Error('The example for pushes is missing');
	const pushUrl = pushUrlOf(n8n.url, spreadsheet);
	sandbox.pushes.setUrl(pushUrl);
	const { owner, credential, tableId } = state;
	return { sandbox, n8n, client, owner, credential, tableId, workflows, pushUrl };
}

/**
 * Starts the sandbox and n8n with the packed package in it, an owner, the credential, the Data Table
 * and the examples, and tells the sandbox where to push. Expects the package to be built.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
	const { root, runtime, progress, keepIn, onCleanup } = options;
	const sandbox = await progress.step('Starting the local Minted Connect', async () => {
		const started = await startSandbox();
		onCleanup(async () => await started.close());
		return started;
	});

	const userFolder = keepIn ? resolve(keepIn) : await mkdtemp(join(tmpdir(), 'minted-n8n-'));
	await mkdir(userFolder, { recursive: true });
	if (!keepIn) onCleanup(async () => await rm(userFolder, { recursive: true, force: true }));

	await installPackage(root, userFolder);
	const n8n = await progress.step(`Starting n8n ${runtime.version}`, async () => {
		const logNote = keepIn ? undefined : '(start with --keep FOLDER to have it afterwards)';
		const started = await startN8n({ runtime, userFolder, logNote });
		onCleanup(async () => await started.stop());
		return started;
	});
	return await n8n.whileRunning(furnish({ ...options, sandbox, n8n }));
}

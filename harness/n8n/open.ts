import { randomBytes } from 'crypto';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';

import type { OnCleanup } from '../cleanup';
import type { Progress } from '../progress';
import { N8nClient, type Owner } from './client';
import type { N8nRuntime } from './install';
import { installPackage } from './pack';
import { startN8n, type N8nServer, type N8nServerOptions } from './server';

export interface OpenOptions extends Pick<N8nServerOptions, 'env' | 'logNote'> {
	runtime: N8nRuntime;
	progress: Progress;
	/** Called as soon as something is to be undone; the last first. */
	onCleanup: OnCleanup;
	/** Keeps n8n's data; without it a temporary folder is used and removed. */
	userFolder?: string;
	/** Whose the n8n in the folder is already. */
	owner?: Owner;
}

/** A real n8n with the packed package in it. */
export interface OpenN8n {
	n8n: N8nServer;
	/** With the owner logged in. */
	client: N8nClient;
	owner: Owner;
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

/** A folder that is removed in the end. */
export async function temporaryFolder(name: string, onCleanup: OnCleanup): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), `minted-${name}-`));
	onCleanup(async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 }));
	return folder;
}

/** Starts n8n with the package as users install it, and logs its owner in. Expects a built package. */
export async function openN8n(options: OpenOptions): Promise<OpenN8n> {
	const { runtime, progress, onCleanup, env, logNote } = options;
	const userFolder = options.userFolder ?? (await temporaryFolder('n8n', onCleanup));
	await installPackage(userFolder);
	const n8n = await progress.step(`Starting n8n ${runtime.version}`, async () => {
		const started = await startN8n({ runtime, userFolder, env, logNote });
		onCleanup(async () => await started.stop());
		return started;
	});
	const client = new N8nClient(n8n);
	const owner = options.owner ?? newOwner();
	await n8n.whileRunning(options.owner ? client.login(owner) : client.setUpOwner(owner));
	return { n8n, client, owner };
}

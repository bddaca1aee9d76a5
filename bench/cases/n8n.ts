import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';

import { N8nClient } from '../../harness/n8n/client';
import { startN8n, type N8nServer } from '../../harness/n8n/server';
import { installPackage } from '../../harness/n8n/packageInstall';
import { newOwner } from '../../harness/playground';
import type { Workbench } from '../workbench';

export interface RunningN8n {
	n8n: N8nServer;
	/** Somebody who is logged in. */
	client: N8nClient;
}

/** Runs `use` with a real n8n that has the package in it, with settings in `env` on top. */
export async function withN8n<T>(
	{ runtime, root, progress, onCleanup }: Workbench,
	env: NodeJS.ProcessEnv,
	use: (running: RunningN8n) => Promise<T>,
): Promise<T> {
	const userFolder = await mkdtemp(join(tmpdir(), 'minted-bench-n8n-'));
	onCleanup(async () => await rm(userFolder, { recursive: true, force: true }));
	await installPackage(root, userFolder);
	const n8n = await progress.step('Starting n8n', async () => {
		const started = await startN8n({ runtime, userFolder, env });
		onCleanup(async () => await started.stop());
		return started;
	});
	try {
		const client = new N8nClient(n8n.url);
		await client.setUpOwner(newOwner());
		return await use({ n8n, client });
	} finally {
		await n8n.stop();
	}
}

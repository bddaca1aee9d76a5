import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';

import { N8nClient } from '../../scripts/lib/n8nClient';
import { startN8n, type N8nServer } from '../../scripts/lib/n8nServer';
import { installPackage } from '../../scripts/lib/packageInstall';
import { newOwner } from '../../scripts/lib/playground';
import type { Workbench } from '../workbench';

/** A real n8n with the package in it, and somebody who is logged in. */
export async function openN8n({
	runtime,
	root,
	progress,
	onCleanup,
}: Workbench): Promise<{ n8n: N8nServer; client: N8nClient }> {
	const userFolder = await mkdtemp(join(tmpdir(), 'minted-bench-n8n-'));
	onCleanup(async () => await rm(userFolder, { recursive: true, force: true }));
	await installPackage(root, userFolder);
	const n8n = await progress.step('Starting n8n', async () => {
		const started = await startN8n({ runtime, userFolder });
		onCleanup(async () => await started.stop());
		return started;
	});
	const client = new N8nClient(n8n.url);
	await client.setUpOwner(newOwner());
	return { n8n, client };
}

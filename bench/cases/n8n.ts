import { openN8n, type OpenN8n } from '../../harness/n8n/open';
import type { Workbench } from '../workbench';

/** Runs `use` with a real n8n that has the package in it, with settings in `env` on top. */
export async function withN8n<T>(
	{ runtime, progress, onCleanup }: Workbench,
	env: NodeJS.ProcessEnv,
	use: (opened: OpenN8n) => Promise<T>,
): Promise<T> {
	const opened = await openN8n({ runtime, progress, onCleanup, env });
	try {
		return await use(opened);
	} finally {
		await opened.n8n.stop();
	}
}

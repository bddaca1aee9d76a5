import { buildIfNeeded } from './build';
import { ensureN8n, type N8nRuntime } from './n8n/install';
import type { Progress } from './progress';

/** Builds the package unless it is built, and brings n8n to this machine unless it is there. */
export async function prepare(progress: Progress): Promise<N8nRuntime> {
	await buildIfNeeded(progress);
	return await ensureN8n({ progress });
}

import { CORE_OF, type KnownVersion } from '../n8n/versions';
import { ensurePackages } from '../npmFolder';
import type { Progress } from '../progress';

/** As n8n-core is given it. */
const REFLECT_METADATA = '0.2.2';

/** Brings the n8n-core of an n8n to this machine; returns the folder to boot it from. */
export async function ensureEngine(version: KnownVersion, progress: Progress): Promise<string> {
	const core = CORE_OF[version];
	return await ensurePackages({
		name: `n8n-core-${core}`,
		packages: { 'n8n-core': core, 'reflect-metadata': REFLECT_METADATA },
		progress,
	});
}

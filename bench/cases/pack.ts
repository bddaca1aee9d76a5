import execa from 'execa';
import { join } from 'path';

import { ROOT } from '../../harness/package';
import type { Plan } from '../plan';
import type { PackageResult } from '../results';
import { median } from '../statistics';
import type { Workbench } from '../workbench';

/** How long the package's own files take to load, n8n-workflow being there already as in n8n. */
export async function measurePackage(bench: Workbench, plan: Plan): Promise<PackageResult> {
	return await bench.progress.step('Load time and tarball', async () => {
		const loads: number[] = [];
		for (let load = 0; load < plan.loads; load++) loads.push(await loadMs(bench));
		const { stdout } = await execa('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
			cwd: ROOT,
		});
		const [packed] = JSON.parse(stdout) as Array<{
			size: number;
			unpackedSize: number;
			entryCount: number;
		}>;
		if (packed === undefined) throw new Error('npm pack named no tarball');
		const { size, unpackedSize, entryCount } = packed;
		return {
			loadMs: median(loads),
			tarballBytes: size,
			unpackedBytes: unpackedSize,
			files: entryCount,
		};
	});
}

async function loadMs({ runtime, packageFolder }: Workbench): Promise<number> {
	const { stdout } = await execa(runtime.nodePath, [join(__dirname, 'load.cjs'), packageFolder]);
	return Number(stdout);
}

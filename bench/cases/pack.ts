import execa from 'execa';
import { readFile } from 'fs/promises';
import { join } from 'path';

import { ROOT } from '../../harness/package';
import type { Plan } from '../plan';
import type { PackageResult } from '../results';
import { median } from '../statistics';
import type { Workbench } from '../workbench';

/** How long the package's files take to load in n8n, beside the node that it is used instead of. */
export async function measurePackage(bench: Workbench, plan: Plan): Promise<PackageResult> {
	return await bench.progress.step('Load time and tarball', async () => {
		const loads: number[] = [];
		const httpRequestLoads: number[] = [];
		const files = await filesOf(bench.packageFolder);
		const nodesBase = join(bench.runtime.folder, 'node_modules', 'n8n-nodes-base');
		for (let load = 0; load < plan.loads; load++) {
			loads.push(await loadMs(bench, bench.packageFolder, files));
			httpRequestLoads.push(await loadMs(bench, nodesBase, [HTTP_REQUEST]));
		}
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
			httpRequestLoadMs: median(httpRequestLoads),
			tarballBytes: size,
			unpackedBytes: unpackedSize,
			files: entryCount,
		};
	});
}

const HTTP_REQUEST = 'dist/nodes/HttpRequest/HttpRequest.node.js';

/** What n8n loads of a package. */
async function filesOf(folder: string): Promise<string[]> {
	const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		n8n: { credentials: string[]; nodes: string[] };
	};
	return [...manifest.n8n.credentials, ...manifest.n8n.nodes];
}

async function loadMs({ runtime }: Workbench, folder: string, files: string[]): Promise<number> {
	const script = join(__dirname, 'load.cjs');
	const { stdout } = await execa(runtime.nodePath, [script, runtime.folder, folder, ...files]);
	return Number(stdout);
}

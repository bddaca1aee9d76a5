import execa from 'execa';
import { readFileSync } from 'fs';
import { arch, cpus, release, totalmem, type as osType } from 'os';
import { join } from 'path';

import { ROOT } from '../harness/package';
import type { Machine } from './results';
import type { Workbench } from './workbench';

export async function describeMachine({ runtime }: Workbench): Promise<Machine> {
	const { stdout: node } = await execa(runtime.nodePath, ['--version']);
	const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		version: string;
	};
	const [cpu] = cpus();
	return {
		cpu: cpu?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memoryGiB: Math.round(totalmem() / 2 ** 30),
		os: `${osType()} ${release()} ${arch()}`,
		versions: { 'n8n-nodes-minted-connect': version, n8n: runtime.version, Node: node.slice(1) },
	};
}

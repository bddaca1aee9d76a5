import { readdir, readFile } from 'node:fs/promises';

import type { N8nServer } from '../../../harness/n8n/server';

export interface ProcessMemory {
	name: 'n8n' | 'task runner';
	/** Resident set, in units of 1,000,000 bytes. */
	megabytes: number;
}

async function statusOf(pid: number): Promise<Map<string, string>> {
	const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	return new Map(
		text.split('\n').map((line): [string, string] => {
			const [name = '', value = ''] = line.split(/:\s+/);
			return [name, value];
		}),
	);
}

/** What Linux says that n8n, and the task runner that it starts, hold in memory. */
export async function memoryOf(server: N8nServer): Promise<ProcessMemory[]> {
	const leader = server.pid();
	const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
	const found: ProcessMemory[] = [];
	for (const pid of pids) {
		const status = await statusOf(pid);
		const isOfServer = pid === leader || Number(status.get('PPid')) === leader;
		if (!isOfServer || !status.has('VmRSS')) continue;
		const kibibytes = Number.parseInt(status.get('VmRSS') ?? '', 10);
		found.push({
			name: pid === leader ? 'n8n' : 'task runner',
			megabytes: Math.round((kibibytes * 1024) / 1e6),
		});
	}
	return found;
}

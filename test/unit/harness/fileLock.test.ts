import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';

import { withFileLock } from '../../../harness/fileLock';

let folder: string;
let lock: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'minted-lock-'));
	lock = join(folder, 'install.lock');
});

afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

describe('a lock between processes', () => {
	it('lets one in at a time and tells the other who holds it', async () => {
		const events: string[] = [];
		const waitedFor: number[] = [];
		let release = () => {};
		const gate = new Promise<void>((resolve) => (release = resolve));
		const first = withFileLock(lock, async () => {
			events.push('first in');
			await gate;
			events.push('first out');
		});
		const second = withFileLock(
			lock,
			async () => {
				events.push('second in');
			},
			(pid) => {
				waitedFor.push(pid);
				release();
			},
		);
		await Promise.all([first, second]);
		expect(events).toEqual(['first in', 'first out', 'second in']);
		expect(waitedFor).toEqual([process.pid]);
	});

	it('is free again after the work failed', async () => {
		const failing = withFileLock(lock, async () => await Promise.reject(new Error('no network')));
		await expect(failing).rejects.toThrow('no network');
		expect(existsSync(lock)).toBe(false);
	});

	it('of a process that died is taken over', async () => {
		const { pid } = spawnSync(process.execPath, ['-e', '']);
		await writeFile(lock, String(pid));
		await expect(withFileLock(lock, async () => 'done')).resolves.toBe('done');
	});
});

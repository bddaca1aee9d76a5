import { mkdir, open, readFile, rename, rm, stat } from 'fs/promises';
import { dirname } from 'path';
import { setTimeout as delay } from 'timers/promises';

const POLL_MS = 1_000;
/** A lock file without a readable pid is a crash between create and write, once it is this old. */
const UNREADABLE_AFTER_MS = 10_000;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: the process exists and belongs to someone else.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** The process that holds the lock, or undefined when the lock was left behind by a dead one. */
async function holderOf(path: string): Promise<number | undefined> {
	try {
		const pid = Number(await readFile(path, 'utf8'));
		if (Number.isInteger(pid) && pid > 0) return isAlive(pid) ? pid : undefined;
		const age = Date.now() - (await stat(path)).mtimeMs;
		return age < UNREADABLE_AFTER_MS ? -1 : undefined;
	} catch {
		return undefined;
	}
}

async function tryAcquire(path: string): Promise<boolean> {
	try {
		const file = await open(path, 'wx');
		await file.writeFile(String(process.pid));
		await file.close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** Takes a dead process's lock away; of several that try, the rename lets one win. */
async function removeStale(path: string): Promise<void> {
	const aside = `${path}.stale-${process.pid}`;
	try {
		await rename(path, aside);
		await rm(aside, { force: true });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
}

/**
 * Runs `work` while no other process on this machine runs under the same lock file.
 * A lock whose process is gone is taken over. `onWait` is called once if there is someone to wait for.
 */
export async function withFileLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait: (holderPid: number) => void = () => {},
): Promise<T> {
	await mkdir(dirname(path), { recursive: true });
	let announced = false;
	while (!(await tryAcquire(path))) {
		const holder = await holderOf(path);
		if (holder === undefined) {
			await removeStale(path);
			continue;
		}
		if (!announced) onWait(holder);
		announced = true;
		await delay(POLL_MS);
	}
	try {
		return await work();
	} finally {
		await rm(path, { force: true });
	}
}

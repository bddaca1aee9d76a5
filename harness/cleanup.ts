import { constants } from 'os';

type Cleanup = () => Promise<void>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_POLL_MS = 500;

/**
 * Runs `work` and undoes what it started, last first: when it is over, when it fails, on Ctrl-C and
 * the like, and when the parent is gone, because the shell between npm and this program passes no
 * signal on. After a signal the program exits with 128 + its number, and the promise never settles.
 */
export async function withCleanup<T>(
	work: (onCleanup: (cleanup: Cleanup) => void) => Promise<T>,
	onSignal: () => void = () => {},
): Promise<T> {
	const cleanups: Cleanup[] = [];
	let cleaning: Promise<void> | undefined;
	const cleanUp = async () => {
		cleaning ??= (async () => {
			const failures: unknown[] = [];
			for (const cleanup of cleanups.reverse()) {
				await cleanup().catch((failure: unknown) => failures.push(failure));
			}
			if (failures.length > 0) throw failures[0];
		})();
		await cleaning;
	};
	const stop = (signal: NodeJS.Signals) => {
		if (cleaning !== undefined) return;
		onSignal();
		void cleanUp().finally(() => process.exit(128 + constants.signals[signal]));
	};
	for (const signal of SIGNALS) process.on(signal, stop);
	const parent = process.ppid;
	const watch = setInterval(() => process.ppid !== parent && stop('SIGHUP'), PARENT_POLL_MS);
	watch.unref();
	try {
		return await work((cleanup) => cleanups.push(cleanup));
	} finally {
		await cleanUp();
		clearInterval(watch);
		for (const signal of SIGNALS) process.off(signal, stop);
	}
}

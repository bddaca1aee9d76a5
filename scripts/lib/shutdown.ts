import { constants } from 'os';

type Cleanup = () => Promise<void>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` and undoes what it started, last first: when it is over, when it fails, and on Ctrl-C
 * and the like (the promise then never settles; the program exits with 128 + the signal's number).
 */
export async function withCleanup<T>(
	work: (onCleanup: (cleanup: Cleanup) => void) => Promise<T>,
	onSignal: () => void = () => {},
): Promise<T> {
	const cleanups: Cleanup[] = [];
	let cleaning: Promise<void> | undefined;
	const cleanUp = async () => {
		cleaning ??= (async () => {
			for (const cleanup of cleanups.reverse()) await cleanup();
		})();
		await cleaning;
	};
	const stop = (signal: NodeJS.Signals) => {
		if (cleaning !== undefined) return;
		onSignal();
		void cleanUp().finally(() => process.exit(128 + constants.signals[signal]));
	};
	for (const signal of SIGNALS) process.on(signal, stop);
	try {
		return await work((cleanup) => cleanups.push(cleanup));
	} finally {
		await cleanUp();
		for (const signal of SIGNALS) process.off(signal, stop);
	}
}

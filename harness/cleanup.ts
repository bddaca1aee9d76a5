import { constants } from 'os';

export type Cleanup = () => Promise<void>;
export type OnCleanup = (cleanup: Cleanup) => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_POLL_MS = 500;

/** What is to be undone. */
export class Cleanups {
	private readonly cleanups: Cleanup[] = [];
	private running: Promise<void> | undefined;

	readonly add: OnCleanup = (cleanup) => {
		this.cleanups.push(cleanup);
	};

	get haveBegun(): boolean {
		return this.running !== undefined;
	}

	/** Undoes everything once, the last first; throws the first failure when all the rest is undone. */
	readonly run: Cleanup = async () => {
		this.running ??= this.runAll();
		await this.running;
	};

	private async runAll(): Promise<void> {
		const failures: unknown[] = [];
		for (const cleanup of this.cleanups.reverse()) {
			await cleanup().catch((failure: unknown) => failures.push(failure));
		}
		if (failures.length > 0) throw failures[0];
	}
}

/**
 * Runs `work` and undoes what it started: when it is over, when it fails, on Ctrl-C and
 * the like, and when the parent is gone, because the shell between npm and this program passes no
 * signal on. After a signal the program exits with 128 + its number, and the promise never settles.
 */
export async function withCleanup<T>(
	work: (onCleanup: OnCleanup) => Promise<T>,
	onSignal: () => void = () => {},
): Promise<T> {
	const cleanups = new Cleanups();
	const stop = (signal: NodeJS.Signals) => {
		if (cleanups.haveBegun) return;
		onSignal();
		void cleanups.run().finally(() => process.exit(128 + constants.signals[signal]));
	};
	for (const signal of SIGNALS) process.on(signal, stop);
	const parent = process.ppid;
	const watch = setInterval(() => process.ppid !== parent && stop('SIGHUP'), PARENT_POLL_MS);
	watch.unref();
	try {
		return await work(cleanups.add);
	} finally {
		await cleanups.run();
		clearInterval(watch);
		for (const signal of SIGNALS) process.off(signal, stop);
	}
}

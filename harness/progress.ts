/** Says what is going on: one line when a step starts, one when it ends, and a sign of life between. */

const HEARTBEAT_MS = 15_000;

export type Say = (line: string) => unknown;

export interface Progress {
	say: Say;
	/** Runs one step and prints how long it took; `usually` tells a waiting person what to expect. */
	step<T>(title: string, work: () => Promise<T>, usually?: string): Promise<T>;
}

/** `0.4 s`, `12 s`, `2 min 5 s` */
function formatElapsed(milliseconds: number): string {
	if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1000);
	const minutes = Math.floor(seconds / 60);
	return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

export function createProgress(say: Say): Progress {
	return {
		say,
		async step(title, work, usually) {
			const started = Date.now();
			const elapsed = () => formatElapsed(Date.now() - started);
			say(`- ${title}${usually ? ` (usually ${usually})` : ''}`);
			const heartbeat = setInterval(() => say(`  … ${elapsed()}`), HEARTBEAT_MS);
			try {
				const result = await work();
				say(`  done in ${elapsed()}`);
				return result;
			} catch (error) {
				say(`  failed after ${elapsed()}`);
				throw error;
			} finally {
				clearInterval(heartbeat);
			}
		},
	};
}

/** For tests: beside the results that they print. */
export const stderrProgress: Progress = createProgress((line) => process.stderr.write(`${line}\n`));

/** For tests and tools that want no output. */
export const silentProgress: Progress = {
	say: () => {},
	step: async (_title, work) => await work(),
};

import { Cleanups } from '../../../harness/cleanup';
import { openConnected, type Connected, type ConnectedOptions } from '../../../harness/connected';
import type { N8nRuntime } from '../../../harness/n8n/install';
import { prepare } from '../../../harness/prepare';
import { stderrProgress } from '../../../harness/progress';

export type TestN8nOptions = Pick<ConnectedOptions, 'sandbox' | 'env' | 'credential'>;

/** A sandbox and an empty n8n with the packed package, an owner and a credential. */
export interface TestN8n extends Connected {
	/** The n8n that runs. */
	runtime: N8nRuntime;
	/** Ends both and removes n8n's folder. */
	close(): Promise<void>;
}

/** Starts them; the first time on a machine n8n is downloaded. */
export async function startTestN8n(options: TestN8nOptions = {}): Promise<TestN8n> {
	const cleanups = new Cleanups();
	try {
		const runtime = await prepare(stderrProgress);
		const connected = await openConnected({
			...options,
			runtime,
			progress: stderrProgress,
			onCleanup: cleanups.add,
		});
		return { ...connected, runtime, close: cleanups.run };
	} catch (error) {
		await cleanups.run();
		throw error;
	}
}

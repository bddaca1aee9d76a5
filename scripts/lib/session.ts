import { withCleanup, type OnCleanup } from '../../harness/cleanup';
import { errorText } from '../../harness/explainedError';
import { startPlayground, type Playground } from '../../harness/playground';
import { prepare } from '../../harness/prepare';
import { createProgress, type Progress } from '../../harness/progress';
import { formatRow, runDemo } from './demo';

export interface SessionOptions {
	/** Ends after the demo instead of waiting for Ctrl-C. */
	once: boolean;
	keepIn?: string;
}

const forever = new Promise<never>(() => {});

async function show(playground: Playground, progress: Progress, once: boolean): Promise<void> {
	const row = await runDemo(playground, progress);
	const place = playground.client.hasTables ? `n8n's Data Table "Minted orders"` : 'n8n';
	console.log(`\nThe order in ${place}:\n${formatRow(row)}`);
	if (once) return;

	const { owner, sandbox, pushUrl, signInUrl } = playground;
	console.log(`
Begin here      ${signInUrl} (opens n8n's editor, signed in)
Login           ${owner.email}   ${owner.password}
Minted Connect  ${sandbox.url} (a local stand-in; nothing here reaches Minted)
Console         ${sandbox.url}/_console (its orders, wallets, prices, requests and pushes)
Pushes go to    ${pushUrl}

Ctrl-C ends everything.`);
	await forever;
}

/**
 * Builds, starts everything, runs the demo, says where to look, and stops everything when it is
 * over or n8n has ended by itself. Returns the exit code.
 */
export async function runSession({ once, keepIn }: SessionOptions): Promise<number> {
	const progress = createProgress((line) => console.log(line));
	const session = async (onCleanup: OnCleanup) => {
		const runtime = await prepare(progress);
		const playground = await startPlayground({ runtime, progress, keepIn, onCleanup });
		await playground.n8n.whileRunning(show(playground, progress, once));
	};
	try {
		await withCleanup(session, () => console.log('\nStopping…'));
		return 0;
	} catch (error) {
		console.error(`\n${errorText(error)}`);
		return 1;
	}
}

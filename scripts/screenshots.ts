import { join } from 'path';

import { findChromium, launchBrowser } from '../harness/browser';
import { withCleanup } from '../harness/cleanup';
import { errorText, ExplainedError } from '../harness/explainedError';
import { ROOT } from '../harness/package';
import { startPlayground } from '../harness/playground';
import { prepare } from '../harness/prepare';
import { createProgress } from '../harness/progress';
import { runDemo } from './lib/demo';
import { takePictures } from './lib/pictures';

const FOLDER = join(ROOT, 'docs', 'pictures');

/** `npm run screenshots [-- NAME...]`: takes the pictures of README and docs again, or some of them. */
async function main(): Promise<void> {
	if (findChromium() === undefined) {
		throw new ExplainedError('Chromium is not installed', 'apt-get install chromium');
	}
	const progress = createProgress((line) => console.log(line));
	const names = process.argv.slice(2);
	await withCleanup(async (onCleanup) => {
		const runtime = await prepare(progress);
		const playground = await startPlayground({ runtime, progress, onCleanup });
		await playground.n8n.whileRunning(runDemo(playground, progress));
		const browser = await launchBrowser();
		onCleanup(async () => await browser.close());
		await progress.step('Taking pictures', async () => {
			const chosen = names.length > 0 ? names : undefined;
			await takePictures(browser, playground, FOLDER, (file) => progress.say(file), chosen);
		});
	});
}

main().catch((error: unknown) => {
	console.error(`\n${errorText(error)}`);
	process.exitCode = 1;
});

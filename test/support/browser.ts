import { mkdir } from 'fs/promises';
import { join } from 'path';
import type { Page } from 'playwright-core';

import { findChromium } from '../../harness/browser';

export { launchBrowser, openPage, SIZES, type OpenPage } from '../../harness/browser';

/** Declares tests that need a browser; where there is none they say so and count as skipped. */
export function describeInBrowser(name: string, tests: () => void): void {
	if (findChromium() !== undefined) {
		describe(name, tests);
		return;
	}
	test.todo(`${name}: SKIPPED, because Chromium is not installed (apt-get install chromium)`);
}

/** Keeps a picture of the whole page in the folder that `SCREENSHOTS` names, if it names one. */
export async function screenshot(page: Page, name: string): Promise<void> {
	const folder = process.env.SCREENSHOTS;
	if (!folder) return;
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

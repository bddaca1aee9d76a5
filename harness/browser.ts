/** The installed Chromium, for tests and pictures. */
import { existsSync } from 'fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Where distributions put it; `CHROMIUM` names another place. */
const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A screen and the narrowest phone that is still common. */
export const SIZES = {
	desktop: { width: 1440, height: 900 },
	phone: { width: 390, height: 844 },
} as const;

export interface OpenPage {
	page: Page;
	/** Errors in the page's console and uncaught exceptions, since the last look. */
	takeErrors(): string[];
	close(): Promise<void>;
}

/** The installed Chromium, if there is one. */
export function findChromium(): string | undefined {
	const named = process.env.CHROMIUM;
	return [...(named ? [named] : []), ...PLACES].find((path) => existsSync(path));
}

/** A browser without a window that reaches nothing but this machine. */
export async function launchBrowser(): Promise<Browser> {
	const isRoot = process.getuid?.() === 0;
	return await chromium.launch({
		executablePath: findChromium(),
		chromiumSandbox: !isRoot,
		args: [
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
			'--disable-dev-shm-usage',
		],
	});
}

/** A page with cookies and storage of its own. */
export async function openPage(
	browser: Browser,
	options: BrowserContextOptions = {},
): Promise<OpenPage> {
	const context = await browser.newContext({ viewport: SIZES.desktop, ...options });
	const page = await context.newPage();
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
	});
	page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
	return {
		page,
		takeErrors: () => errors.splice(0),
		close: async () => await context.close(),
	};
}

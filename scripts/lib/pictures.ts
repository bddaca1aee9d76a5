/** Pictures of the real editor and of the sandbox's console, as the README shows them. */
import execa from 'execa';
import { mkdir } from 'fs/promises';
import { join } from 'path';
import type { Browser, Page } from 'playwright-core';

import { openPage } from '../../harness/browser';
import {
	click,
	executeStep,
	open,
	openStep,
	openWorkflow,
	SETTLED_MS,
	testId,
	whenSaid,
} from '../../harness/editor';
import { ExplainedError } from '../../harness/explainedError';
import { ACTION_NODE } from '../../harness/package';
import type { Playground } from '../../harness/playground';
import { inARow, manualTrigger, node, spread, using } from '../../harness/workflows';

const SIZE = { width: 1280, height: 800 };
const SCHEMES = ['light', 'dark'] as const;

interface Picture {
	name: string;
	/** Brings the page to what is to be seen. */
	show(page: Page, playground: Playground): Promise<void>;
}

const workflowUrl = ({ n8n }: Playground, id: string): string => `${n8n.url}/workflow/${id}`;

const exampleUrl = (playground: Playground, slug: string): string => {
	const workflow = playground.workflows[slug];
	if (workflow === undefined) throw new Error(`The example ${slug} is missing`);
	return workflowUrl(playground, workflow.id);
};

/** A buy that a limit stops. */
async function tooDear({ client, credential }: Playground): Promise<string> {
	const customerId = { __rl: true, mode: 'id', value: 'MTD-DEMO-1' };
	const sku = { __rl: true, mode: 'list', value: 'GAU', cachedResultName: 'Gold (GAU)' };
	const buy = {
		...{ resource: 'order', operation: 'buy', sku, account: 'customer', customerId },
		...{ orderBy: 'grams', amount: 2, externalId: 'web-shop-10042' },
		limits: { maxTotal: 1000 },
	};
	const steps = inARow('A limit', [
		manualTrigger('Try it here'),
		node('Buy gold', ACTION_NODE, 2, buy, using(credential)),
	]);
	return (await client.createWorkflow(spread(steps))).id;
}

const PICTURES: Picture[] = [
	{
		name: 'begin-here',
		show: async (page, { beginUrl }) => {
			await openWorkflow(page, beginUrl);
			await click(page, testId('execute-workflow-button'));
			await whenSaid(page, 'executed successfully');
		},
	},
	{
		name: 'buy',
		show: async (page, { beginUrl }) => {
			await openWorkflow(page, beginUrl);
			await openStep(page, 'Buy gold');
			await executeStep(page);
			await whenSaid(page, 'placed');
		},
	},
	{
		name: 'trigger',
		show: async (page, playground) => {
			await openWorkflow(page, exampleUrl(playground, 'order-push-to-spreadsheet'));
			await openStep(page, 'Order pushed');
		},
	},
	{
		name: 'example',
		show: async (page, playground) =>
			await openWorkflow(page, exampleUrl(playground, 'ask-before-buying')),
	},
	{
		name: 'error',
		show: async (page, playground) => {
			await openWorkflow(page, workflowUrl(playground, await tooDear(playground)));
			await openStep(page, 'Buy gold');
			await executeStep(page);
			await whenSaid(page, 'ordered');
		},
	},
	{
		name: 'console',
		show: async (page, { sandbox }) => {
			await open(page, `${sandbox.url}/_console`);
			await whenSaid(page, 'Live');
		},
	},
];

/** Palettes do for pictures of an editor, at a third of the size. */
async function shrink(file: string): Promise<void> {
	await execa('pngquant', ['--force', '--strip', '--speed', '1', '--output', file, '128', file]);
}

async function assertPngquant(): Promise<void> {
	await execa('pngquant', ['--version']).catch(() => {
		throw new ExplainedError(
			'pngquant is not installed',
			'It makes the pictures small: apt-get install pngquant',
		);
	});
}

/**
 * Takes each picture in light and dark into the folder, as `<name>-<light|dark>.png`; returns the files.
 *
 * @throws ExplainedError
 */
export async function takePictures(
	browser: Browser,
	playground: Playground,
	folder: string,
	say: (line: string) => void,
	names: readonly string[] = PICTURES.map(({ name }) => name),
): Promise<string[]> {
	await assertPngquant();
	await mkdir(folder, { recursive: true });
	const { page, close } = await openPage(browser, { viewport: SIZE });
	await openWorkflow(page, playground.signInUrl);
	const files: string[] = [];
	for (const { name, show } of PICTURES.filter((picture) => names.includes(picture.name))) {
		await show(page, playground);
		await page.mouse.move(SIZE.width / 2, 1);
		for (const colorScheme of SCHEMES) {
			await page.emulateMedia({ colorScheme });
			await page.waitForTimeout(SETTLED_MS);
			const file = join(folder, `${name}-${colorScheme}.png`);
			await page.screenshot({ path: file });
			await shrink(file);
			files.push(file);
			say(file);
		}
	}
	await close();
	return files;
}

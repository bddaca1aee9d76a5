/** Pictures of the real editor and of the sandbox's console, as the README shows them. */
import execa from 'execa';
import { mkdir } from 'fs/promises';
import { join } from 'path';
import type { Browser, Page } from 'playwright-core';

import { openPage } from '../../harness/browser';
import { eventually } from '../../harness/eventually';
import { ExplainedError } from '../../harness/explainedError';
import { ACTION_NODE } from '../../harness/package';
import type { Playground } from '../../harness/playground';
import { inARow, manualTrigger, node, using } from '../../harness/workflows';

const SIZE = { width: 1280, height: 800 };
const SCHEMES = ['light', 'dark'] as const;
const TIMEOUT_MS = 90_000;
/** Until what moves into its place has arrived there. */
const SETTLED_MS = 600;

interface Picture {
	name: string;
	/** Brings the page to what is to be seen. */
	show(page: Page, playground: Playground): Promise<void>;
}

/** The middle of the last visible element that a selector finds, in the words of the page's script. */
const middleOf = (selector: string) => `(() => {
	const seen = [...document.querySelectorAll(${JSON.stringify(selector)})]
		.map((element) => element.getBoundingClientRect())
		.filter(({ width, height }) => width > 0 && height > 0);
	const box = seen.at(-1);
	return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
})()`;

/** Asks the page itself until it answers with something. */
async function ask<Answer>(page: Page, script: string): Promise<Answer> {
	const answers = await eventually(
		async () => [await page.evaluate<Answer | undefined>(script).catch(() => undefined)],
		([found]) => Boolean(found),
		TIMEOUT_MS,
	);
	return answers[0] as Answer;
}

async function click(page: Page, selector: string, clickCount = 1): Promise<void> {
	const { x, y } = await ask<{ x: number; y: number }>(page, middleOf(selector));
	await page.mouse.click(x, y, { clickCount, delay: 20 });
}

const whenSaid = async (page: Page, text: string): Promise<unknown> =>
	await ask(page, `document.body.innerText.includes(${JSON.stringify(text)})`);

const testId = (id: string): string => `[data-test-id="${id}"]`;

/** A step in the editor's canvas. */
const step = (name: string) =>
	`${testId('canvas-node')}[data-node-name="${name}"] ${testId('canvas-default-node')}, ` +
	`${testId('canvas-node')}[data-node-name="${name}"] ${testId('canvas-trigger-node')}`;

async function open(page: Page, url: string): Promise<void> {
	await page.goto(url, { waitUntil: 'commit' });
}

async function openWorkflow(page: Page, url: string): Promise<void> {
	await open(page, url);
	await ask(page, middleOf(testId('canvas-node')));
	await page.waitForTimeout(SETTLED_MS);
	await click(page, testId('zoom-to-fit'));
	await page.waitForTimeout(SETTLED_MS);
}

async function openStep(page: Page, name: string): Promise<void> {
	await click(page, step(name), 2);
	await ask(page, middleOf('.parameter-item'));
}

/** Opens the step of a workflow and executes it there. */
async function executeStep(page: Page, name: string): Promise<void> {
	await openStep(page, name);
	await click(page, testId('node-execute-button'));
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
	const nodes = steps.nodes.map((one, index) => ({
		...one,
		position: [index * 240, 0] as [number, number],
	}));
	return (await client.createWorkflow({ ...steps, nodes })).id;
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
			await executeStep(page, 'Buy gold');
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
			await executeStep(page, 'Buy gold');
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

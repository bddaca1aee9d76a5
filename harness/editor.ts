/** n8n's editor in a browser, used as a person uses it. */
import type { Page } from 'playwright-core';

import { eventually } from './eventually';

/** A slow machine opens the editor for the first time in that. */
const TIMEOUT_MS = 240_000;
/** Until what moves into its place has arrived there. */
export const SETTLED_MS = 600;

export const testId = (id: string): string => `[data-test-id="${id}"]`;

/** The window of the step that is open, the form in it, and a field of the form. */
export const STEP_WINDOW = testId('ndv');
export const FORM = testId('node-parameters');
const FIELD = `${FORM} .parameter-item`;

/** The middle of the last visible element that a selector finds, in the words of the page's script. */
const middleOf = (selector: string) => `(() => {
	const seen = [...document.querySelectorAll(${JSON.stringify(selector)})]
		.map((element) => element.getBoundingClientRect())
		.filter(({ width, height }) => width > 0 && height > 0);
	const box = seen.at(-1);
	return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
})()`;

/** Asks the page itself until it answers with something. */
export async function ask<Answer>(page: Page, script: string): Promise<Answer> {
	const answers = await eventually(
		async () => [await page.evaluate<Answer | undefined>(script).catch(() => undefined)],
		([found]) => Boolean(found),
		TIMEOUT_MS,
	);
	return answers[0] as Answer;
}

/** Waits until something that the selector finds can be seen. */
export async function whenSeen(page: Page, selector: string): Promise<void> {
	await ask(page, middleOf(selector));
}

/** Waits until the page says a text. */
export async function whenSaid(page: Page, text: string): Promise<void> {
	await ask(page, `document.body.innerText.includes(${JSON.stringify(text)})`);
}

/** Clicks the last visible element that the selector finds, as soon as there is one. */
export async function click(page: Page, selector: string, clickCount = 1): Promise<void> {
	const { x, y } = await ask<{ x: number; y: number }>(page, middleOf(selector));
	await page.mouse.click(x, y, { clickCount, delay: 20 });
}

/** A step in the editor's canvas. */
export const stepNamed = (name: string): string =>
	`${testId('canvas-node')}[data-node-name="${name}"] ${testId('canvas-default-node')}, ` +
	`${testId('canvas-node')}[data-node-name="${name}"] ${testId('canvas-trigger-node')}`;

/** Loads a page; n8n's goes on loading what it does without, for as long as it cannot reach it. */
export async function open(page: Page, url: string): Promise<void> {
	await page.goto(url, { waitUntil: 'commit' });
}

/** Opens a workflow by its address, or by one that signs in and leads there, and shows all of it. */
export async function openWorkflow(page: Page, url: string): Promise<void> {
	await open(page, url);
	await whenSeen(page, testId('canvas-node'));
	await page.waitForTimeout(SETTLED_MS);
	await click(page, testId('zoom-to-fit'));
	await page.waitForTimeout(SETTLED_MS);
}

/** Opens the form of a step of the workflow that is open. */
export async function openStep(page: Page, name: string): Promise<void> {
	await click(page, stepNamed(name), 2);
	await whenSeen(page, FIELD);
}

/**
 * Goes to another page of the editor that is open, in a tenth of a page load: by the editor's own
 * router, as when somebody follows a link.
 */
export async function goTo(page: Page, path: string): Promise<void> {
	const router = "document.querySelector('#app').__vue_app__.config.globalProperties.$router";
	await page.evaluate(`${router}.push(${JSON.stringify(path)})`);
}

/** The button that does so. */
export const EXECUTE_STEP = testId('node-execute-button');

/** Executes the step whose form is open. */
export async function executeStep(page: Page): Promise<void> {
	await click(page, EXECUTE_STEP);
}

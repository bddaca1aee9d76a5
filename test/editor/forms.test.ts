/** Every screen of the nodes in the editor of a real n8n, as a user opens it. */
import { writeSync } from 'fs';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { MintedConnectApi } from '../../credentials/MintedConnectApi.credentials';
import { Cleanups } from '../../harness/cleanup';
import {
	ask,
	click,
	EXECUTE_STEP,
	executeStep,
	FORM,
	goTo,
	openStep,
	openWorkflow,
	SETTLED_MS,
	STEP_WINDOW,
	stepNamed,
	testId,
	whenSaid,
	whenSeen,
} from '../../harness/editor';
import { eventually } from '../../harness/eventually';
import { beginHere } from '../../harness/beginHere';
import { readExamples, withCredential } from '../../harness/examples';
import { openSignIn } from '../../harness/n8n/signIn';
import { ACTION_NODE } from '../../harness/package';
import {
	inARow,
	manualTrigger,
	node,
	spread,
	using,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../harness/workflows';
import { DESCRIPTION } from '../../nodes/shared/nodeTexts';
import { describeInBrowser, launchBrowser, openPage, screenshot } from '../support/browser';
import { readCanvas, type SeenCanvas } from '../support/editorCanvas';
import { cutOffIn, readForm, type SeenForm } from '../support/editorForm';
import { everyScreen, SCREENS, type Screen } from '../support/everyScreen';
import { byId } from '../support/forms';
import { startTestN8n, type TestN8n } from '../support/n8n/testN8n';
import { requiredFields } from '../support/requiredFields';

const SECONDS = 1000;
/** The most that a form asks for at first sight. */
const MOST_CONTROLS = 8;
/** Of these Minted wants more, and its body is not public as a whole. */
const MORE_CONTROLS: Readonly<Record<string, number>> = { 'shop.address.create': 9 };
/** What is typed into: lines, and fields that take expressions. */
const INPUT = ':is(input, textarea)';
/** Left as they are until somebody needs them. */
const NOT_COUNTED = ['Options', 'Simplify'];

/** Without a network n8n's own editor misses what it would load from elsewhere. */
const OF_N8N = /ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/;

/** Says n8n where its own database does not answer it. */
const NOT_READY = 'Database is not ready';

const EXAMPLES = readExamples();

const controlsOf = ({ controls }: SeenForm): string[] =>
	controls.filter((label) => !NOT_COUNTED.includes(label));

/** The editor on a busy machine; n8n itself is started once for all. */
jest.setTimeout(300 * SECONDS);

/** Reads until two readings in a row say the same, and what is wanted is there. */
async function atRest<Seen>(
	read: () => Promise<Seen>,
	isThere: (seen: Seen) => boolean = () => true,
): Promise<Seen> {
	let before = '';
	return await eventually(
		read,
		(seen) => {
			const now = JSON.stringify(seen);
			const isSame = now === before;
			before = now;
			return isSame && isThere(seen);
		},
		240 * SECONDS,
	);
}

describeInBrowser("n8n's editor", () => {
	const cleanups = new Cleanups();
	let n8n: TestN8n;
	let page: Page;
	let takeErrors: () => string[];
	let workflow: StoredWorkflow;

	const editorUrl = ({ id }: StoredWorkflow) => `${n8n.client.url}/workflow/${id}`;
	const errorsOfOurs = () => takeErrors().filter((error) => !OF_N8N.test(error));

	beforeAll(async () => {
		n8n = await startTestN8n();
		cleanups.add(n8n.close);
		workflow = await n8n.client.createWorkflow(everyScreen(n8n.credential));
		const browser: Browser = await launchBrowser();
		cleanups.add(async () => await browser.close());
		({ page, takeErrors } = await openPage(browser));
		const signIn = await openSignIn(n8n.client, n8n.owner, editorUrl(workflow), cleanups.add);
		await openWorkflow(page, signIn);
		takeErrors();
	}, 600 * SECONDS);

	afterAll(async () => await cleanups.run(), 60 * SECONDS);

	/** Opens the step and reads its form once it has come to rest. */
	const openForm = async ({ step }: Pick<Screen, 'step'>): Promise<SeenForm> => {
		await goTo(page, `/workflow/${workflow.id}/${step.id}`);
		await ask(
			page,
			`document.querySelector('${STEP_WINDOW}')?.innerText.includes(${JSON.stringify(step.name)})
				&& document.querySelector('${FORM} .parameter-item') !== null`,
		);
		return await atRest(async () => await readForm(page));
	};

	/** Opens a workflow and reads where its steps and notes stand. */
	const openCanvas = async (file: WorkflowFile): Promise<SeenCanvas> => {
		const { id, nodes } = await n8n.client.createWorkflow(file);
		await goTo(page, `/workflow/${id}`);
		const ids = JSON.stringify(nodes.map((step) => step.id).sort());
		return await atRest(
			async () => await readCanvas(page),
			(seen) => JSON.stringify(seen.ids) === ids,
		);
	};

	/**
	 * The same with the errors in the console. On a busy machine n8n's database stalls and n8n refuses
	 * everything: then the form is opened once more, and has to do without an error.
	 */
	const openWhileReady = async (screen: Screen): Promise<{ form: SeenForm; errors: string[] }> => {
		for (let triesLeft = 3; ; triesLeft--) {
			const form = await openForm(screen);
			const errors = errorsOfOurs();
			const isN8nBusy = errors.some((error) => error.includes(NOT_READY));
			if (!isN8nBusy || triesLeft === 0) return { form, errors };
			await openForm(SCREENS.find(({ name }) => name !== screen.name) as Screen);
			takeErrors();
		}
	};

	/** A workflow with one step after a trigger, in an editor that is loaded anew. */
	const openBuy = async (parameters: INodeParameters): Promise<void> => {
		const steps = inARow('By hand', [
			manualTrigger('Start'),
			node('Buy', ACTION_NODE, 2, parameters, using(n8n.credential)),
		]);
		await openWorkflow(page, editorUrl(await n8n.client.createWorkflow(spread(steps))));
	};

	/** The same with the form of the step in the window. */
	const openWith = async (parameters: INodeParameters): Promise<void> => {
		await openBuy(parameters);
		await openStep(page, 'Buy');
	};

	/** Somebody at the form that is open. */
	const somebody = () => {
		let clicks = 0;
		const clickOn = async (selector: string, count = 1): Promise<void> => {
			await click(page, selector, count);
			clicks += count;
		};
		const fieldOf = (name: string) => testId(`parameter-input-${name}`);
		return {
			clicks: () => clicks,
			clickOn,
			/** Chooses from the list that is open. */
			pick: async (entry: string): Promise<void> => {
				await page.locator(testId('rlc-item')).filter({ hasText: entry }).click();
				clicks++;
			},
			/** Clicks into a field, and types over what is in it. */
			type: async (field: string, text: string): Promise<void> => {
				await clickOn(`${fieldOf(field)} ${INPUT}`);
				await page.keyboard.press('Control+A');
				await page.keyboard.type(text);
				// n8n takes over what was typed a moment after the last key; nobody clicks before.
				await page.waitForTimeout(SETTLED_MS);
			},
			/** Lets a field with a list take an ID. */
			chooseById: async (field: string): Promise<void> => {
				await clickOn(`${fieldOf(field)} ${testId('rlc-mode-selector')}`);
				await clickOn(testId('mode-id'));
			},
		};
	};

	/** No text is cut off in a window, and one that is made so is seen. */
	const expectTextsToFit = async (window: string): Promise<void> => {
		expect(await cutOffIn(page, window)).toEqual([]);
		const squeezed = await page.evaluate<string>(`(() => {
			const isText = ({ childNodes, offsetWidth }) =>
				offsetWidth > 20 &&
				[...childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
			const element = [...document.querySelectorAll(${JSON.stringify(`${window} *`)})].find(isText);
			element.style.cssText = 'display: block; width: 8px; overflow: hidden; white-space: nowrap';
			return element.textContent.trim();
		})()`);
		expect(await cutOffIn(page, window)).toEqual([squeezed]);
	};

	describe('a form', () => {
		test.each(SCREENS)('$name', async (screen) => {
			const { form, errors } = await openWhileReady(screen);
			await screenshot(page, `form ${screen.name}`);
			expect(form.cutOff).toEqual([]);
			const required = requiredFields(screen.description, screen.step);
			expect(required.filter((label) => !form.labels.includes(label))).toEqual([]);
			const most = MORE_CONTROLS[screen.name] ?? MOST_CONTROLS;
			expect({ of: screen.name, controls: controlsOf(form).slice(most) }).toEqual({
				of: screen.name,
				controls: [],
			});
			expect(errors).toEqual([]);
		});

		test('of a trigger stands beside words that are not cut off', async () => {
			const trigger = SCREENS.find(({ name }) => name === 'trigger') as Screen;
			await openForm(trigger);
			await screenshot(page, 'trigger panel');
			await expectTextsToFit(`div:has(> * > ${testId('trigger-header')})`);
		});
	});

	describe('these tests see', () => {
		const buy = SCREENS.find(({ name }) => name === 'order.buy') as Screen;

		/** The form as it is, then as it is after a script. */
		const formsAround = async (attack: string): Promise<[SeenForm, SeenForm]> => {
			await openForm(SCREENS[0] as Screen);
			const before = await openForm(buy);
			await page.evaluate(attack);
			return [before, await readForm(page)];
		};
		/** The part of the form that asks for the amount. */
		const amount = `document.querySelector('${testId('parameter-input-amount')}')
			.closest('${testId('parameter-item')}')`;

		test('a label that is cut off, and one that reaches out of the form', async () => {
			const [before, after] = await formsAround(`
				for (const label of document.querySelectorAll('${FORM} label .n8n-text')) {
					if (!/^(Amount|Price Limits)/.test(label.textContent.trim())) continue;
					label.append('and a few more words than any form has room for in one line');
				}`);
			await screenshot(page, 'labels made too long');
			expect(before.cutOff).toEqual([]);
			expect(after.cutOff).toEqual([
				expect.stringMatching(/^Amount \(Grams\) and a few/),
				expect.stringMatching(/^Price Limits and a few/),
			]);
		});

		test('that a required field is hidden', async () => {
			const [before, after] = await formsAround(`${amount}.style.visibility = 'hidden'`);
			const required = requiredFields(buy.description, buy.step);
			const missingIn = ({ labels }: SeenForm) =>
				required.filter((label) => !labels.includes(label));
			expect([before, after].map(missingIn)).toEqual([[], ['Amount (Grams)']]);
		});

		test('one control too many', async () => {
			const [before, after] = await formsAround(
				`document.querySelector('${FORM} .parameter-input-list-wrapper')
					.append(${amount}.cloneNode(true))`,
			);
			const tooMany = (form: SeenForm) => controlsOf(form).slice(MOST_CONTROLS);
			expect([before, after].map(tooMany)).toEqual([[], ['Amount (Grams)']]);
		});

		test('an error in the console', async () => {
			takeErrors();
			await page.evaluate("console.error('Something of ours broke')");
			expect(errorsOfOurs()).toEqual([expect.stringContaining('Something of ours broke')]);
		});
	});

	test('the credential asks for everything in words that fit', async () => {
		await openWith({ resource: 'order', operation: 'buy' });
		await click(page, testId('credential-edit-button'));
		const window = testId('editCredential-modal');
		await whenSeen(page, `${window} ${testId('parameter-input-username')}`);
		await screenshot(page, 'credential');
		await expectTextsToFit(window);
		const { properties } = new MintedConnectApi();
		const text = await page.evaluate<string>(`document.querySelector('${window}').innerText`);
		for (const { displayName, type: kind } of properties) {
			if (kind !== 'hidden' && kind !== 'notice') expect(text).toContain(displayName);
		}
		expect(errorsOfOurs()).toEqual([]);
	});

	test('an error says what happened in words that fit', async () => {
		await openWith({
			...{ resource: 'order', operation: 'buy', sku: byId('GAU') },
			...{ customerId: byId('MTD-DEMO-1'), amount: 2, externalId: 'too-dear' },
			limits: { maxTotal: 1000 },
		});
		await executeStep(page);
		await whenSaid(page, 'ordered');
		await screenshot(page, 'error');
		const output = testId('output-panel');
		await expectTextsToFit(output);
		const text = await page.evaluate<string>(`document.querySelector('${output}').innerText`);
		expect(text).toMatch(/Maximum Total/);
		expect(n8n.sandbox.orders()).toEqual([]);
		expect(errorsOfOurs()).toEqual([]);
	});

	test('somebody buys with a few clicks', async () => {
		await openBuy({ resource: 'order', operation: 'buy' });
		const start = Date.now();
		const { clicks, clickOn, pick, chooseById, type } = somebody();
		await clickOn(stepNamed('Buy'), 2);
		await clickOn(`${testId('parameter-input-sku')} ${testId('rlc-input')}`);
		await whenSaid(page, 'TRY per gram');
		await pick('Gold (GAU)');
		await chooseById('customerId');
		await type('customerId', 'MTD-DEMO-1');
		await type('amount', '0.5');
		await type('externalId', 'by-clicking');
		await clickOn(EXECUTE_STEP);
		const [order] = await eventually(
			async () => n8n.sandbox.orders(),
			(orders) => orders.length > 0,
			60 * SECONDS,
		);
		const seconds = ((Date.now() - start) / SECONDS).toFixed(1);
		writeSync(
			1,
			`Bought by clicking: ${clicks()} clicks, ${seconds} s from the editor to the order\n`,
		);
		expect(order).toMatchObject({ externalId: 'by-clicking' });
		await whenSaid(page, 'placed');
		await screenshot(page, 'bought');
		expect(n8n.sandbox.orders()).toHaveLength(1);
		expect(errorsOfOurs()).toEqual([]);
	});

	test('the node panel finds the node by what people look for, and says once what it does', async () => {
		await openBuy({ resource: 'order', operation: 'buy' });
		await click(page, testId('node-creator-plus-button'));
		const search = page.locator(testId('node-creator-search-bar'));
		for (const word of ['minted', 'bullion', 'kyc', 'altın', 'gümüş']) {
			await search.fill('a node that nobody has made');
			await whenSeen(page, testId('node-creator-no-results'));
			await search.fill(word);
			await whenSaid(page, DESCRIPTION);
			if (word === 'minted') await screenshot(page, 'node panel');
		}
		expect(errorsOfOurs()).toEqual([]);
	});

	describe('nothing lies on something else, and no note is longer than its paper, in', () => {
		const expectRoom = async (file: WorkflowFile): Promise<void> => {
			const { overlaps, cutOff } = await openCanvas(file);
			await screenshot(page, `canvas ${file.name}`);
			expect({ overlaps, cutOff }).toEqual({ overlaps: [], cutOff: [] });
			expect(errorsOfOurs()).toEqual([]);
		};

		test.each(EXAMPLES)(
			'$slug',
			async ({ workflow: file }) => await expectRoom(withCredential(file, n8n.credential)),
		);

		test('the workflow to begin with', async () => {
			const { url } = n8n.client;
			const examples = EXAMPLES.map((example) => ({ example, url }));
			const places = { console: url, ordersTable: url, credentials: url, examples };
			await expectRoom(beginHere(n8n.credential, places));
		});

		test('if it lies there, it is seen, and so is a note that is too long', async () => {
			const note = (id: string, position: INode['position'], content: string): INode =>
				node(
					id,
					'n8n-nodes-base.stickyNote',
					1,
					{ content, width: 240, height: 120 },
					{ position },
				);
			const step = (id: string, position: INode['position']): INode => ({
				...manualTrigger('A step with a long name'),
				...{ id, name: `A step with a long name (${id})`, position },
			});
			const fetching = (id: string, position: INode['position']): INode => {
				const url = 'https://api.example.com/a/path/that/is/longer/than/the/step/is/wide';
				return node(id, 'n8n-nodes-base.httpRequest', 4.2, { url }, { id, position });
			};
			const seen = await openCanvas({
				name: 'Crowded',
				nodes: [
					step('under', [0, 0]),
					note('on', [60, 60], 'Short'),
					step('left', [600, 0]),
					step('right', [720, 0]),
					step('free', [600, 400]),
					note('long', [0, 400], 'Too long for its paper. '.repeat(30)),
					fetching('ends with dots', [0, 800]),
					fetching('beside', [240, 800]),
				],
				connections: {},
			});
			await screenshot(page, 'canvas crowded');
			expect(seen.overlaps.sort()).toEqual(['left and right', 'under and on']);
			expect(seen.cutOff).toEqual(['long']);
		});
	});
});

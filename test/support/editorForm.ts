/** What a user sees of a window in n8n's editor. */
import type { Page } from 'playwright-core';

import { FORM, testId } from '../../harness/editor';

/** What every form begins with. */
const OF_EVERY_NODE = ['Credential', 'Resource', 'Operation'];

/**
 * Reads the form as it stands on the screen. Runs in the browser, which this project has no types of.
 * A text is cut off where it is longer than its own box or reaches out of one around it that does not
 * show what does not fit. Nobody scrolls a form sideways to read it, so that this is no excuse.
 */
const READER = `
	const isSeen = (element) =>
		element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
		element.getBoundingClientRect().width > 0;
	const hides = (element) => getComputedStyle(element).overflowX !== 'visible';
	const reachesOut = (box, within) => {
		for (let around = within; around && around !== document.body; around = around.parentElement) {
			if (hides(around) && box.right > around.getBoundingClientRect().right + 1) return true;
		}
		return false;
	};
	const boxOf = (node) => {
		const range = document.createRange();
		range.selectNodeContents(node);
		return range.getBoundingClientRect();
	};
	const widthOf = (text, element) => {
		const context = document.createElement('canvas').getContext('2d');
		context.font = getComputedStyle(element).font;
		return context.measureText(text).width;
	};
	const cutOff = (root) => {
		const found = [];
		for (const element of root.querySelectorAll('*')) {
			if (!isSeen(element) || element.closest('.cm-editor, svg')) continue;
			if (element.matches('input')) {
				const { paddingLeft, paddingRight } = getComputedStyle(element);
				const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
				const text = element.value || element.placeholder;
				// What somebody typed may be of any length.
				const isOurs = element.value === '' || element.readOnly;
				if (isOurs && widthOf(text, element) > room + 1) found.push(text);
				continue;
			}
			const texts = [...element.childNodes].filter(({ nodeType, data }) => nodeType === 3 && data.trim());
			const isTooLong = hides(element) && element.scrollWidth > element.clientWidth + 1;
			if (texts.length > 0 && (isTooLong || texts.some((text) => reachesOut(boxOf(text), element)))) {
				found.push(element.textContent.trim());
			}
		}
		return found;
	};
`;

const READ = `(() => {
	${READER}
	const form = document.querySelector('${FORM}');
	const items = [...form.querySelectorAll('.parameter-input-list-wrapper > ${testId('parameter-item')}')];
	// Beside its name a label holds buttons that show under the mouse.
	const nameOf = (label) => (label.querySelector('.n8n-text') ?? label).textContent.trim();
	const namesIn = (root) => [...root.querySelectorAll('label')].filter(isSeen).map(nameOf);
	const isOfNode = (name) => ${JSON.stringify(OF_EVERY_NODE)}.includes(name);
	return {
		controls: items.filter(isSeen)
			.flatMap((item) => namesIn(item).filter((name) => !isOfNode(name)).slice(0, 1)),
		labels: namesIn(form),
		cutOff: cutOff(form),
	};
})()`;

export interface SeenForm {
	/** Labels of what can be filled in at first sight, from top to bottom. */
	controls: string[];
	/** All labels that can be seen, those within groups, too. */
	labels: string[];
	/** Texts of the form that do not fit into their place. */
	cutOff: string[];
}

/** The form of the step that is open. */
export async function readForm(page: Page): Promise<SeenForm> {
	return await page.evaluate<SeenForm>(READ);
}

/** Texts within what the selector finds that do not fit into their place. */
export async function cutOffIn(page: Page, selector: string): Promise<string[]> {
	return await page.evaluate<string[]>(`(() => {
		${READER}
		return [...document.querySelectorAll(${JSON.stringify(selector)})].flatMap(cutOff);
	})()`);
}

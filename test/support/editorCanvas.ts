/** What a user sees of a workflow in n8n's editor, measured where the browser has put it. */
import type { Page } from 'playwright-core';

import { testId } from '../../harness/editor';

export interface SeenCanvas {
	/** IDs of the steps and notes that can be seen. */
	ids: string[];
	/** Each pair of steps and notes that lie on each other, names below steps included. */
	overlaps: string[];
	/** IDs of notes with more text than room. */
	cutOff: string[];
	/** Where each of them is; it stays the same once all have come to rest. */
	places: string;
}

/**
 * Runs in the browser. Of a step it counts its own box and the words around it, of which each may be
 * wider than the step, as far as they can be seen: n8n ends a long subtitle with an ellipsis. The
 * buttons that show under the mouse do not count.
 */
const READ = `(() => {
	const NOTE = ${JSON.stringify(testId('sticky'))};
	const STEP = '[data-test-id^="canvas-"][data-test-id$="-node"]';
	const rectOf = (target) => {
		const { left, top, right, bottom } = target.getBoundingClientRect();
		return { left, top, right, bottom };
	};
	const seenOf = (text, element) => {
		const box = rectOf(element);
		const isClipped = getComputedStyle(element).overflow !== 'visible';
		return isClipped ? { ...text, left: Math.max(text.left, box.left), right: Math.min(text.right, box.right) } : text;
	};
	const textsIn = (root) => {
		const found = [];
		const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const text = walker.currentNode;
			const around = text.parentElement;
			if (!text.data.trim() || around.closest('textarea, svg, button')) continue;
			if (!around.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
			const range = document.createRange();
			range.selectNodeContents(text);
			found.push(seenOf(rectOf(range), around));
		}
		return found;
	};
	const things = [...document.querySelectorAll('.vue-flow__node')].map((node) => {
		const note = node.querySelector(NOTE);
		const boxes = note ? [rectOf(note)] : [...node.querySelectorAll(STEP)].map(rectOf).concat(textsIn(node));
		const isCutOff = note !== null && textsIn(note).some(({ bottom }) => bottom > boxes[0].bottom);
		return { id: node.dataset.id, boxes, isCutOff };
	});
	const meet = (a, b) =>
		a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
	const overlap = (one, other) => one.boxes.some((a) => other.boxes.some((b) => meet(a, b)));
	return {
		ids: things.map(({ id }) => id).sort(),
		overlaps: things.flatMap((thing, index) => things.slice(index + 1)
			.filter((other) => overlap(thing, other)).map((other) => thing.id + ' and ' + other.id)),
		cutOff: things.filter(({ isCutOff }) => isCutOff).map(({ id }) => id),
		places: JSON.stringify(things.map(({ boxes }) => boxes)),
	};
})()`;

/** The workflow that is open, with no window in front of it. */
export async function readCanvas(page: Page): Promise<SeenCanvas> {
	return await page.evaluate<SeenCanvas>(READ);
}

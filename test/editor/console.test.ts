import { readFileSync } from 'fs';
import { createServer } from 'http';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import type { Browser, Page } from 'playwright-core';
import type { Sandbox, SandboxOptions } from '../../sandbox';
import { startSandbox } from '../../sandbox';
import { Partner } from '../contract/sandbox/support/client';
import {
	describeInBrowser,
	launchBrowser,
	openPage,
	screenshot,
	SIZES,
	type OpenPage,
} from '../support/browser';
import { eventually } from '../../harness/eventually';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong for keyboards and screen readers, contrast included. */
async function accessibilityFaults(page: Page): Promise<string[]> {
	// By the debugger, since the page's own policy lets nobody put a script into it.
	await page.evaluate(AXE);
	return await page.evaluate(`axe.run().then(({ violations }) =>
		violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`);
}

/** What sticks out of the window sideways. */
async function overflow(page: Page): Promise<number> {
	return await page.evaluate<number>(
		'document.documentElement.scrollWidth - document.documentElement.clientWidth',
	);
}

describeInBrowser('the console in a browser', () => {
	let browser: Browser;
	let sandbox: Sandbox;
	let partner: Partner;
	let opened: OpenPage[];

	beforeAll(async () => {
		browser = await launchBrowser();
	});
	afterAll(async () => await browser.close());

	const start = async (options: SandboxOptions = {}): Promise<void> => {
		sandbox = await startSandbox({ seed: 7, behaviour: { stepMs: null }, ...options });
		partner = new Partner(sandbox);
	};
	beforeEach(async () => {
		opened = [];
		await start();
	});
	afterEach(async () => {
		for (const { close } of opened) await close();
		await sandbox.close();
	});

	const open = async (options?: Parameters<typeof openPage>[1]): Promise<OpenPage> => {
		const it = await openPage(browser, options);
		opened.push(it);
		await it.page.goto(sandbox.url);
		await it.page.getByRole('status').getByText('Live').waitFor();
		return it;
	};
	const buy = async (externalId: string): Promise<void> => {
		await partner.buy(await partner.purchase({ external_id: externalId }));
	};
	const row = (page: Page, text: string) => page.locator('.orders tbody tr', { hasText: text });
	const notice = (page: Page, text: string) => page.locator('.notice', { hasText: text }).waitFor();

	test('says what to do while there is nothing', async () => {
		const { page, takeErrors } = await open();
		await page.getByText('No orders yet: run Order > Buy in n8n.').waitFor();
		await page.getByText('No requests yet').waitFor();
		await page.getByText('Nothing is pushed').waitFor();
		expect(await accessibilityFaults(page)).toEqual([]);
		expect(takeErrors()).toEqual([]);
	});

	test('shows orders, requests and wallets as they come', async () => {
		const { page, takeErrors } = await open();
		await buy('LIVE-1');
		await row(page, 'LIVE-1').getByText('Created').waitFor();
		await page.getByText('POST /partner/order/digital/buy').waitFor();
		await page.getByLabel('Whose').selectOption('MTD-DEMO-1');
		const wallet = page.getByRole('row', { name: /Turkish Lira/ });
		await wallet.getByText('100,000.00').waitFor();
		sandbox.moveOrder('LIVE-1', 'Completed');
		await row(page, 'LIVE-1').getByText('Completed').first().waitFor();
		await page.getByRole('row', { name: /Gold GAU 10\.1 g/ }).waitFor();
		expect(takeErrors()).toEqual([]);
	});

	test('pushes again to the URL that was entered, and says so', async () => {
		let pushes = 0;
		const receiver: Server = createServer((request, response) => {
			request.resume().on('end', () => {
				pushes++;
				response.end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		try {
			const { page, takeErrors } = await open();
			await buy('PUSH-1');
			const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook/orders`;
			await page.getByLabel('Webhook URL').fill(url);
			await page.getByRole('button', { name: 'Use this URL' }).click();
			await notice(page, `Pushes go to ${url}`);
			await page.getByRole('button', { name: 'Push again order PUSH-1' }).click();
			await notice(page, 'Order PUSH-1 is being pushed as Created');
			const pushed = page
				.getByRole('table', { name: 'Pushes' })
				.getByRole('row', { name: 'PUSH-1' });
			await pushed.getByText('200').waitFor();
			expect(pushes).toBe(1);
			await page.getByRole('button', { name: 'Stop pushing' }).click();
			await notice(page, 'Nothing is pushed any more');
			expect(sandbox.pushes.settings.url).toBeNull();
			expect(takeErrors()).toEqual([]);
		} finally {
			receiver.closeAllConnections();
			await new Promise((resolve) => receiver.close(resolve));
		}
	});

	test('explains what a button could not do', async () => {
		const { page, takeErrors } = await open();
		await buy('PUSH-2');
		await page.getByRole('button', { name: 'Push again order PUSH-2' }).click();
		await notice(page, 'enter a webhook URL first');
		await page.getByLabel('Webhook URL').fill('http://example.com/hook');
		await page.getByRole('button', { name: 'Use this URL' }).click();
		await notice(page, 'must be http(s) on this machine');
		expect(sandbox.pushes.settings.url).toBeNull();
		// The browser itself reports each refused request.
		expect(takeErrors()).toHaveLength(2);
	});

	test('moves an order with the keyboard alone', async () => {
		const { page, takeErrors } = await open();
		await buy('MOVE-1');
		await page.getByRole('button', { name: 'Push again order MOVE-1' }).focus();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await notice(page, 'Order MOVE-1 is Pending');
		expect(await page.evaluate('document.activeElement.textContent')).toBe('Move order MOVE-1');
		await page.getByLabel('Move order MOVE-1 to').selectOption('Cancelled');
		await page.getByRole('button', { name: 'Move order MOVE-1' }).press('Enter');
		await row(page, 'MOVE-1').getByText('Cancelled is final').waitFor();
		expect(takeErrors()).toEqual([]);
	});

	test('keeps a choice while the order changes under it', async () => {
		const { page } = await open();
		await buy('MOVE-2');
		await page.getByLabel('Move order MOVE-2 to').selectOption('Refunded');
		sandbox.moveOrder('MOVE-2', 'Pending');
		await row(page, 'MOVE-2').locator('.badge', { hasText: 'Pending' }).waitFor();
		expect(await page.getByLabel('Move order MOVE-2 to').inputValue()).toBe('Refunded');
	});

	test('lets the next purchase fail, and shows that it did', async () => {
		const { page, takeErrors } = await open();
		await page.getByLabel('Fail the next', { exact: true }).selectOption('buyDigital');
		await page.getByLabel('How').selectOption('502Before');
		await page.getByRole('button', { name: 'Fail the next request' }).click();
		const pending = page.getByRole('list', { name: 'Faults that wait for a request' });
		await pending.getByText('Buy digital: Error 502, nothing was done').waitFor();
		const body = await partner.purchase({ external_id: 'FAIL-1' });
		expect((await partner.call('POST', '/partner/order/digital/buy', body)).status).toBe(502);
		await page.getByText('502 502Before').waitFor();
		await pending.waitFor({ state: 'detached' });
		await buy('FAIL-2');
		await row(page, 'FAIL-2').waitFor();
		expect(takeErrors()).toEqual([]);
	});

	test('shows the body of a request without its private numbers', async () => {
		const { page } = await open();
		await buy('BODY-1');
		await page.getByRole('button', { name: /^More/ }).first().click();
		await page.getByText('"identity_number": "***"').waitFor();
		expect(await page.content()).not.toContain('10000000146');
	});

	test('finds the sandbox again after a restart', async () => {
		const { page } = await open();
		await buy('OLD-1');
		await row(page, 'OLD-1').waitFor();
		const { port } = sandbox;
		await sandbox.close();
		await page.getByRole('status').getByText('Connection lost').waitFor();
		await start({ port });
		await page.getByRole('status').getByText('Live').waitFor();
		await page.getByText('No orders yet').waitFor();
	});

	test('cannot be framed, read or steered by a page of another site', async () => {
		const site = createServer((_request, response) => {
			response.setHeader('content-type', 'text/html');
			response.end(`<title>Elsewhere</title><iframe src="${sandbox.url}/_console"></iframe>`);
		});
		await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
		try {
			const elsewhere = await openPage(browser);
			opened.push(elsewhere);
			const { page } = elsewhere;
			await page.goto(`http://localhost:${(site.address() as AddressInfo).port}`);
			const framed = await eventually(
				async () => page.frames()[1]?.url(),
				(url) => Boolean(url),
				10_000,
			);
			expect(framed).toMatch(/^chrome-error:/);
			const url = `${sandbox.url}/_console`;
			const tried = await page.evaluate<unknown[]>(`Promise.all([
				fetch('${url}/pace', { method: 'POST', body: '{"stepMs":0}',
					headers: { 'content-type': 'application/json' } }).then(() => 'sent', () => 'refused'),
				fetch('${url}/pace', { method: 'POST', body: '{"stepMs":0}', mode: 'no-cors' })
					.then(({ type }) => type, () => 'refused'),
				new Promise((resolve) => {
					const source = new EventSource('${url}/events');
					source.onopen = () => resolve('open');
					source.onerror = () => resolve('refused');
				}),
			])`);
			// Without CORS a page may send a form, but learns nothing; the server has refused it.
			expect(tried).toEqual(['refused', expect.stringMatching(/^(opaque|refused)$/), 'refused']);
			expect(sandbox.behaviour.stepMs).toBeNull();
		} finally {
			site.closeAllConnections();
			await new Promise((resolve) => site.close(resolve));
		}
	});

	describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
		test.each(['desktop', 'phone'] as const)('fits a %s and can be read by all', async (size) => {
			sandbox.behaviour.stepMs = 1;
			sandbox.pushes.setUrl('http://127.0.0.1:9/hook');
			for (let i = 1001; i <= 1004; i++) await buy(`SHOP-${i}`);
			sandbox.behaviour.stepMs = null;
			await buy('SHOP-1005-with-a-rather-long-id-of-its-own');
			sandbox.faults.add({ kind: '502Before', match: { operationId: 'buyDigital' }, times: 2 });
			const { page, takeErrors } = await open({ colorScheme, viewport: SIZES[size] });
			await row(page, 'SHOP-1001').getByText('Completed').first().waitFor();
			await page.getByText('nobody there').first().waitFor();
			await page.getByRole('button', { name: /^More/ }).first().click();
			await page
				.getByRole('button', { name: /^Push again/ })
				.first()
				.click();
			await notice(page, 'is being pushed');
			expect(await overflow(page)).toBe(0);
			expect(await accessibilityFaults(page)).toEqual([]);
			await page.getByRole('button', { name: 'Close this message' }).click();
			await screenshot(page, `console-${colorScheme}-${size}`);
			expect(takeErrors()).toEqual([]);
		});
	});
});

import axios from 'axios';
import { setTimeout as delay } from 'node:timers/promises';

import { jsonOf } from '../../../../harness/n8n/client';
import type { StoredWorkflow } from '../../../../harness/workflows';
import { readExcel } from '../../../support/destinations/excel';
import type { Mail } from '../../../support/destinations/smtp';
import type { Destinations } from '../../../support/destinations/world';
import { eventually } from '../../../../harness/eventually';

/** A browser's name: n8n answers neither robots nor programs that preview links. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
const ANY_STATUS = { validateStatus: () => true, proxy: false } as const;

/** Examples that move money because a shop, a person or a sheet says so. */
export function buyingSuite(world: () => Destinations): void {
	const ordersNamed = (externalId: string) =>
		world()
			.sandbox.orders()
			.filter((order) => order.externalId === externalId);

	const ask = async (entered = {}) => {
		const { client, importExample, mail } = world();
		const { id } = await importExample('ask-before-buying', entered);
		const before = mail.mails.length;
		const executionId = await client.runWorkflow(id, 'Try it here');
		const question = await mail.mailTo(
			'buyer@example.com',
			(sent) => mail.mails.indexOf(sent) >= before && sent.subject.endsWith('?'),
		);
		// The email may be there before n8n has put the execution aside to wait for the answer.
		await eventually(
			async () => await client.getExecution(executionId),
			({ status }) => status === 'waiting',
		);
		const orderId = /Order (\S+) for MTD-DEMO-1/.exec(question.text)![1]!;
		const link = /href="(http[^"]+)"/.exec(question.html)![1]!.replaceAll('&amp;', '&');
		const answer = async (decision: string) => {
			const form = new FormData();
			form.set('field-0', decision);
			const response = await axios.post(link, form, { ...ANY_STATUS, headers: BROWSER });
			expect(response.status).toBe(200);
		};
		const result = async (): Promise<Mail> => {
			const { status } = await client.waitForExecution(executionId);
			expect(status).toBe('success');
			return await mail.mailTo(
				'buyer@example.com',
				({ subject }) => subject === `Order ${orderId}`,
			);
		};
		return { question, orderId, link, answer, result };
	};

	/** Asked first and looked at last: n8n looks once a minute whose time to answer is over. */
	let unanswered: Awaited<ReturnType<typeof ask>>;

	beforeAll(async () => {
		unanswered = await ask({
			'Ask by email': {
				options: {
					limitWaitTime: {
						values: { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' },
					},
				},
			},
		});
	});

	describe('"Give gold for a shop order"', () => {
		const order = { id: 1001, currency: 'TRY', total: '12345.67', customer_id: 7 } as const;
		let workflow: StoredWorkflow;
		const runs = async (count: number) =>
			await eventually(
				async () => await world().client.listExecutions(workflow.id),
				(all) => all.length >= count && all.every(({ status }) => status === 'success'),
			);

		beforeAll(async () => {
			const { client, importExample, placeOrder, shop } = world();
			const { id } = await importExample('reward-for-a-shop-order');
			workflow = await client.publishWorkflow(id);
			await eventually(
				async () => shop.topics(),
				(topics) => topics.includes('order.updated'),
			);
			await placeOrder('shop-7');
		});

		it('buys nothing until the order is completed', async () => {
			expect(await world().shop.tell({ ...order, status: 'processing' })).toBe(200);
			await runs(1);
			expect(ordersNamed('woo-1001-reward')).toEqual([]);
		});

		it('buys for one percent of a completed order, once, however often the shop tells of it', async () => {
			const { shop, sandbox } = world();
			for (const count of [2, 3]) {
				expect(await shop.tell({ ...order, status: 'completed' })).toBe(200);
				await runs(count);
			}
			expect(ordersNamed('woo-1001-reward')).toEqual([
				expect.objectContaining({ customer: expect.objectContaining({ external_id: 'shop-7' }) }),
			]);
			const [newest] = await runs(3);
			const [result] = jsonOf(await world().client.getExecution(newest!.id), 'Buy the reward');
			expect(result).toMatchObject({ outcome: 'existing', total: 123.45, sku: 'GAU' });
			expect(
				sandbox.orders().filter(({ externalId }) => externalId?.startsWith('woo-')),
			).toHaveLength(1);
		});

		it('says by email what failed: a customer whom Minted does not know', async () => {
			const { shop, mail } = world();
			await shop.tell({ ...order, id: 1002, customer_id: 8, status: 'completed' });
			const told = await mail.mailTo('shop@example.com');
			expect(told.subject).toBe('No gold yet for shop order 1002');
			expect(told.text).toMatch(/^The reward woo-1002-reward for shop-8 was not confirmed:\n\n\S/);
		});

		it('buys nothing at a price above the limit, and says so', async () => {
			const { shop, mail, sandbox } = world();
			sandbox.setPrices({ frozen: true, spot: { GAU: 20_000 } });
			await shop.tell({ ...order, id: 1003, status: 'completed' });
			const told = await mail.mailTo('shop@example.com', ({ subject }) => subject.includes('1003'));
			expect(told.text).toContain('Maximum Unit Price');
			expect(ordersNamed('woo-1003-reward')).toEqual([]);
			sandbox.setPrices({ frozen: false, spot: { GAU: null } });
		});

		it('leaves out guests, other currencies and small orders', async () => {
			const { shop, client, mail } = world();
			const before = [
				(await client.listExecutions(workflow.id)).length,
				mail.mails.length,
			] as const;
			await shop.tell({ ...order, id: 1004, customer_id: 0, status: 'completed' });
			await shop.tell({ ...order, id: 1005, currency: 'EUR', status: 'completed' });
			await shop.tell({ ...order, id: 1006, total: '500.00', status: 'completed' });
			await runs(before[0] + 3);
			for (const id of [1004, 1005, 1006]) expect(ordersNamed(`woo-${id}-reward`)).toEqual([]);
			expect(mail.mails).toHaveLength(before[1]);
		});

		it('is not started by a call that the shop has not signed', async () => {
			const { shop, client } = world();
			const before = await client.listExecutions(workflow.id);
			expect(await shop.tell({ ...order, id: 1007, status: 'completed' }, 'forged')).toBe(401);
			expect(await client.listExecutions(workflow.id)).toEqual(before);
		});
	});

	describe('"Ask before buying"', () => {
		it('buys at the price that was shown once a person agrees, not when the link is opened', async () => {
			const { question, orderId, link, answer, result } = await ask();
			const [, total] = /^Buy 0\.5 g GAU for ([\d.]+) TRY\?$/.exec(question.subject) ?? [];
			const opened = await axios.get<string>(link, { ...ANY_STATUS, headers: BROWSER });
			expect(opened.data).toContain('Do not buy');
			world().sandbox.setPrices({ frozen: true, spot: { GAU: 2900 } });
			await delay(500);
			expect(ordersNamed(orderId)).toEqual([]);
			await answer('Buy');
			expect((await result()).text).toMatch(
				`Order ${orderId}: 0.5 g GAU for ${total} TRY (placed, order code`,
			);
			expect(ordersNamed(orderId)).toHaveLength(1);
			world().sandbox.setPrices({ frozen: false, spot: { GAU: null } });
		});

		it('buys nothing when the person does not want it', async () => {
			const { orderId, answer, result } = await ask();
			await answer('Do not buy');
			expect((await result()).text).toContain('nothing was bought, as you decided');
			expect(ordersNamed(orderId)).toEqual([]);
		});

		it('buys nothing and says that the price expired when the answer comes too late', async () => {
			const { behaviour } = world().sandbox;
			const { priceTokenTtlSeconds } = behaviour;
			behaviour.priceTokenTtlSeconds = 1;
			const { orderId, answer, result } = await ask();
			behaviour.priceTokenTtlSeconds = priceTokenTtlSeconds;
			await delay(2_000);
			await answer('Buy');
			expect((await result()).text).toContain('the price expired before it was agreed to');
			expect(ordersNamed(orderId)).toEqual([]);
		});
	});

	describe('"Buy for many customers from a sheet"', () => {
		let workflow: StoredWorkflow;
		let report: Mail;
		const rowsOf = async ({ attachments }: Mail) => await readExcel(attachments[0]!.content);
		const placed = () =>
			world()
				.sandbox.orders()
				.filter(({ externalId }) => externalId?.startsWith('sheet-example-'));

		beforeAll(async () => {
			workflow = await world().importExample('buy-for-many-customers');
		});

		it('mails what each row became, and why one failed', async () => {
			const { client, mail } = world();
			const execution = await client.runToEnd(workflow.id, 'Try it here');
			expect(execution.data.resultData.error).toBeUndefined();
			report = await mail.mailTo('office@example.com');
			expect(report.subject).toBe('Gold for 6 rows: 3 failed');
			expect(report.text).toContain('2 placed\n1 existed already\n');
			expect(await rowsOf(report)).toEqual([
				expect.objectContaining({ order_id: 'sheet-example-1', became: 'placed', why: '' }),
				expect.objectContaining({ order_id: 'sheet-example-2', became: 'placed', why: '' }),
				expect.objectContaining({ order_id: 'sheet-example-1', became: 'existing', why: '' }),
				expect.objectContaining({
					...{ order_id: 'sheet-example-3', customer_id: 'NOBODY', became: 'failed' },
					why: 'Minted does not know this customer',
				}),
				expect.objectContaining({
					...{ order_id: 'sheet-example-4', grams: '500', became: 'failed' },
					why: expect.stringContaining('Maximum Total'),
				}),
				expect.objectContaining({ order_id: '', became: 'failed', why: 'The row has no order_id' }),
			]);
			expect(placed()).toHaveLength(2);
		});

		it('buys nothing twice when the sheet is uploaded again through the form', async () => {
			const { client, mail, n8n } = world();
			const published = await client.publishWorkflow(workflow.id);
			const form = published.nodes.find(({ name }) => name === 'Upload the sheet')!;
			const body = new FormData();
			// The report has the columns of the sheet, and more.
			const { content, type } = report.attachments[0]!;
			body.set('field-0', new Blob([new Uint8Array(content)], { type }), 'orders.xlsx');
			const address = `${n8n.url}/form/${form.webhookId}`;
			// n8n listens a moment after it has published.
			await eventually(
				async () => (await axios.get(address, { ...ANY_STATUS, headers: BROWSER })).status,
				(status) => status === 200,
			);
			const response = await axios.post(address, body, {
				...ANY_STATUS,
				headers: BROWSER,
			});
			expect(response.status).toBe(200);
			const again = await mail.mailTo('office@example.com', (sent) => sent !== report);
			expect(again.text).toContain('0 placed\n3 existed already\n');
			expect((await rowsOf(again)).map(({ became }) => became)).toEqual([
				...['existing', 'existing', 'existing', 'failed', 'failed', 'failed'],
			]);
			expect(placed()).toHaveLength(2);
		});
	});

	it('"Ask before buying" buys nothing and says so when nobody answers', async () => {
		expect((await unanswered.result()).text).toContain('the price expired before it was agreed to');
		expect(ordersNamed(unanswered.orderId)).toEqual([]);
	});
}

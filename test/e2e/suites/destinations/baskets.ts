import axios from 'axios';

import { eventually } from '../../../../harness/eventually';
import { readExcel } from '../../../support/destinations/excel';
import type { Destinations } from '../../../support/destinations/world';
import { openBasket } from '../../../support/operations/baskets';

/** A browser's name: n8n answers neither robots nor programs that preview links. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
const TWO_DAYS_MS = 2 * 86_400_000;

/** Examples of Minted Connect Shop. */
export function basketsSuite(world: () => Destinations): void {
	const runOnce = async (id: string) => {
		const execution = await world().client.runToEnd(id, 'Try it here');
		expect(execution.data.resultData.error).toBeUndefined();
		expect(execution.status).toBe('success');
	};
	const ordersOf = (token: string) =>
		world()
			.sandbox.shop.orders.all()
			.filter(({ content }) => content.cartToken === token);

	it('"Product catalogue" mails every bar with its price and stock as an Excel file', async () => {
		const { importExample, mail } = world();
		await runOnce((await importExample('product-catalogue-to-excel')).id);
		const { text, attachments } = await mail.mailTo('sales@example.com');
		expect(text).toBe('12 products, in the attached file.');
		const rows = await readExcel(attachments[0]!.content);
		expect(rows).toHaveLength(12);
		expect(Object.keys(rows[0]!)).toEqual([
			...['SKU', 'Product', 'Category', 'Price', 'List price', 'Currency', 'Stock'],
		]);
		const bar = rows.find(({ SKU }) => SKU === 'MNT0001');
		expect(bar).toMatchObject({ Category: 'Gold', Currency: 'TRY', Stock: 20 });
		expect(Number(bar?.Price)).toBeGreaterThan(1000);
	});

	it('"Abandoned baskets" reminds once of a basket that was left alone for a day', async () => {
		const { importExample, mail, sandbox } = world();
		const { baskets } = sandbox.shop;
		const left = openBasket(sandbox, { qty: 2 });
		openBasket(sandbox, { qty: 3 });
		const basket = baskets.all().find(({ content }) => content.cartToken === left)!;
		basket.createdAt -= TWO_DAYS_MS;
		const { id, name } = await importExample('remind-of-abandoned-baskets');
		expect(name).toBe('Remind of abandoned baskets');
		await runOnce(id);
		await runOnce(id);
		const reminders = mail.mails.filter(({ subject }) => subject === 'Your basket is waiting');
		expect(reminders).toEqual([
			expect.objectContaining({
				to: 'ada@example.com',
				text: expect.stringContaining('2 x Gold bar 1 g 999.9'),
			}),
		]);
	});

	describe('"Complete a basket with approval"', () => {
		const ask = async () => {
			const { client, importExample, mail, sandbox } = world();
			const token = openBasket(sandbox);
			const { id } = await importExample('complete-a-basket-with-approval', {
				Basket: {
					assignments: {
						assignments: [
							{ id: '1', name: 'customer_id', value: 'MTD-DEMO-1', type: 'string' },
							{ id: '2', name: 'cart_token', value: token, type: 'string' },
						],
					},
				},
			});
			const executionId = await client.runWorkflow(id, 'Try it here');
			const question = await mail.mailTo('approver@example.com', ({ text, html }) =>
				`${text} ${html}`.includes(`Basket ${token} of MTD-DEMO-1`),
			);
			await eventually(
				async () => await client.getExecution(executionId),
				({ status }) => status === 'waiting',
			);
			const link = /href="(http[^"]+)"/.exec(question.html)![1]!.replaceAll('&amp;', '&');
			const answer = async (decision: string) => {
				const form = new FormData();
				form.set('field-0', decision);
				const options = { validateStatus: () => true, proxy: false as const, headers: BROWSER };
				expect((await axios.post(link, form, options)).status).toBe(200);
				const { status } = await client.waitForExecution(executionId);
				expect(status).toBe('success');
				const isResult = ({ subject }: { subject: string }) => subject === `Basket ${token}`;
				return (await mail.mailTo('approver@example.com', isResult)).text;
			};
			return { question, token, answer };
		};

		it('shows what it comes to, and completes it once a person agrees', async () => {
			world().sandbox.setBalance('MTD-DEMO-1', 'TRY', 1_000_000);
			const { question, token, answer } = await ask();
			expect(question.subject).toMatch(/^Complete a basket for [\d.]+\?$/);
			expect(ordersOf(token)).toHaveLength(0);
			expect(await answer('Order')).toMatch(/: ordered for [\d.]+ \(placed, order MC_/);
			expect(ordersOf(token)).toHaveLength(1);
		});

		it('orders nothing when the person does not want it', async () => {
			const { token, answer } = await ask();
			expect(await answer('Do not order')).toContain('nothing was ordered');
			expect(ordersOf(token)).toHaveLength(0);
		});

		it('orders nothing when the prices have risen meanwhile, and says so', async () => {
			const { sandbox } = world();
			const { token, answer } = await ask();
			sandbox.setPrices({ frozen: true, spot: { GAU: 90_000 } });
			sandbox.shop.baskets.expire(token);
			expect(await answer('Order')).toContain('above the Maximum Paid Total');
			expect(ordersOf(token)).toHaveLength(0);
			sandbox.setPrices({ frozen: false, spot: { GAU: null } });
		});
	});
}

import { readExcel } from '../../../support/destinations/excel';
import type { Destinations } from '../../../support/destinations/world';

/** Examples that look at something from time to time, and mail what they found. */
export function reportsSuite(world: () => Destinations): void {
	const run = async (slug: string) => {
		const { client, importExample } = world();
		const { id } = await importExample(slug);
		return async () => {
			const execution = await client.runToEnd(id, 'Try it here');
			expect(execution.data.resultData.error).toBeUndefined();
			expect(execution.status).toBe('success');
		};
	};
	const mailsTo = (address: string) => world().mail.mails.filter(({ to }) => to === address);

	it('"Orders of the month" are mailed as an Excel file with one row an order', async () => {
		const { mail, sandbox } = world();
		await (
			await run('orders-to-excel-monthly')
		)();
		const { subject, text, attachments } = await mail.mailTo('accounting@example.com');
		const orders = sandbox.orders();
		expect(orders.length).toBeGreaterThan(5);
		const month = /^Minted orders of (\d{4}-\d{2})$/.exec(subject)?.[1];
		expect(text).toBe(`${orders.length} orders, in the attached file.`);
		expect(attachments.map(({ name }) => name)).toEqual([`minted-orders-${month}.xlsx`]);
		const rows = await readExcel(attachments[0]!.content);
		expect(Object.keys(rows[0]!)).toEqual([
			...['Date', 'Order code', 'Your ID', 'Type', 'Status', 'Metal', 'Grams'],
			...['Price per gram', 'Total', 'Currency', 'Customer', 'GUID'],
		]);
		const seen = rows.map((row) =>
			['GUID', 'Order code', 'Your ID', 'Status', 'Grams', 'Customer'].map((name) => row[name]),
		);
		const wanted = orders.map((order) => [
			...[order.guid, order.orderCode, order.externalId, order.status],
			...[Number(order.lines[0]!.amount), order.customer?.external_id],
		]);
		expect(seen.sort()).toEqual(wanted.sort());
	});

	it('"Low balance" mails only those below their limit, and nothing when there is none', async () => {
		const { sandbox } = world();
		const warn = await run('low-balance-alert');
		await warn();
		expect(mailsTo('treasury@example.com')).toEqual([]);
		sandbox.setBalance('partner', 'TRY', 4321.5);
		sandbox.setBalance('partner', 'USD', 1);
		await warn();
		expect(mailsTo('treasury@example.com')).toEqual([
			expect.objectContaining({
				subject: 'Low at Minted: TRY',
				text: expect.stringMatching(/^.*: 4,321\.5 TRY \(limit 100,000\)$/),
			}),
		]);
		sandbox.setBalance('partner', 'TRY', 50_000_000);
	});

	it('"Price alert" tells once a day when the price is good', async () => {
		const { sandbox } = world();
		const about = () =>
			mailsTo('treasury@example.com').filter(({ subject }) => subject.startsWith('GAU'));
		const look = await run('price-alert');
		await look();
		expect(about()).toEqual([]);
		sandbox.setPrices({ frozen: true, spot: { GAU: 2000 } });
		await look();
		await look();
		expect(about()).toEqual([
			expect.objectContaining({
				subject: expect.stringMatching(/^GAU costs [\d.]+ a gram$/),
				text: expect.stringContaining('You wanted to know when it is 2500 or less.'),
			}),
		]);
		sandbox.setPrices({ frozen: false, spot: { GAU: null } });
	});
}

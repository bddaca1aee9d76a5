import type { INode } from 'n8n-workflow';

import type { Order } from '../../../../sandbox';
import { ORDERS_TABLE } from '../../../../harness/examples';
import { jsonOf } from '../../../../harness/n8n/client';
import type { StoredWorkflow, WorkflowFile } from '../../../../harness/workflows';
import type { Gate } from '../../../support/destinations/gate';
import type { Destinations } from '../../../support/destinations/world';
import { eventually } from '../../../../harness/eventually';

/** The workflow with a step that holds a new order back for two seconds, while later pushes pass. */
function heldBack(workflow: WorkflowFile): WorkflowFile {
	const [trigger] = workflow.nodes.filter(({ type }) => type.endsWith('Trigger'));
	const wait: INode = {
		id: 'held-back',
		name: 'Held back',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		position: [0, 200],
		parameters: { amount: "={{ $json.status_name === 'Created' ? 2 : 0 }}", unit: 'seconds' },
	};
	return {
		...workflow,
		nodes: [...workflow.nodes, wait],
		connections: {
			...workflow.connections,
			[trigger!.name]: { main: [[{ node: wait.name, type: 'main', index: 0 }]] },
			[wait.name]: workflow.connections[trigger!.name]!,
		},
	};
}

/** Examples that Minted pushes orders to: what arrives at their destinations, order by order. */
export function pushedOrdersSuite(world: () => Destinations): void {
	/** Each with the orders that it was told of. */
	const connected: Array<{ workflow: StoredWorkflow; guids: string[] }> = [];
	const connect = async (...example: Parameters<Destinations['connect']>) => {
		const workflow = await world().connect(...example);
		const guids: string[] = [];
		connected.push({ workflow, guids });
		return { workflow, guids };
	};
	const move = (guid: string, status: Order['status']) => world().sandbox.moveOrder(guid, status);
	const orderOf = (guid: string): Order =>
		world()
			.sandbox.orders()
			.find((order) => order.guid === guid)!;
	/** All runs, once there are so many and each has succeeded. */
	const runsOf = async ({ id }: StoredWorkflow, count: number) =>
		await eventually(
			async () => await world().client.listExecutions(id),
			(runs) => runs.length >= count && runs.every(({ status }) => status === 'success'),
		);
	const arrival = async (gate: Gate) =>
		await eventually(
			async () => gate.arrived,
			(arrived) => arrived > 0,
		);

	describe('"Order push to Google Sheets"', () => {
		let workflow: StoredWorkflow;
		let guids: string[];
		const rows = (guid: string) =>
			world()
				.sheets.rows()
				.filter((row) => row.guid === guid);
		const statusIs = async (guid: string, wanted: string) =>
			await eventually(
				async () => rows(guid),
				([row]) => row?.status_name === wanted,
			);

		beforeAll(async () => {
			const { sheets } = world();
			({ workflow, guids } = await connect('order-push-to-google-sheets', {
				// So that pushes come again to the sheet, as they do where n8n has several processes.
				'Order decided': { options: { dropRepeats: false } },
				'Save the order to the sheet': {
					documentId: { __rl: true, mode: 'id', value: sheets.documentId },
					sheetName: { __rl: true, mode: 'name', value: sheets.sheetName },
				},
			}));
		});

		it('appends a row for each decided order, as Minted has it', async () => {
			const { sheets, placeOrder } = world();
			guids.push(await placeOrder(), await placeOrder());
			for (const guid of guids) move(guid, 'Completed');
			for (const guid of guids) await statusIs(guid, 'Completed');
			await runsOf(workflow, 2);
			expect(sheets.rows()).toHaveLength(2);
			for (const guid of guids) {
				const { orderCode, externalId } = orderOf(guid);
				expect(rows(guid)).toEqual([
					{
						guid,
						order_code: orderCode,
						external_id: externalId,
						type: 'Buy',
						status_name: 'Completed',
						sku: 'GAU',
						amount: 0.1,
						price: expect.any(Number),
						total: expect.any(Number),
						currency_code: 'TRY',
						order_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
						customer_external_id: 'EXAMPLE-ADA',
					},
				]);
			}
			expect(sheets.writes).toEqual(['append', 'append']);
		});

		it('changes the row of an order that is refunded later', async () => {
			const { sheets } = world();
			move(guids[0]!, 'Refunded');
			await statusIs(guids[0]!, 'Refunded');
			await runsOf(workflow, 3);
			expect(sheets.rows()).toHaveLength(2);
			expect(sheets.writes).toEqual(['append', 'append', 'update']);
		});

		it('keeps one row with the latest status, however often and late pushes come', async () => {
			const { sheets, push } = world();
			const before = sheets.rows();
			expect(await push(workflow, { guid: guids[0], status_name: 'Completed' })).toBe(200);
			expect(await push(workflow, { guid: guids[1], status_name: 'Completed' })).toBe(200);
			await runsOf(workflow, 5);
			expect(sheets.writes.slice(3)).toEqual(['update', 'update']);
			expect(sheets.rows()).toEqual(before);
		});

		it('lets no old status stay where a newer one has overtaken it', async () => {
			const { sheets, push } = world();
			const guid = guids[1]!;
			const release = sheets.gate.holdNext();
			await push(workflow, { guid });
			await arrival(sheets.gate);
			move(guid, 'Refunded');
			await statusIs(guid, 'Refunded');
			release();
			await runsOf(workflow, 7);
			expect(rows(guid)).toEqual([expect.objectContaining({ status_name: 'Refunded' })]);
			expect(sheets.statuses.get(guid)?.slice(-3)).toEqual(['Refunded', 'Completed', 'Refunded']);
		});
	});

	describe('"Order push to HubSpot"', () => {
		let workflow: StoredWorkflow;
		let guids: string[];
		const stageIs = async (guid: string, wanted: string) =>
			await eventually(
				async () => world().hubspot.dealsOf(guid),
				([deal]) => deal?.dealstage === wanted,
			);

		beforeAll(async () => {
			({ workflow, guids } = await connect('order-push-to-hubspot'));
		});

		it('makes a deal and the contact of its customer, and links them', async () => {
			const { hubspot, placeOrder } = world();
			guids.push(await placeOrder());
			await runsOf(workflow, 1);
			const { orderCode } = orderOf(guids[0]!);
			const [deal, ...others] = hubspot.dealsOf(guids[0]!);
			expect(others).toEqual([]);
			expect(deal).toMatchObject({
				dealname: `Buy 0.1 g GAU (${orderCode})`,
				amount: expect.stringMatching(/^\d+(\.\d+)?$/),
				pipeline: 'default',
				dealstage: 'contractsent',
			});
			expect([...hubspot.contacts]).toEqual([
				[
					[...hubspot.links.get(deal!.id)!][0],
					{
						email: 'ada@example.com',
						firstname: 'Ada',
						lastname: 'Example',
						phone: '+905550000001',
					},
				],
			]);
		});

		it('moves the deal by the status of the order', async () => {
			const { hubspot, placeOrder } = world();
			guids.push(await placeOrder());
			await runsOf(workflow, 2);
			move(guids[0]!, 'Completed');
			move(guids[1]!, 'Cancelled');
			await stageIs(guids[0]!, 'closedwon');
			await stageIs(guids[1]!, 'closedlost');
			await runsOf(workflow, 4);
			expect(hubspot.deals.size).toBe(2);
			expect(hubspot.contacts.size).toBe(1);
		});

		it('lets no old stage stay where a newer one has overtaken it', async () => {
			const { hubspot, placeOrder } = world();
			const release = hubspot.gate.holdNext();
			const guid = await placeOrder();
			guids.push(guid);
			await arrival(hubspot.gate);
			move(guid, 'Completed');
			await stageIs(guid, 'closedwon');
			release();
			await runsOf(workflow, 6);
			expect(hubspot.stages.get(guid)).toEqual(['closedwon', 'contractsent', 'closedwon']);
			expect(hubspot.dealsOf(guid)).toHaveLength(1);
		});
	});

	describe('"Order push to Odoo"', () => {
		let workflow: StoredWorkflow;
		let guids: string[];
		const opportunities = (guid: string) =>
			world()
				.odoo.records('crm.lead')
				.filter(({ name }) => String(name).includes(guid));
		const stageIs = async (guid: string, wanted: number) =>
			await eventually(
				async () => opportunities(guid),
				([opportunity]) => opportunity?.stage_id === wanted,
			);

		beforeAll(async () => {
			({ workflow, guids } = await connect('order-push-to-odoo'));
		});

		it('makes the contact of the customer once, and an opportunity an order', async () => {
			const { odoo, placeOrder } = world();
			for (const customer of ['EXAMPLE-ADA', 'EXAMPLE-ADA']) {
				const guid = await placeOrder(customer);
				guids.push(guid);
				move(guid, 'Completed');
				await stageIs(guid, 4);
			}
			expect(odoo.records('res.partner')).toEqual([
				{
					id: expect.any(Number),
					ref: 'EXAMPLE-ADA',
					name: 'Ada Example',
					email: 'ada@example.com',
					phone: '+905550000001',
				},
			]);
			const [partner] = odoo.records('res.partner');
			for (const guid of guids) {
				expect(opportunities(guid)).toEqual([
					expect.objectContaining({
						name: `Minted Buy ${orderOf(guid).orderCode} (${guid})`,
						type: 'opportunity',
						partner_id: partner!.id,
						expected_revenue: expect.any(Number),
						description: expect.stringMatching(/^0\.1 g GAU at [\d.]+, [\d.]+ TRY: Completed$/),
					}),
				]);
			}
		});

		it('moves the opportunity of an order that is refunded later', async () => {
			const [guid] = guids;
			move(guid!, 'Refunded');
			await stageIs(guid!, 1);
			await runsOf(workflow, 3);
			expect(opportunities(guid!)).toEqual([
				expect.objectContaining({ description: expect.stringMatching(/: Refunded$/) }),
			]);
			expect(world().odoo.records('crm.lead')).toHaveLength(2);
		});
	});

	describe('"Tell about completed orders"', () => {
		let workflow: StoredWorkflow;
		let guids: string[];
		const textOf = (guid: string) =>
			expect.stringMatching(
				`^Buy of 0\\.1 g GAU for [\\d.]+ TRY is completed \\(order ${orderOf(guid).orderCode}\\)\\.$`,
			);

		beforeAll(async () => {
			({ workflow, guids } = await connect('completed-order-to-slack-telegram-email', {
				'Tell on Telegram': { chatId: '-1000000000001' },
			}));
		});

		it('tells of a completed order by email, on Telegram and on Slack', async () => {
			const { mail, slack, telegram, placeOrder } = world();
			const guid = await placeOrder();
			guids.push(guid);
			move(guid, 'Pending');
			move(guid, 'Completed');
			await runsOf(workflow, 1);
			const told = await mail.mailTo('team@example.com');
			expect(told).toMatchObject({
				from: 'n8n@example.com',
				subject: `Minted order ${orderOf(guid).orderCode} is completed`,
				text: textOf(guid),
			});
			expect(slack.messages).toEqual([{ channel: '#gold', text: textOf(guid) }]);
			expect(telegram.messages).toEqual([
				expect.objectContaining({
					chat_id: '-1000000000001',
					text: textOf(guid),
					parse_mode: 'HTML',
				}),
			]);
		});

		it('tells the others when Telegram fails', async () => {
			const { mail, slack, telegram, placeOrder } = world();
			telegram.broken = true;
			const guid = await placeOrder();
			guids.push(guid);
			move(guid, 'Completed');
			await runsOf(workflow, 2);
			telegram.broken = false;
			await mail.mailTo('team@example.com', ({ subject }) =>
				subject.includes(orderOf(guid).orderCode),
			);
			expect(slack.messages).toEqual([expect.anything(), { channel: '#gold', text: textOf(guid) }]);
			expect(telegram.messages).toHaveLength(1);
		});
	});

	describe('"Order push to a Data Table"', () => {
		it('has one row for an order, and no old status stays where a newer one has overtaken it', async () => {
			const { client, placeOrder } = world();
			const { id } = await client.createDataTable(ORDERS_TABLE.name, ORDERS_TABLE.columns);
			const { workflow, guids } = await connect('order-push-to-spreadsheet', {}, heldBack);
			const rows = async () => await client.dataTableRows(id);
			const guid = await placeOrder();
			guids.push(guid);
			// Pushed twice, and the execution of the first push writes last.
			move(guid, 'Completed');
			await eventually(rows, ([row]) => row?.status_name === 'Completed');
			const runs = await runsOf(workflow, 2);
			expect(await rows()).toEqual([
				expect.objectContaining({
					...{ guid, type: 'Buy', sku: 'GAU', amount: 0.1, currency_code: 'TRY' },
					...{ order_code: orderOf(guid).orderCode, status_name: 'Completed' },
				}),
			]);
			const first = await client.getExecution(runs.at(-1)!.id);
			const written = jsonOf(first, 'Save the order').map((row) => row.status_name);
			expect(written).toEqual(['Created', 'Completed']);
		});
	});

	describe('Pushes that come again to a restarted n8n', () => {
		it('start every workflow again, and change or repeat nothing at any destination', async () => {
			const { n8n, client, sheets, hubspot, odoo, slack, telegram, mail, push } = world();
			const state = () =>
				JSON.stringify([
					sheets.rows(),
					[...hubspot.deals],
					[...hubspot.contacts],
					odoo.records('crm.lead'),
					odoo.records('res.partner'),
					slack.messages,
					telegram.messages,
					mail.mails.filter(({ to }) => to === 'team@example.com'),
				]);
			const before = state();
			world().sandbox.pushes.setUrl(null);
			await n8n.restart();
			for (const { workflow, guids } of connected) {
				const { length } = await client.listExecutions(workflow.id);
				for (const guid of guids) expect(await push(workflow, { guid })).toBe(200);
				await runsOf(workflow, length + guids.length);
			}
			expect(state()).toBe(before);
		});
	});
}

import type { IDataObject } from 'n8n-workflow';

import { AGENT_KINDS, converse, type AgentKind } from '../../support/agents/conversation';
import { oneByOne, type ScriptedCall } from '../../support/agents/scriptedAgents';
import { buy, fromAi, toolFor } from '../../support/agents/tools';
import { byId } from '../../support/forms';
import { openShop } from '../../support/inProcess';

const shop = openShop();

const ITEMS = [{ customer: 'MTD-DEMO-1' }, { customer: 'MTD-DEMO-2' }];
const OF_ITEM = "={{ $('Shop').item.json.customer }}";
const generous = { aiMaxOrders: 5, aiBudget: 20_000 };

const customers = () =>
	(shop.sandbox.state() as { orders: Array<{ customer: { external_id: string } }> }).orders
		.slice(-shop.sandbox.orders().length)
		.map(({ customer }) => customer?.external_id);

const talk = async (
	agent: AgentKind,
	tools: Parameters<typeof converse>[0]['tools'],
	items: IDataObject[],
	...calls: ScriptedCall[]
) => {
	const before = shop.sandbox.orders().length;
	const script = oneByOne(...calls);
	const { answers } = await converse({ sandbox: shop.sandbox, agent, tools, items, script });
	return { answers, orders: shop.sandbox.orders().length - before };
};

const call = (tool: string, item: number, args: IDataObject = {}): ScriptedCall => ({
	tool,
	item,
	args,
});

describe.each(AGENT_KINDS)('An agent of the %s kind with several items in one run', (agent) => {
	it.each([
		['the customer', { customerId: byId(OF_ITEM) }],
		['the ID', { externalId: OF_ITEM }],
		['a limit', { limits: { maxTotal: OF_ITEM } }],
	])('orders nothing where %s is read from its item, which n8n mixes up', async (_, fields) => {
		const tools = { Buy: buy({ ...generous, ...fields }) };
		const { answers, orders } = await talk(
			agent,
			tools,
			ITEMS,
			call('Buy', 0, { amount: 0.1 }),
			call('Buy', 1, { amount: 0.1 }),
		);
		expect(orders).toBe(0);
		for (const answer of answers) {
			expect(answer).toMatchObject({
				outcome: 'refused',
				message: expect.stringContaining('could be another customer') as string,
				next: expect.stringContaining('one item at a time') as string,
			});
		}
	});

	it('reads nothing of another customer either', async () => {
		const tools = { Balance: toolFor('balance.getCustomer', { customerId: byId(OF_ITEM) }) };
		const { answers } = await talk(agent, tools, ITEMS, call('Balance', 1));
		expect(answers).toEqual([expect.objectContaining({ outcome: 'refused' })]);
	});

	it('orders where the model itself names the customer, and nothing is read from items', async () => {
		const tools = { Buy: buy({ ...generous, customerId: byId(fromAi('customer')) }) };
		const { orders } = await talk(
			agent,
			tools,
			ITEMS,
			call('Buy', 0, { amount: 0.1, customer: 'MTD-DEMO-1' }),
			call('Buy', 1, { amount: 0.1, customer: 'MTD-DEMO-2' }),
		);
		expect(orders).toBe(2);
		expect(customers().slice(-2).sort()).toEqual(['MTD-DEMO-1', 'MTD-DEMO-2']);
	});

	it('orders for the only item', async () => {
		const tools = { Buy: buy({ customerId: byId(OF_ITEM) }) };
		const { orders } = await talk(agent, tools, [ITEMS[1]!], call('Buy', 0, { amount: 0.1 }));
		expect(orders).toBe(1);
		expect(customers().at(-1)).toBe('MTD-DEMO-2');
	});
});

describe.each(AGENT_KINDS)('An agent of the %s kind in a loop', (agent) => {
	it('orders for the item of each round, or not at all', async () => {
		const tools = { Buy: buy({ ...generous, customerId: byId(OF_ITEM) }) };
		const amounts = [0.1, 0.12];
		const before = shop.sandbox.orders().length;
		let round = 0;
		const { answers } = await converse({
			sandbox: shop.sandbox,
			agent,
			tools,
			items: ITEMS,
			isLoop: true,
			// One call a round of the loop, and then the end of that round.
			script: () => (round++ % 2 === 0 ? [call('Buy', 0, { amount: amounts[round >> 1] })] : []),
		});
		const orders = customers().slice(before - shop.sandbox.orders().length);
		expect(answers).toHaveLength(2);
		const [first, second] = answers;
		expect(first).toMatchObject({ outcome: 'placed', customer_external_id: 'MTD-DEMO-1' });
		// n8n's engine would read the first customer again.
		if (agent === 'engine') expect(second!.next).toMatch(/no loop around it/);
		expect(orders).toEqual(['MTD-DEMO-1', 'MTD-DEMO-2'].slice(0, orders.length));
	});
});

it('refuses a call that n8n reads with the arguments of another one at the same moment', async () => {
	const tools = { Buy: buy({ ...generous, customerId: byId(fromAi('customer')) }) };
	let isDone = false;
	const { answers } = await converse({
		sandbox: shop.sandbox,
		agent: 'calling',
		tools,
		items: ITEMS,
		script: () => {
			if (isDone) return [];
			isDone = true;
			return [
				call('Buy', 0, { amount: 0.1, customer: 'MTD-DEMO-1' }),
				call('Buy', 1, { amount: 0.12, customer: 'MTD-DEMO-2' }),
			];
		},
	});
	expect(answers).toEqual([
		expect.objectContaining({ outcome: 'placed', amount: 0.1, customer_external_id: 'MTD-DEMO-1' }),
		expect.objectContaining({ outcome: 'refused', message: expect.stringContaining('mixed up') }),
	]);
});

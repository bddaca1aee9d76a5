/** What a model sends beside the arguments it was asked for: n8n's agents of version 3 lay it over the item. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { converse, type AgentKind } from '../../support/agents/conversation';
import { oneByOne } from '../../support/agents/scriptedAgents';
import { fromAi, toolFor } from '../../support/agents/tools';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const ask = async (
	tool: INodeParameters,
	args: IDataObject,
	item: IDataObject,
	agent: AgentKind = 'engine',
) => {
	const script = oneByOne({ tool: 'Minted Balance', args });
	const tools = { 'Minted Balance': tool };
	const { answers } = await converse({ sandbox: shop.sandbox, agent, tools, item, script });
	return answers;
};

const balanceOf = (customerId: string) =>
	toolFor('balance.getCustomer', { customerId: byId(customerId) });
const ordersOf = (customerId: string) =>
	toolFor('order.getMany', { account: 'partner', filters: { customerId } });

const refusedFor = (name: string) => [
	expect.objectContaining({
		outcome: 'refused',
		message: `This tool takes no argument "${name}"`,
	}) as unknown,
];
const ofOwnCustomer = expect.objectContaining({ customer_external_id: 'MTD-DEMO-1' }) as unknown;

describe('An argument that the builder did not ask for', () => {
	it.each([
		['who', '={{ $json.who }}'],
		['Customer ID', "={{ $json['Customer ID'] }}"],
		['customer.id', "={{ $json['customer.id'] }}"],
		['müşteri', '={{ $json.müşteri }}'],
		['w'.repeat(60), `={{ $json.${'w'.repeat(60)} }}`],
		['tool', '={{ $json.tool }}'],
		['__proto__', '={{ $json.who }}'],
	])('does not choose the customer by the name "%s"', async (name, written) => {
		for (const value of ['MTD-DEMO-2', '', 0, false, { who: 'MTD-DEMO-2' }, null]) {
			const sent = Object.fromEntries([[name, value]]) as IDataObject;
			const item = { [name === '__proto__' ? 'other' : name]: 'MTD-DEMO-1' };
			expect(await ask(balanceOf(written), sent, item)).toEqual(refusedFor(name));
			expect(await ask(ordersOf(written), sent, item)).toEqual(refusedFor(name));
		}
	});

	it('is refused under a name that is too long for $fromAI', async () => {
		const name = 'w'.repeat(65);
		const answers = await ask(balanceOf(`={{ $json.${name} }}`), { [name]: 'MTD-DEMO-2' }, {});
		expect(answers).toEqual(refusedFor('w'.repeat(60)));
	});

	it.each(['engine', 'calling'] as const)(
		'changes nothing that an agent of the %s kind may read',
		async (agent) => {
			const item = { who: 'MTD-DEMO-1' };
			const written = '={{ $json.who }}';
			expect(await ask(balanceOf(written), {}, item, agent)).toContainEqual(ofOwnCustomer);
			for (const value of [null, 'MTD-DEMO-2']) {
				const answers = await ask(balanceOf(written), { who: value }, item, agent);
				expect(JSON.stringify(answers)).not.toContain('MTD-DEMO-2');
			}
		},
	);
});

describe('A tool may still be called', () => {
	it('over an item with names and values of every kind', async () => {
		const item = {
			'Customer ID': 'MTD-DEMO-1',
			nothing: null,
			müşteri: 'x',
			query: 'q',
			tool: 't',
		};
		const answers = await ask(balanceOf("={{ $json['Customer ID'] }}"), {}, item);
		expect(answers).toContainEqual(ofOwnCustomer);
	});

	it('with an argument that was asked for and is null', async () => {
		const answers = await ask(
			toolFor('order.getMany', { filters: { sku: fromAi('sku') } }),
			{ sku: null },
			{},
		);
		expect(answers).not.toContainEqual(expect.objectContaining({ outcome: 'refused' }));
	});

	it('with the name that n8n gives the tool after a review', async () => {
		const answers = await ask(
			balanceOf('={{ $json.who }}'),
			{ tool: 'Minted_Balance' },
			{ who: 'MTD-DEMO-1' },
		);
		expect(answers).toContainEqual(ofOwnCustomer);
	});

	it('for nobody where the model leaves out the customer of a list', async () => {
		const [answer] = await ask(ordersOf(fromAi('customer')), {}, {});
		expect(answer).toMatchObject({
			outcome: 'refused',
			message: expect.stringContaining('The expression of Customer ID brings no ID') as unknown,
		});
	});
});

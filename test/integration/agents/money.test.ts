import { byId, openShop } from '../../support/inProcess';
import { AGENT_KINDS, converse, type Conversation } from '../../support/agents/conversation';
import { oneByOne } from '../../support/agents/scriptedAgents';

const shop = openShop();

const fromAi = (name: string, type = 'string') => `={{ $fromAI('${name}', '', '${type}') }}`;

const BUY = {
	resource: 'order',
	operation: 'buy',
	metal: 'GAU',
	customerId: byId('MTD-DEMO-1'),
	amount: fromAi('amount', 'number'),
	allowOrdersByAi: true,
	aiMaxTotal: 2000,
	requireConfirmation: false,
};

describe.each(AGENT_KINDS)('An agent that is the %s kind', (agent) => {
	const talk = async (more: Omit<Conversation, 'sandbox' | 'agent'>) =>
		await converse({ sandbox: shop.sandbox, agent, ...more });

	it('buys once what it asks for once', async () => {
		const { answers, run, descriptions } = await talk({
			tools: { Buy: BUY },
			script: oneByOne({ tool: 'Buy', args: { amount: 0.1 } }),
		});
		console.log(JSON.stringify(answers), run.data.resultData.error, descriptions);
		expect(answers).toMatchObject([{ outcome: 'placed', sku: 'GAU', amount: 0.1 }]);
		expect(shop.sandbox.orders()).toHaveLength(1);
	});
});

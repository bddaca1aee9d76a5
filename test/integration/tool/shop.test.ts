/** Baskets in the hands of a model: what completing one comes to is what the builder's limits are about. */
import { AGENT_KINDS, converse, type AgentKind } from '../../support/agents/conversation';
import {
	atOnce,
	oneByOne,
	type Script,
	type ScriptedCall,
} from '../../support/agents/scriptedAgents';
import { addBars, complete } from '../../support/agents/tools';
import { openShop } from '../../support/inProcess';
import { openBasket, SHIPPING } from '../../support/operations/baskets';

const shop = openShop();

const call = (tool: string, args: ScriptedCall['args']): ScriptedCall => ({ tool, args });

const talk = async (
	agent: AgentKind,
	tools: Parameters<typeof converse>[0]['tools'],
	script: Script,
) => {
	const { answers } = await converse({ sandbox: shop.sandbox, agent, tools, script });
	return answers;
};

const orders = () => shop.sandbox.shop.orders.all();
const pieces = () => orders().map(({ content }) => content.pieces.length);

describe.each(AGENT_KINDS)('An agent of the %s kind', (agent) => {
	it('completes no more of a basket than was looked at, whatever it adds at the same moment', async () => {
		const basket = openBasket(shop.sandbox);
		shop.sandbox.faults.add({
			...{ kind: 'latency', match: { operationId: 'ecomCompleteBasket' }, delayMs: 500 },
		});
		const script = atOnce(
			call('Complete', { basket }),
			...[3, 4, 5].map((each) => call('Add', { basket, pieces: each })),
		);
		await talk(agent, { Complete: complete(), Add: addBars() }, script);
		expect(pieces()).toEqual([1]);
	});

	it('has nothing delivered whose metal is worth more than the limit, cheap as the delivery is', async () => {
		const script = () =>
			oneByOne(
				call('Deliver', {
					basket: openBasket(shop.sandbox, { section: 'wallet', kind: 'delivery', qty: 5 }),
				}),
			);
		const tools = (aiMaxTotal: number) => ({
			Deliver: complete(
				{ aiMaxTotal, additionalBody: JSON.stringify({ shipping: SHIPPING }) },
				'walletBasket.completeDelivery',
			),
		});
		const refused = await talk(agent, tools(100), script());
		expect(refused).toEqual([
			expect.objectContaining({
				outcome: 'refused',
				message: expect.stringContaining('more than the 100 AED allowed') as string,
			}),
		]);
		expect(orders()).toHaveLength(0);
		const placed = await talk(agent, tools(100_000), script());
		expect(placed[0]).toMatchObject({ outcome: 'placed' });
		expect(orders()).toHaveLength(1);
	});
});

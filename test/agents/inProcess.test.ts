import { ATTACKS } from '../support/agents/attacks';
import { SHOP_ATTACKS, SHOP_WISHES } from '../support/agents/shopAttacks';
import { AGENT_KINDS, converse } from '../support/agents/conversation';
import { Tally } from '../support/agents/tally';
import { WISHES } from '../support/agents/wishes';
import { openShop } from '../support/inProcess';
import { bySize } from '../support/proof';

const shop = openShop();
const tally = new Tally();
afterAll(() => tally.print("agents in n8n's engine"));

const ALL_ATTACKS = [...ATTACKS, ...SHOP_ATTACKS];

/** In the short form one of seven, other ones for each kind of agent. */
const attacksFor = (turn: number) =>
	bySize({
		full: ALL_ATTACKS,
		short: ALL_ATTACKS.filter(({ isTypical }, index) => isTypical || index % 7 === turn),
	});

describe.each(AGENT_KINDS.map((agent, turn) => ({ agent, turn })))(
	'To a model behind an agent of the $agent kind',
	({ agent, turn }) => {
		it.each(attacksFor(turn))('$name moves no more than was allowed', async (attack) => {
			const { sandbox } = shop;
			const { excess } = await tally.attack(sandbox, attack, async (scene) => {
				await converse({ sandbox, agent, ...scene });
			});
			expect(excess).toEqual({ orders: 0, money: 0, changed: 0 });
		});

		it.each([...WISHES, ...SHOP_WISHES])('$name works', async (wish) => {
			const { sandbox } = shop;
			const { last, orders } = await tally.wish(sandbox, wish, async (scene) => {
				const { answers } = await converse({ sandbox, agent, ...scene });
				return answers;
			});
			expect(last).toMatchObject(wish.answer);
			expect(last).not.toHaveProperty('next');
			expect(orders).toBe(wish.orders);
		});
	},
);

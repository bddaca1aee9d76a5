import type { INodeParameters } from 'n8n-workflow';
import { openShop } from '../../support/inProcess';

const shop = openShop({ behaviour: { latencyMs: 5 } });

const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: 0.1,
	externalId: '={{ $json.id }}',
};
const items = Array.from({ length: 6 }, (_, index) => ({ id: `order-${index}` }));

/** The item that each request was for, in the order of their arrival; of the price fixing: none. */
const arrivals = () =>
	shop.sandbox
		.requests()
		.map(({ body }) => (body as { external_id?: string } | null)?.external_id)
		.filter((id) => id !== undefined);

const inTurn = (ids: string[]) => ids.filter((id, index) => id !== ids[index - 1]);

it('Orders go out one after another by default: the next begins when the last is placed', async () => {
	await shop.run(buy, { items });
	expect(inTurn(arrivals())).toEqual(items.map(({ id }) => id));
	expect(shop.sandbox.orders()).toHaveLength(items.length);
});

it('Orders go out side by side where the user asks for it, each once', async () => {
	await shop.run({ ...buy, options: { parallelItems: 6 } }, { items });
	expect(inTurn(arrivals())).not.toEqual(items.map(({ id }) => id));
	expect(
		shop.sandbox
			.orders()
			.map(({ externalId }) => externalId)
			.sort(),
	).toEqual(items.map(({ id }) => id));
});

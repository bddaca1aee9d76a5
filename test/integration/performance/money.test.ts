import type { INodeParameters } from 'n8n-workflow';
import { buyParameters, buyRow } from '../../../bench/buyWorkflow';
import { ACCOUNT } from '../../../bench/server/guards';
import { openBusyApi, openShop, orderIds } from '../../support/inProcess';
import { openRewritingProxy } from '../../support/rewritingProxy';

jest.setTimeout(180_000);

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

describe('Orders of many accounts', () => {
	const api = openBusyApi(shop, { delayMs: 0 });

	it('are begun as far as requests can be under way for them: 192 at a time', async () => {
		let open = 0;
		let mostOpen = 0;
		const proxy = await openRewritingProxy(api.endpoint.url, ({ path }) => {
			if (path === '/partner/pricefix') mostOpen = Math.max(mostOpen, ++open);
			if (path === '/partner/order/digital/buy') open--;
			return undefined;
		});
		const ids = orderIds(300);
		const { json } = await shop.run(buyParameters(), {
			items: ids.map(buyRow),
			credential: { ...ACCOUNT, baseUrl: proxy.url },
		});
		expect(json.map(({ external_id }) => external_id)).toEqual(ids);
		expect(mostOpen).toBeLessThanOrEqual(192);
		expect(mostOpen).toBeGreaterThan(96);
		await proxy.close();
	});
});

import { endpoints } from '../../../minted/generated/endpoints';
import { byId } from '../../support/forms';
import { everyOperation as operations, keyOf } from '../../support/operations/nodes';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

const unsure = operations
	.filter(({ endpoint }) => endpoint && endpoints[endpoint].certainty !== 'documented')
	.map((operation) => [keyOf(operation), operation.endpoint!] as const);

let world: PreparedWorld;
beforeAll(async () => {
	world = await prepareWorld();
});
afterAll(async () => await world.sandbox.close());

const PLACE = /\{[^}]*\}/g;

describe.each(unsure)('%s, whose path is not publicly documented', (key, id) => {
	const { path, method } = endpoints[id];
	const moved = ['/partner/somewhere/else', ...(path.match(PLACE) ?? [])].join('/');

	it('is sent to the path that the user entered, and an unknown one is an error item', async () => {
		const { error, items } = await world.run(
			key,
			{ options: { endpointPath: moved } },
			{ onError: 'continueErrorOutput' },
		);
		expect(items).toEqual([]);
		expect(error).toBeUndefined();
		const last = world.sandbox.requests().at(-1)!;
		expect([last.method, last.status]).toEqual([method, 404]);
		const [head = ''] = moved.split('/{');
		expect(last.url.startsWith(head)).toBe(true);
		expect(last.url).not.toContain('%7B');
	});

	it('names the path that was tried and the option in its message', async () => {
		const run = world.run(key, { options: { endpointPath: moved } });
		await expect(run).rejects.toMatchObject({
			message: 'Minted found nothing under this path or id',
			description: expect.stringContaining(
				`The path ${moved} is not publicly documented and may be another one: ask Minted and enter it under Options > Endpoint Path.`,
			),
		});
	});

	it('does so for a 405, too', async () => {
		const read = path.match(PLACE)
			? '/partner/balance/customer/{external_customer_id}/stats'
			: '/partner/orders';
		const wrongMethod = method === 'GET' ? '/partner/pricefix' : read;
		const run = world.run(key, { options: { endpointPath: wrongMethod } });
		await expect(run).rejects.toMatchObject({
			message: 'Minted has no such endpoint',
			description: expect.stringContaining('Options > Endpoint Path'),
		});
	});

	it('works where the path is right', async () => {
		const { requests } = await world.run(key, {
			options: { endpointPath: path },
			...(key === 'customer.delete' ? { customerId: byId('MTD-DEMO-2') } : {}),
		});
		expect(requests.byOperation[id]).toBe(1);
	});
});

const changing = unsure.filter(
	([, id]) => endpoints[id].effect !== 'read' && endpoints[id].path.match(PLACE) !== null,
);

it.each(changing)(
	'%s is sent to no path that drops an ID and may name somebody else',
	async (key) => {
		const before = world.sandbox.requests().length;
		await expect(
			world.run(key, { options: { endpointPath: '/partner/balance/customer/MTD-DEMO-2' } }),
		).rejects.toMatchObject({
			message: 'Endpoint Path has other places in braces than the path it replaces',
		});
		expect(world.sandbox.requests()).toHaveLength(before);
	},
);

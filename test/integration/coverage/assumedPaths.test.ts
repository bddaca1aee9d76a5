import { endpoints } from '../../../minted/generated/endpoints';
import { operations } from '../../../nodes/MintedConnect/registry';
import { byId } from '../../support/forms';
import { keyOf } from '../../support/operations/parameters';
import { prepareWorld, type PreparedWorld } from '../../support/operations/world';

const unsure = operations
	.filter(({ endpoint }) => endpoint && endpoints[endpoint].certainty !== 'documented')
	.map((operation) => [keyOf(operation), operation.endpoint!] as const);

let world: PreparedWorld;
beforeAll(async () => {
	world = await prepareWorld();
});
afterAll(async () => await world.sandbox.close());

const MOVED = '/partner/somewhere/else';

describe.each(unsure)('%s, whose path is not publicly documented', (key, id) => {
	const { path, method } = endpoints[id];

	it('is sent to the path that the user entered, and an unknown one is an error item', async () => {
		const { error, items } = await world.run(
			key,
			{ options: { endpointPath: MOVED } },
			{ onError: 'continueErrorOutput' },
		);
		expect(items).toEqual([]);
		expect(error).toBeUndefined();
		const last = world.sandbox.requests().at(-1)!;
		expect([last.method, last.url.split('?')[0], last.status]).toEqual([method, MOVED, 404]);
	});

	it('names the path that was tried and the option in its message', async () => {
		const run = world.run(key, { options: { endpointPath: MOVED } });
		await expect(run).rejects.toMatchObject({
			message: 'Minted found nothing under this path or id',
			description: expect.stringContaining(
				`The path ${MOVED} is not publicly documented and may be another one: ask Minted and enter it under Options > Endpoint Path.`,
			),
		});
	});

	it('does so for a 405, too', async () => {
		const wrongMethod = method === 'GET' ? '/partner/pricefix' : '/partner/orders';
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

/** The credential's Endpoint Paths: with every endpoint elsewhere, they hold wherever the API is asked. */
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import { operations } from '../../../nodes/MintedConnect/registry';
import { createPoller, createReceiver, runNode } from '../../support/inProcess';
import { searchList } from '../../support/inProcess/searchList';
import { byId } from '../../support/forms';
import { fillIn, keyOf, type Choices } from '../../support/operations/parameters';
import { prepareWorld, PREPARED_ORDER, type PreparedWorld } from '../../support/operations/world';

const IDS = Object.keys(endpoints) as EndpointId[];
const ELSEWHERE = Object.fromEntries(IDS.map((id) => [id, `/elsewhere${endpoints[id].path}`]));
const CREDENTIAL = { endpointPaths: JSON.stringify(ELSEWHERE) };

let world: PreparedWorld;
beforeAll(async () => {
	world = await prepareWorld();
	world.sandbox.setManners({ paths: ELSEWHERE, openRouting: true });
}, 120_000);
afterAll(async () => await world.sandbox.close());
beforeEach(() => world.sandbox.resetCounters());

/** What was asked for, and where: nothing but the free call and made-up paths is anywhere else. */
function expectElsewhere(reached?: string): void {
	const asked = world.sandbox.requests();
	expect(asked.length).toBeGreaterThan(0);
	for (const { url } of asked) expect(url).toMatch(/^\/elsewhere\//);
	if (reached) expect(asked.map(({ operationId }) => operationId)).toContain(reached);
}

const MORE: Record<string, Choices> = {
	'api.call': { path: '/elsewhere/partner/balance' },
	'customer.createBusiness': { newCustomerId: 'ELSEWHERE-COMPANY' },
	'customer.delete': { customerId: byId('MTD-DEMO-2') },
};
const last = ({ value }: { value: string }) => Number(value === 'delete');
const inOrder = [...operations].sort((a, b) => last(a) - last(b));

it.each(inOrder.map((operation) => [keyOf(operation), operation] as const))(
	'%s asks there, its request for a challenge included',
	async (key, operation) => {
		const { samples, sandbox } = world;
		const parameters = fillIn(operation, MORE[key], { samples });
		const { error } = await runNode({ sandbox, parameters, credential: CREDENTIAL });
		expect(error).toBeUndefined();
		expectElsewhere(operation.endpoint);
	},
);

it.each([
	['searchCustomers', 'getOrders'],
	['searchOrders', 'getOrders'],
	['searchSkus', 'priceFix'],
	['searchCards', 'cardStorageList'],
] as const)('The list of %s asks there', async (method, endpoint) => {
	const { sandbox } = world;
	const parameters = { customerId: byId('MTD-DEMO-1') };
	await searchList({ sandbox, method, parameters, credential: CREDENTIAL });
	expectElsewhere(endpoint);
});

it('The polling trigger asks there', async () => {
	const { poll } = createPoller({ sandbox: world.sandbox, credential: CREDENTIAL });
	await poll();
	expectElsewhere('getOrders');
});

it('The webhook trigger reads the pushed order there', async () => {
	const { push } = createReceiver({ sandbox: world.sandbox, credential: CREDENTIAL });
	const { started } = await push({ body: { external_id: PREPARED_ORDER } });
	expect(started).toHaveLength(1);
	expectElsewhere('getOrderAlternative');
});

describe('An entry that is missing is named by the error', () => {
	const missing = 'as the entry "getOrders" under Endpoint Paths in the credential.';

	it('of an operation, beside its own option', async () => {
		const { sandbox } = world;
		const parameters = { resource: 'order', operation: 'getMany', options: { retrySeconds: 0 } };
		const { getOrder = '' } = ELSEWHERE;
		const credential = { endpointPaths: JSON.stringify({ getOrder }) };
		const { error } = await runNode({ sandbox, parameters, credential });
		expect(error?.description).toContain(
			`The path /partner/orders is not publicly documented and may be another one: ask Minted and enter it under Options > Endpoint Path. For all nodes, triggers and lists at once, enter it ${missing}`,
		);
	});

	it.each(['searchCustomers', 'searchOrders'] as const)('of the list of %s', async (method) => {
		const { sandbox } = world;
		const { getOrder = '' } = ELSEWHERE;
		const credential = { endpointPaths: JSON.stringify({ getOrder }) };
		await expect(searchList({ sandbox, method, parameters: {}, credential })).rejects.toMatchObject(
			{ description: expect.stringContaining(`enter it ${missing}`) },
		);
	});

	it('of the polling trigger', async () => {
		const { getOrder = '' } = ELSEWHERE;
		const credential = { endpointPaths: JSON.stringify({ getOrder }) };
		const { poll } = createPoller({ sandbox: world.sandbox, credential });
		await expect(poll()).rejects.toMatchObject({
			description: expect.stringContaining(`enter it ${missing}`),
		});
	});
});

describe('An entry that is wrong is named by the error', () => {
	const buy = { resource: 'order', operation: 'buy', account: 'partner', amount: 0.1 };

	it('of an endpoint that is documented, too, and nothing was ordered', async () => {
		const { sandbox } = world;
		const endpointPaths = JSON.stringify({ ...ELSEWHERE, priceFix: '/nowhere' });
		const { error } = await runNode({
			sandbox,
			parameters: { resource: 'price', operation: 'fix', account: 'partner' },
			credential: { endpointPaths },
		});
		expect(error?.description).toContain(
			'The path /nowhere comes from the entry "priceFix" under Endpoint Paths in the credential: correct it there.',
		);
		const before = sandbox.orders().length;
		const bought = await runNode({
			sandbox,
			parameters: { ...buy, externalId: 'nowhere-1' },
			credential: { endpointPaths: JSON.stringify({ ...ELSEWHERE, buyDigital: '/nowhere' }) },
		});
		expect(bought.error?.description).toContain('the entry "buyDigital" under Endpoint Paths');
		expect(bought.error?.description).toContain('Nothing was ordered.');
		expect(sandbox.orders()).toHaveLength(before);
	});

	it.each([
		['{"getOrdes":"/partner/orders"}', 'The endpoint paths have an entry "getOrdes"'],
		['{"getOrder":"/partner/order"}', 'The endpoint path of "getOrder" cannot be used'],
		['{"getOrders":"//other.example"}', 'The endpoint path of "getOrders" cannot be used'],
		['[', 'The endpoint paths are not a JSON object'],
	])(
		'%s is refused wherever the credential is used, before anything is asked',
		async (json, says) => {
			const credential = { endpointPaths: json };
			const { sandbox } = world;
			const { error } = await runNode({ sandbox, parameters: buy, credential });
			expect(error?.message).toContain(says);
			expect(error?.description).toContain('Open the Minted Connect credential to change it.');
			const parameters = {};
			const listed = searchList({ sandbox, method: 'searchOrders', parameters, credential });
			await expect(listed).rejects.toMatchObject({ message: expect.stringContaining(says) });
			const { poll } = createPoller({ sandbox, credential });
			await expect(poll()).rejects.toMatchObject({ message: expect.stringContaining(says) });
			const push = await createReceiver({ sandbox, credential }).push({ body: { guid: 'x' } });
			// Who sends a push is told no more than to come again.
			expect(push).toMatchObject({ started: undefined, status: 503 });
			expect(sandbox.requests()).toEqual([]);
		},
	);
});

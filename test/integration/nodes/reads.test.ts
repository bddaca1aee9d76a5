/** What only reads is asked again after a passing failure; `minted/retry.ts` has the rules. */
import type { INodeParameters } from 'n8n-workflow';
import type { FaultKind } from '../../../sandbox/faults';
import { DELIVERY } from '../../support/forms';
import { byId, openShop } from '../../support/inProcess';

const shop = openShop();

const options = { retrySeconds: 20 };
const READS: Record<string, INodeParameters> = {
	priceFix: { resource: 'price', operation: 'fix', account: 'partner' },
	getOrder: { resource: 'order', operation: 'get', orderId: byId('web-shop-1') },
	getOrders: { resource: 'order', operation: 'getMany' },
	getCustomerBalance: {
		resource: 'balance',
		operation: 'getCustomer',
		customerId: byId('MTD-DEMO-1'),
	},
	getCustomer: { resource: 'customer', operation: 'get', customerId: byId('MTD-DEMO-1') },
};
const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: 0.1,
	externalId: 'web-shop-1',
	options,
};
const PASSING: FaultKind[] = ['rateLimited', '502Before', '503Before', '504Before', 'resetBefore'];

beforeEach(async () => {
	await shop.run(buy);
});

describe.each(Object.entries(READS))('%s', (operationId, parameters) => {
	it.each(PASSING)('is asked again after %s', async (kind) => {
		shop.sandbox.faults.add({ kind, match: { operationId }, retryAfterSeconds: 0 });
		const { json, error, requests } = await shop.run({ ...parameters, options });
		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(0);
		expect(requests.byOperation[operationId]).toBe(2);
	});

	it('gives up within its time, and says how often it tried', async () => {
		shop.sandbox.faults.add({ kind: '503Before', match: { operationId }, times: 20 });
		const { error, requests } = await shop.run({ ...parameters, options: { retrySeconds: 2 } });
		const tries = requests.byOperation[operationId];
		expect(tries).toBeGreaterThan(1);
		expect(error?.description).toContain(`Tried ${tries} times.`);
	});
});

it('does not wait for longer than it may try: it fails at once', async () => {
	const match = { operationId: 'getOrder' };
	shop.sandbox.faults.add({ kind: 'rateLimited', match, retryAfterSeconds: 60 });
	const { error, requests } = await shop.run({ ...READS.getOrder, options });
	expect(error?.message).toBe('Minted received too many requests');
	expect(requests.byOperation.getOrder).toBe(1);
});

describe('The price of an order, and the look for it', () => {
	it.each(['priceFix', 'getOrderAlternative'])('(%s) are asked again as well', async (id) => {
		shop.sandbox.faults.add({ kind: '502Before', match: { operationId: id }, times: 2 });
		const { json, requests } = await shop.run({ ...buy, externalId: 'web-shop-2' });
		expect(json[0]).toMatchObject({ outcome: 'placed' });
		expect(requests.byOperation).toMatchObject({ [id]: 3, buyDigital: 1 });
	});
});

const WRITES: Record<string, INodeParameters> = {
	deliveryCreate: DELIVERY,
	updateCustomerCashBalance: {
		resource: 'balance',
		operation: 'updateCustomerCash',
		customerId: byId('MTD-DEMO-1'),
		cashAmount: 250,
		externalId: 'movement-1',
	},
	createCustomer: {
		resource: 'customer',
		operation: 'create',
		newCustomerId: 'MTD-EXAMPLE-NEW',
		firstname: 'Ada',
		lastname: 'Example',
		phone: '+905000000000',
		identityNumber: '10000000146',
	},
};

it.each(Object.entries(WRITES))(
	'%s is no read: it is sent once',
	async (operationId, parameters) => {
		shop.sandbox.faults.add({ kind: '503Before', match: { operationId }, times: 5 });
		const { error, requests } = await shop.run({
			...parameters,
			options: { ...options, settleSeconds: 0.05 },
		});
		expect(error).toBeDefined();
		expect(requests.byOperation[operationId]).toBe(1);
	},
);

/** Faults strike the shop as everything else: what counts is whether the basket was completed. */
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import type { FaultKind } from '../../../sandbox/faults';
import { FAULT_KINDS } from '../../../sandbox/faults';
import { loadContract } from '../../../sandbox/contract';
import { Partner } from './support/client';
import type { Reply } from './support/client';
import { ECOM, GOLD, SHIPPING, Shopper, completion, key } from './support/shop';
import { SHOP_EXAMPLES } from './support/shopExamples';

let sandbox: Sandbox;
let partner: Partner;
let shopper: Shopper;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 1, behaviour: { stepMs: null } });
});
beforeEach(() => {
	sandbox.reset();
	partner = new Partner(sandbox);
	shopper = new Shopper(partner);
});
afterAll(() => sandbox.close());

/** Each completion: a basket that is ready for it, and the request. */
const COMPLETIONS = {
	ecomCompleteBasket: async () => ({
		method: 'PUT',
		path: `${ECOM}/complete`,
		body: key(await shopper.readyBasket()),
	}),
	walletableCompleteBuy: () => wallet('buy'),
	walletableCompleteSell: () => wallet('sell'),
	walletableCompleteDelivery: () => wallet('delivery'),
};

async function wallet(kind: 'buy' | 'sell' | 'delivery') {
	const { token } = await shopper.addToWallet(GOLD, 1, { type: kind });
	const body = { ...key(token), shipping: SHIPPING };
	return { method: 'POST', path: completion(kind), body };
}

const cases = Object.keys(COMPLETIONS).flatMap((operationId) =>
	FAULT_KINDS.map((kind) => [operationId as keyof typeof COMPLETIONS, kind] as const),
);

test.each(cases)('%s under %s is done only where the fault says so', async (operationId, kind) => {
	const { method, path, body } = await COMPLETIONS[operationId]();
	sandbox.faults.add({ kind, match: { operationId }, delayMs: 10 });
	await partner.callOnce(method, path, body).catch(() => 'reset');
	const done = kind.endsWith('After') || kind === 'latency';
	expect(sandbox.shop.orders.all()).toHaveLength(done ? 1 : 0);
	expect(sandbox.faults.struck()).toEqual({ [kind]: 1 });
});

test.each(['ecomCompleteBasket', 'walletableCompleteBuy'] as const)(
	'priceTokenExpired lets the prices inside the basket of %s expire, and looking at it renews them',
	async (operationId) => {
		const { method, path, body } = await COMPLETIONS[operationId]();
		sandbox.faults.add({ kind: 'priceTokenExpired', match: { operationId } });
		const refused = await partner.call(method, path, body);
		expect([refused.status, refused.json?.code]).toEqual([422, 4221]);
		const { cart_token: token } = body;
		const basket =
			operationId === 'ecomCompleteBasket'
				? await shopper.basket(token)
				: await shopper.walletBasket(token);
		expect(basket.pricefix?.updated).toBe(true);
		expect((await partner.call(method, path, body)).status).toBe(200);
	},
);

const shop = loadContract().filter(({ operationId }) => operationId in SHOP_EXAMPLES);

test.each(shop.map((operation) => [operation.operationId, operation] as const))(
	'%s is struck by a fault',
	async (operationId, { method }) => {
		const { path, body } = await SHOP_EXAMPLES[operationId]!.valid(partner);
		const kinds: FaultKind[] = ['503Before', '503After'];
		for (const kind of kinds) {
			sandbox.faults.add({ kind, match: { operationId } });
			const reply: Reply = await partner.call(method, path, body);
			expect(reply.status).toBe(503);
		}
	},
);

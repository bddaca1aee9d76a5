/**
 * Executes every operation of the registry through n8n-core's HTTP stack against the sandbox. An
 * operation of known field names needs no entry here: its form is filled in from its description.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../nodes/shared/operation';
import { readEndpoints } from '../../../scripts/lib/contract';
import { countByCertainty } from '../../../scripts/lib/coverageTables';
import type { RunResult } from '../../support/inProcess';
import { schemaOf, strictly, type OutputSchema } from '../../support/operations/outputSchema';
import { byId } from '../../support/forms';
import { openBasket } from '../../support/operations/baskets';
import { everyOperation, keyOf, nodeOf } from '../../support/operations/nodes';
import { SAMPLES, type Choices } from '../../support/operations/parameters';
import { prepareWorld, PREPARED_ORDER, type PreparedWorld } from '../../support/operations/world';

const ROOT = join(__dirname, '..', '..', '..');
const byCard = { payment: 'cardNumber', cardNumber: '5406670000005403' };
const ownAccount = { account: 'partner' };

/** The names of payment are those of the Partner API: a guess. */
const BY_CARD = {
	additionalBody: JSON.stringify({
		payment_type: 'creditcard',
		payment: {
			...{ card_holder: 'Ada Example', card_number: '5406670000005403' },
			...{ card_expiry: '12/39', card_cvv: '123' },
		},
	}),
};

/** Further ways through an operation, each of which may add fields to its output. */
const VARIANTS: Record<string, Choices[]> = {
	'order.buy': [
		ownAccount,
		{ ...byCard, customerDetails: 'given' },
		{ payment: 'savedCard' },
		{ orderBy: 'total' },
		{ priceSource: 'token' },
		{ previewOnly: true },
		{ ...ownAccount, previewOnly: true, orderBy: 'total' },
		{ externalId: PREPARED_ORDER },
		{ metal: 'GAG' },
		{ metal: 'GPT' },
		{ metal: 'other', sku: byId('GPD') },
	],
	'order.sell': [ownAccount, { orderBy: 'total' }, { priceSource: 'token' }, { previewOnly: true }],
	'order.get': [{ orderId: byId('EXAMPLE-SHIPPED') }, { orderId: byId('EXAMPLE-OWN') }],
	'api.checkEndpoints': [{ signedReads: true, readCustomerId: 'MTD-DEMO-1' }],
	'order.getInvoice': [{ orderId: byId('EXAMPLE-SHIPPED') }],
	'order.getMany': [{ returnAll: true }],
	'order.pushWebhook': [
		{ orderId: byId('EXAMPLE-SHIPPED') },
		{ orderId: byId('EXAMPLE-OWN') },
		{ orderId: byId('EXAMPLE-3D') },
	],
	'price.fix': [ownAccount, { orderBy: 'total' }],
	'customer.create': [
		{
			newCustomerId: 'MTD-EXAMPLE-MORE',
			personMore: { birthdate: '1990-12-31', email: 'ada@example.com', gender: 'F' },
		},
	],
	'customer.createBusiness': [
		{
			newCustomerId: 'MTD-EXAMPLE-FIRM',
			businessMore: { companyName: 'Example Trading', taxOffice: 'Example' },
		},
	],
	'customer.updateBusiness': [{ businessMore: { email: 'office@example.com' } }],
	'customer.bulkUpsertKyc': [{ customerId: byId('MTD-UNKNOWN') }],
	'customer.getKyc': [{ customerId: byId('MTD-DEMO-3') }],
	'card.add': [{ cardNumber: '5406670000005403' }],
	'delivery.create': [
		byCard,
		{ sameAddress: false, customerDetails: 'given' },
		{ externalId: 'EXAMPLE-SHIPPED', sku: byId('GAG') },
	],
	'payment.queryBin': [{ bin: '40000000' }],
	'legal.get': [{ legalType: 'privacy' }],
	'shop.product.getMany': [{ returnAll: true }],
	'shop.product.get': [{ productBy: 'id' }],
	'shop.basket.addItem': [{ addTo: 'existing' }],
	'shop.basket.setAddress': [{ sameAddress: false }, { addressSource: 'existing' }],
	'shop.basket.get': [{ basketBy: 'token' }],
	'shop.walletBasket.addItem': [{ addTo: 'existing' }, { basketType: 'sell' }],
	'shop.walletBasket.get': [{ basketBy: 'token' }],
};

/** Where the first run would disturb the second. */
const FIRST: Record<string, Choices> = {
	'customer.createBusiness': { newCustomerId: 'MTD-EXAMPLE-COMPANY' },
	'customer.delete': { customerId: byId('MTD-DEMO-2') },
	'order.get': { orderId: byId('EXAMPLE-3D') },
};

interface Executed {
	operation: Operation;
	runs: RunResult[];
}

/** Further ways through an operation of the shop, each with a basket of its own. */
async function prepareBaskets({ run, sandbox }: PreparedWorld): Promise<Record<string, Choices[]>> {
	const ofKind = (kind: 'buy' | 'sell' | 'delivery') =>
		byId(openBasket(sandbox, { section: 'wallet', kind }));
	const sent = openBasket(sandbox);
	await run('shop.basket.complete', { cartToken: byId(sent) });
	sandbox.shop.orders.enter(sandbox.shop.orders.byReference(sent), 'Shipped');
	const preview = (cartToken: Choices[string]) => ({ previewOnly: true, cartToken });
	return {
		'shop.basket.complete': [
			preview(byId(openBasket(sandbox))),
			preview(byId(sent)),
			{ ...BY_CARD, cartToken: byId(openBasket(sandbox)) },
		],
		'shop.order.get': [{ cartToken: byId(sent) }],
		'shop.walletBasket.completeBuy': [preview(ofKind('buy'))],
		'shop.walletBasket.completeSell': [preview(ofKind('sell'))],
		'shop.walletBasket.completeDelivery': [preview(ofKind('delivery'))],
	};
}

const executed = new Map<string, Executed>();
let world: PreparedWorld;

/** Deletions last, so that no other operation misses what they remove. */
const inOrder = [...everyOperation].sort(
	(a, b) => Number(a.value === 'delete') - Number(b.value === 'delete'),
);

beforeAll(async () => {
	// Else no check of endpoints could tell one from another.
	world = await prepareWorld({ manners: { openRouting: true } });
	const { run, sandbox } = world;
	await run('order.buy', { ...byCard, externalId: 'EXAMPLE-3D' });
	await run('order.buy', { ...ownAccount, externalId: 'EXAMPLE-OWN' });
	await run('delivery.create', { externalId: 'EXAMPLE-SHIPPED', sku: byId('GAG') });
	sandbox.moveOrder('EXAMPLE-SHIPPED', 'Shipped');
	const baskets = await prepareBaskets(world);
	for (const operation of inOrder) {
		const key = keyOf(operation);
		const runs: RunResult[] = [];
		for (const choices of [FIRST[key] ?? {}, ...(VARIANTS[key] ?? []), ...(baskets[key] ?? [])]) {
			runs.push(await run(key, choices));
		}
		executed.set(key, { operation, runs });
	}
}, 120_000);

afterAll(async () => await world.sandbox.close());

const jsonOf = (key: string): IDataObject[] => executed.get(key)!.runs.flatMap(({ json }) => json);
const schemaFile = (operation: Operation) => {
	const { resource, value } = operation;
	const { folder } = nodeOf(operation);
	return join(ROOT, 'nodes', folder, '__schema__/v1.0.0', resource, `${value}.json`);
};

/** A free call answers with whatever its endpoint does. */
function derivedSchema(operation: Operation): OutputSchema {
	const key = keyOf(operation);
	const schema = key === 'api.call' ? { type: 'object', properties: {} } : schemaOf(jsonOf(key));
	return { ...schema, version: 1 };
}

describe.each(inOrder.map((operation) => [keyOf(operation), operation] as const))(
	'%s',
	(key, operation) => {
		it('reaches its endpoint and returns an item that is paired with its input', () => {
			const { runs } = executed.get(key)!;
			for (const { items, requests } of runs) {
				expect(items.length).toBeGreaterThan(0);
				for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
				expect(requests.rejected401).toBe(0);
			}
			const reached = new Set(runs.flatMap(({ requests }) => Object.keys(requests.byOperation)));
			if (operation.endpoint !== undefined) expect(reached).toContain(operation.endpoint);
		});

		it('shows no card number, security code or password anywhere in the stored output', () => {
			for (const { run } of executed.get(key)!.runs) {
				const stored = JSON.stringify(run.data.resultData.runData);
				expect(stored).not.toMatch(/5406670000000003|5406670000005403|"(card_)?cvv"/);
				expect(stored).not.toContain(world.sandbox.password);
			}
		});

		it('has an output schema that is what its output looks like', () => {
			const file = schemaFile(operation);
			const derived = derivedSchema(operation);
			if (process.env.MINTED_WRITE_SCHEMAS === '1') {
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, `${JSON.stringify(derived, null, '\t')}\n`);
			}
			expect(existsSync(file)).toBe(true);
			const stored = JSON.parse(readFileSync(file, 'utf8')) as OutputSchema;
			expect(stored).toEqual(derived);
			if (key === 'api.call') return;
			const validate = new Ajv({ strict: false }).compile(strictly(stored));
			for (const json of jsonOf(key)) {
				validate(json);
				expect({ json, errors: validate.errors }).toEqual({ json, errors: null });
			}
		});

		it('writes its dates in ISO 8601 with an offset, and numbers as numbers', () => {
			const dates = JSON.stringify(jsonOf(key)).matchAll(
				/"(order_at|expires_at|updated_at)":"([^"]*)"/g,
			);
			for (const [, , date] of dates) {
				expect(date).toMatch(
					/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/,
				);
			}
			for (const row of jsonOf(key)) {
				for (const name of ['amount', 'price', 'total', 'balance']) {
					if (row[name] !== undefined && row[name] !== null)
						expect(typeof row[name]).toBe('number');
				}
			}
		});
	},
);

it('no endpoint of the contract was left out', () => {
	const reached = new Set(
		// The check of endpoints reads those of the other sections as well.
		[...executed.values()]
			.filter(({ operation }) => operation.value !== 'checkEndpoints')
			.flatMap(({ runs }) => runs.flatMap(({ requests }) => Object.keys(requests.byOperation))),
	);
	const own = readEndpoints(ROOT);
	expect([...reached].sort()).toEqual(own.map(({ operationId }) => operationId).sort());
	const { documented, likely, assumed } = countByCertainty(own);
	const runs = [...executed.values()].reduce((sum, { runs }) => sum + runs.length, 0);
	process.stdout.write(
		`coverage: ${executed.size} operations executed in ${runs} runs; ${reached.size} endpoints: ` +
			`${documented} documented, ${likely} likely, ${assumed} assumed\n`,
	);
});

it('every sample belongs to a field that exists', () => {
	const names = new Set(
		everyOperation.flatMap((operation) =>
			operation.fields.flatMap(({ name }) => [name, `${keyOf(operation)}.${name}`]),
		),
	);
	expect(Object.keys(SAMPLES).filter((name) => !names.has(name))).toEqual([]);
});

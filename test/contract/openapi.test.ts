/** The contract itself: good OpenAPI, and types that say what a request takes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { operations } from '../../minted/generated/types';
import { CONTRACT } from '../../scripts/lib/contract';
import { lintContract } from '../../scripts/lib/contractLint';

const ROOT = join(__dirname, '..', '..');
const source = readFileSync(join(ROOT, CONTRACT), 'utf8');
const types = readFileSync(join(ROOT, 'minted/generated/types.ts'), 'utf8');

type Ids = keyof operations;

/** The operations whose body has a type. */
type Sending = {
	[Id in Ids]: operations[Id] extends {
		requestBody: { content: { 'application/json': object } };
	}
		? Id
		: never;
}[Ids];

/** TypeScript refuses this list when an operation loses its body's type, or another gets one. */
const SENDING: Record<Sending, true> = {
	priceFix: true,
	calculatePrice: true,
	buyDigital: true,
	sellDigital: true,
	cardBinQuery: true,
	createCustomer: true,
	updateCustomer: true,
	upsertCustomerWalletKyc: true,
	bulkUpsertCustomerWalletKyc: true,
	updateCustomerCashBalance: true,
	balanceStats: true,
	cardStorageList: true,
	cardStorageAdd: true,
	cardStorageDelete: true,
	deliveryListWallets: true,
	deliveryCalculate: true,
	deliveryCreate: true,
	getOrderAlternative: true,
	partnerLegal: true,
	createCustomerAddress: true,
	createCustomerAddresses: true,
	ecomAddBasketItem: true,
	ecomUpdateBasketItem: true,
	ecomDeleteBasketItem: true,
	ecomSetBasketAddress: true,
	ecomClearBasket: true,
	ecomCompleteBasket: true,
	ecomGetOrder: true,
	walletableAddBasketItem: true,
	walletableUpdateBasketItem: true,
	walletableDeleteBasketItem: true,
	walletableCompleteBuy: true,
	walletableCompleteSell: true,
	walletableCompleteDelivery: true,
};

interface Operation {
	operationId: Ids;
	'x-certainty': string;
	requestBody?: {
		required?: boolean;
		content: Record<string, { schema: { $ref?: string; anyOf?: Array<{ $ref: string }> } }>;
	};
}

interface Contract {
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, Record<string, unknown>> };
}

const contract = parse(source) as Contract;
const all = Object.entries(contract.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);
const sending = all.filter(({ requestBody }) => requestBody !== undefined);

/** The schemas of an operation's body, by the name that the contract gives them. */
function bodySchemas({ requestBody }: Operation): Array<Record<string, unknown>> {
	const { schema } = requestBody!.content['application/json']!;
	const refs = schema.anyOf?.map(({ $ref }) => $ref) ?? [schema.$ref!];
	return refs.map((ref) => contract.components.schemas[ref.split('/').at(-1)!]!);
}

describe('The contract', () => {
	it('has nothing that the linter complains about', async () => {
		expect(await lintContract(ROOT, source)).toEqual([]);
	});

	it.each([
		['a reference to nothing', 'schemas/BuyRequest', 'schemas/BuyRequests', 'no-unresolved-refs'],
		['a path variable of another name', '/{order_id}:', '/{order}:', 'path-parameters-defined'],
		['two operations of one name', 'Id: getOrders', 'Id: getOrder', 'operation-operationId-unique'],
	])('is refused with %s', async (_name, right, wrong, rule) => {
		const problems = await lintContract(ROOT, source.replace(right, wrong));
		expect(problems.map(({ ruleId }) => ruleId)).toContain(rule);
	});

	it('gives a body to every operation that may take one, and to no other', () => {
		const withBody = all.filter(({ method }) => ['post', 'put', 'patch'].includes(method));
		expect(sending.map(({ operationId }) => operationId)).toEqual(
			expect.arrayContaining(withBody.map(({ operationId }) => operationId)),
		);
		expect(sending.filter(({ method }) => method === 'get')).toEqual([]);
	});

	it('types every body, so that code can be checked against it', () => {
		expect(sending.map(({ operationId }) => operationId).sort()).toEqual(
			Object.keys(SENDING).sort(),
		);
		for (const { operationId, requestBody } of sending) {
			// An optional body would have a type that cannot be reached without asking for it first.
			expect([operationId, requestBody!.required]).toEqual([operationId, true]);
		}
	});

	it('names fields in every body, or says that they are unknown', () => {
		for (const operation of sending) {
			for (const schema of bodySchemas(operation)) {
				const fields = Object.keys(schema.properties ?? {});
				const isOpen = schema.additionalProperties === true;
				expect([operation.operationId, fields.length > 0 || isOpen]).toEqual([
					operation.operationId,
					true,
				]);
				// What is assumed may be incomplete.
				if (operation['x-certainty'] === 'assumed') expect(isOpen).toBe(true);
			}
		}
	});

	it('becomes types in which no object is one that holds nothing', () => {
		const lines = types.split('\n').filter((line) => line.includes('Record<string, never>'));
		expect(lines.filter((line) => !/^export type (webhooks|\$defs) = /.test(line))).toEqual([]);
	});
});

/** Registry, contract, sandbox, README, files and schemas: each names what the others name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import { withSharedFields } from '../../../nodes/shared/fields/shared';
import { RESOURCE_NAMES } from '../../../nodes/shared/operation';
import type { Operation } from '../../../nodes/shared/operation';
import { handlers } from '../../../sandbox/handlers';
import { readEndpoints, readNotCovered } from '../../../scripts/lib/contract';
import { countByCertainty, operationFiles } from '../../../scripts/lib/coverageTables';
import {
	contractKeyOf,
	everyOperation,
	keyOf,
	NODES,
	nodeOf,
} from '../../support/operations/nodes';

const ROOT = join(__dirname, '..', '..', '..');

/** What workflows have saved since the first release: more may come, none may ever change. */
const PUBLIC_NAMES: Record<string, string[]> = {
	api: ['call', 'checkEndpoints'],
	balance: ['getCustomer', 'getCustomerStats7d', 'getPartner', 'getStats', 'updateCustomerCash'],
	card: ['add', 'delete', 'getMany'],
	customer: [
		'bulkUpsertKyc',
		'create',
		'createBusiness',
		'delete',
		'get',
		'getKyc',
		'update',
		'updateBusiness',
		'upsertKyc',
	],
	delivery: ['calculate', 'create', 'getWallets'],
	legal: ['get'],
	order: ['buy', 'get', 'getInvoice', 'getMany', 'getStatuses', 'pushWebhook', 'sell'],
	payment: ['getTypes', 'queryBin'],
	price: ['calculate', 'fix', 'getProducts'],
};

/** The same for Minted Connect Shop. */
const PUBLIC_SHOP_NAMES: Record<string, string[]> = {
	address: ['create', 'createMany'],
	basket: [
		'addItem',
		'clear',
		'complete',
		'deleteItem',
		'get',
		'getIncomplete',
		'setAddress',
		'updateItem',
	],
	order: ['get', 'getMany'],
	product: ['get', 'getMany'],
	wallet: ['getBalance'],
	walletBasket: [
		'addItem',
		'completeBuy',
		'completeDelivery',
		'completeSell',
		'deleteItem',
		'get',
		'updateItem',
	],
	walletOrder: ['getMany'],
	walletProduct: ['getMany'],
};

const publicKeysOf = (names: Record<string, string[]>) =>
	Object.entries(names).flatMap(([resource, values]) =>
		values.map((value) => `${resource}.${value}`),
	);
const PUBLIC: Record<string, string[]> = {
	MintedConnect: publicKeysOf(PUBLIC_NAMES),
	MintedConnectShop: publicKeysOf(PUBLIC_SHOP_NAMES),
};
const nodes = NODES.map((node) => [node.folder, node] as const);
const contract = readEndpoints(ROOT);
const onEndpoint = everyOperation.filter(({ endpoint }) => endpoint !== undefined);
const sorted = (values: Iterable<string>) => [...values].sort();

const optionOf = (fields: INodeProperties[], name: string) =>
	(fields.find((field) => field.name === 'options')?.options as INodeProperties[]).find(
		(option) => option.name === name,
	);

const optionsOf = (fields: INodeProperties[]) =>
	(fields.find(({ name }) => name === 'options')?.options ?? []).map(({ name }) => name);

describe.each(nodes)('The registry of %s', (folder, node) => {
	const { operations, operationsByKey } = node;
	const { properties } = node.description;
	const keys = operations.map(contractKeyOf);
	const files = () => operationFiles(ROOT, node);

	it('has every public name', () => {
		expect(keys).toEqual(expect.arrayContaining(PUBLIC[folder]!));
	});

	it('has one file for each operation, at the path of its name, and no other', () => {
		expect(sorted(files())).toEqual(sorted(keys.map((key) => key.replace('.', '/'))));
		for (const file of files()) {
			const { operation } = require(join(ROOT, 'nodes', folder, 'operations', file)) as {
				operation: Operation;
			};
			expect(`${operation.resource}/${operation.value}`).toBe(file);
		}
	});

	it('finds every operation by its name, and nothing by another', () => {
		for (const operation of operations) {
			expect(operationsByKey.get(`${operation.resource}.${operation.value}`)).toBe(operation);
		}
		expect(operationsByKey.get('order.cancel')).toBeUndefined();
	});

	it('lists every operation once in the editor, with an action of its own', () => {
		const shown = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options = [] }) =>
				(options as INodePropertyOptions[]).map((option) => ({
					key: `${displayOptions!.show!.resource![0] as string}.${option.value as string}`,
					...option,
				})),
			);
		// Once for people; where another one comes first for models, once more for them.
		const shownKeys = new Set(shown.map(({ key }) => key));
		expect(sorted(shownKeys)).toEqual(sorted(keys));
		expect(new Set(shown.map(({ action }) => action)).size).toBe(shownKeys.size);
		for (const { action, name, description } of shown) {
			expect(action).toMatch(/^[A-Z][^.]*[^. ]$/);
			expect(name).toMatch(/^[A-Z]/);
			expect(description).toMatch(/^[A-Z].*[^.]$/);
		}
	});
});

it('Every resource has a name in the editor, and no other', () => {
	expect(sorted(Object.keys(RESOURCE_NAMES))).toEqual(
		sorted(new Set(everyOperation.map(({ resource }) => resource))),
	);
});

it('Every operation of the shop says that it is experimental', () => {
	for (const { folder, operations } of NODES) {
		for (const { description } of operations) {
			expect(description.endsWith(' (experimental)')).toBe(folder === 'MintedConnectShop');
		}
	}
});

describe('The contract', () => {
	it.each(nodes)(
		'is reached by the operations of %s that it names, and names no others',
		(_, node) => {
			const named = new Set(contract.flatMap((endpoint) => node.at(endpoint)));
			const own = node.operations.filter(({ endpoint }) => endpoint !== undefined);
			expect(sorted(named)).toEqual(sorted(own.map(contractKeyOf)));
		},
	);

	it('has no endpoint that no operation reaches', () => {
		const unreached = contract.filter(
			({ nodeOperations, shopOperations }) => nodeOperations.length + shopOperations.length === 0,
		);
		expect(unreached).toEqual([]);
	});

	it('lists each operation at the endpoint that the operation is about', () => {
		for (const operation of onEndpoint) {
			const endpoint = contract.find(({ operationId }) => operationId === operation.endpoint);
			expect(endpoint && nodeOf(operation).at(endpoint)).toContain(contractKeyOf(operation));
		}
	});

	it('is served by the sandbox: one handler an endpoint, in both directions', () => {
		expect(sorted(Object.keys(handlers))).toEqual(
			sorted(contract.map(({ operationId }) => operationId)),
		);
	});

	it('has every endpoint in the facts that the node uses', () => {
		expect(sorted(Object.keys(endpoints))).toEqual(
			sorted(contract.map(({ operationId }) => operationId)),
		);
	});

	it('cites a page for each endpoint, and its date where the page shows one', () => {
		for (const { source, pageModified } of contract) {
			expect(source).toMatch(/^https:\/\/docs\.mintedconnect\.com\//);
			expect(pageModified ?? '2026-11-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
		}
		const undated = contract.filter(
			({ certainty, pageModified }) => certainty === 'documented' && pageModified === undefined,
		);
		expect(undated.map(({ operationId }) => operationId)).toEqual(['deliveryCreate']);
		const { documented, likely, assumed } = countByCertainty(contract);
		process.stdout.write(
			`coverage: ${everyOperation.length} operations on ${contract.length} endpoints: ` +
				`${documented} documented, ${likely} likely, ${assumed} assumed\n`,
		);
		expect(documented + likely + assumed).toBe(contract.length);
	});
});

describe('The documentation', () => {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	const rowsOf = (marker: string) =>
		readme
			.split(`<!-- ${marker}:start -->`)[1]!
			.split(`<!-- ${marker}:end -->`)[0]!
			.split('\n')
			.filter((line) => line.startsWith('|'))
			.map((line) => line.split('|').map((cell) => cell.trim()))
			.slice(2);

	it.each(nodes)(
		'has one README row for each operation of %s, and how sure its path is',
		(_, node) => {
			const { operations } = node;
			const rows = rowsOf(node.marker);
			const expected = operations.map((operation) => {
				const endpoint = contract.find(({ operationId }) => operationId === operation.endpoint);
				const { resource, name, description } = operation;
				return [RESOURCE_NAMES[resource], name, description, endpoint?.certainty ?? '-'].join('; ');
			});
			const found = rows.map(([, resource, name, description, , certainty]) =>
				[resource, name, description, certainty].join('; '),
			);
			expect(sorted(found)).toEqual(sorted(expected));
		},
	);

	const page = readFileSync(join(ROOT, 'docs/api-coverage.md'), 'utf8');

	it('has every endpoint, with its page, in docs/api-coverage.md', () => {
		for (const { method, path, source } of contract) {
			expect(page).toContain(`\`${method} ${path}\``);
			expect(page).toContain(source);
		}
	});

	it('says there what of the table of contents is left out, and why', () => {
		const notCovered = readNotCovered(ROOT);
		const sections = new Set(notCovered.map(({ section }) => section));
		expect([...sections]).toEqual(['E-Commerce', 'Walletable', 'Embedded Webview']);
		const rows = page.split('## Not covered')[1]!.split('\n');
		for (const { section, title, reason } of notCovered) {
			const row = rows.find((line) => line.includes(` ${title} `) && line.includes(section));
			expect(row).toContain(reason);
			expect(reason).not.toBe('');
		}
		// What is signed otherwise may share a path with what is covered.
		const digest = notCovered.filter(({ section }) => section !== 'Embedded Webview');
		const covered = contract.map(({ method, path }) => `${method} ${path}`);
		for (const { method, path } of digest) expect(covered).not.toContain(`${method} ${path}`);
	});
});

describe('The output schemas', () => {
	it.each(nodes)('are one file for each operation of %s, and no others', (name, { operations }) => {
		const folder = join(ROOT, 'nodes', name, '__schema__/v1.0.0');
		const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.json'))
			.map((file) => file.slice(0, -'.json'.length).replace(/[\\/]/, '.'));
		expect(sorted(files)).toEqual(sorted(operations.map(contractKeyOf)));
	});
});

describe('An operation whose path is not publicly documented', () => {
	const isUnsure = (endpoint: EndpointId) => endpoints[endpoint].certainty !== 'documented';

	it.each(onEndpoint.map((operation) => [keyOf(operation), operation] as const))(
		'%s: says so and lets the path be replaced, if and only if that is the case',
		(_, operation) => {
			const fields = withSharedFields(operation);
			const notice = fields.find(({ name }) => name === 'pathNotice');
			const unsure = isUnsure(operation.endpoint!);
			expect(optionsOf(fields).includes('endpointPath')).toBe(unsure);
			// A notice that opens each form is read by nobody: it stays where money moves.
			expect(notice !== undefined).toBe(unsure && operation.movesMoney);
			if (!unsure) return;
			const { method, path } = endpoints[operation.endpoint!];
			const option = optionOf(fields, 'endpointPath');
			for (const text of [option?.description, ...(notice ? [notice.displayName] : [])]) {
				expect(text).toContain(`${method} ${path}`);
				expect(text).toContain('not publicly documented');
			}
			if (notice) expect(notice.displayName).toContain('Endpoint Path');
		},
	);

	it('takes further fields as JSON wherever it sends a body', () => {
		const withBody = onEndpoint.filter(
			({ endpoint }) =>
				isUnsure(endpoint!) && ['POST', 'PATCH'].includes(endpoints[endpoint!].method),
		);
		const jsonFields = (fields: INodeProperties[]) => fields.filter(({ type }) => type === 'json');
		for (const operation of withBody) {
			const count = jsonFields(withSharedFields(operation)).length;
			expect([keyOf(operation), count]).toEqual([keyOf(operation), 1]);
		}
	});
});

describe('The fields', () => {
	/** Fields with those inside of collections. */
	const flat = (fields: INodeProperties[]): INodeProperties[] =>
		fields.flatMap((field) => {
			if (field.type === 'collection') return [field, ...flat(field.options as INodeProperties[])];
			if (field.type === 'fixedCollection') {
				const groups = field.options as INodePropertyCollection[];
				return [field, ...groups.flatMap(({ values }) => flat(values))];
			}
			return [field];
		});

	it('warn wherever a card number is entered', () => {
		for (const operation of everyOperation) {
			const names = operation.fields.map(({ name }) => name);
			expect([keyOf(operation), names.includes('cardNotice')]).toEqual([
				keyOf(operation),
				names.includes('cardNumber'),
			]);
		}
	});

	it('hide card numbers, security codes and tokens while they are typed', () => {
		const secret = flat(NODES.flatMap(({ description }) => description.properties)).filter(
			({ name }) => ['cardNumber', 'cardCvv', 'priceToken'].includes(name),
		);
		expect(secret.length).toBeGreaterThan(4);
		for (const { typeOptions } of secret) expect(typeOptions?.password).toBe(true);
	});

	it('offer Simplify, or a choice for models, on every answer with more than ten fields', () => {
		const wide = everyOperation.filter((operation) => {
			const { resource, value } = operation;
			const schemas = join(ROOT, 'nodes', nodeOf(operation).folder, '__schema__/v1.0.0');
			const file = join(schemas, resource, `${value}.json`);
			const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
			return Object.keys(schema.properties).length > 10;
		});
		expect(wide.filter(({ simplify }) => simplify === undefined).map(keyOf)).toEqual([]);
	});
});

/** Registry, contract, sandbox, README, files and schemas: each names what the others name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import { withSharedFields } from '../../../nodes/shared/fields/shared';
import { RESOURCE_NAMES } from '../../../nodes/shared/operation';
import type { Operation } from '../../../nodes/shared/operation';
import { operations, operationsByKey, properties } from '../../../nodes/MintedConnect/registry';
import { handlers } from '../../../sandbox/handlers';
import { readEndpoints, readNotCovered } from '../../../scripts/lib/contract';
import { countByCertainty, operationFiles } from '../../../scripts/lib/coverageTables';
import { keyOf } from '../../support/operations/parameters';

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
		'upsertKyc',
	],
	delivery: ['calculate', 'create', 'getWallets'],
	legal: ['get'],
	order: ['buy', 'get', 'getInvoice', 'getMany', 'getStatuses', 'pushWebhook', 'sell'],
	payment: ['getTypes', 'queryBin'],
	price: ['calculate', 'fix', 'getProducts'],
};

const publicKeys = Object.entries(PUBLIC_NAMES).flatMap(([resource, values]) =>
	values.map((value) => `${resource}.${value}`),
);
const contract = readEndpoints(ROOT);
const keys = operations.map(keyOf);
const onEndpoint = operations.filter(({ endpoint }) => endpoint !== undefined);
const sorted = (values: Iterable<string>) => [...values].sort();

const optionsOf = (fields: INodeProperties[]) =>
	(fields.find(({ name }) => name === 'options')?.options ?? []).map(({ name }) => name);

describe('The registry', () => {
	it('has every public name', () => {
		expect(keys).toEqual(expect.arrayContaining(publicKeys));
	});

	it('has one file for each operation, at the path of its name, and no other', () => {
		expect(sorted(operationFiles(ROOT))).toEqual(sorted(keys.map((key) => key.replace('.', '/'))));
		for (const file of operationFiles(ROOT)) {
			const { operation } = require(join(ROOT, 'nodes/MintedConnect/operations', file)) as {
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

	it('names every resource in the editor', () => {
		expect(sorted(Object.keys(RESOURCE_NAMES))).toEqual(
			sorted(new Set(operations.map(({ resource }) => resource))),
		);
	});
});

describe('The contract', () => {
	it('is reached by the operations that it names, and names no others', () => {
		const named = new Set(contract.flatMap(({ nodeOperations }) => nodeOperations));
		expect(sorted(named)).toEqual(sorted(onEndpoint.map(keyOf)));
	});

	it('has no endpoint that no operation reaches', () => {
		const unreached = contract.filter(
			({ nodeOperations, shopOperations }) => nodeOperations.length + shopOperations.length === 0,
		);
		expect(unreached).toEqual([]);
	});

	it('lists each operation at the endpoint that the operation is about', () => {
		for (const operation of onEndpoint) {
			const endpoint = contract.find(({ operationId }) => operationId === operation.endpoint);
			expect(endpoint?.nodeOperations).toContain(keyOf(operation));
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
		const own = contract.filter(({ nodeOperations }) => nodeOperations.length > 0);
		const { documented, likely, assumed } = countByCertainty(own);
		process.stdout.write(
			`coverage: ${operations.length} operations on ${own.length} endpoints: ` +
				`${documented} documented, ${likely} likely, ${assumed} assumed\n`,
		);
		expect(documented + likely + assumed).toBe(own.length);
	});
});

describe('The documentation', () => {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	const rows = readme
		.split('<!-- operations:start -->')[1]!
		.split('<!-- operations:end -->')[0]!
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.slice(2);

	it('has one README row for each operation, with what it does and how sure its path is', () => {
		const expected = operations.map((operation) => {
			const endpoint = contract.find(({ operationId }) => operationId === operation.endpoint);
			const { resource, name, description } = operation;
			return [RESOURCE_NAMES[resource], name, description, endpoint?.certainty ?? '-'].join('; ');
		});
		const found = rows.map(([, resource, name, description, , certainty]) =>
			[resource, name, description, certainty].join('; '),
		);
		expect(sorted(found)).toEqual(sorted(expected));
	});

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
	it('are one file for each operation, and no others', () => {
		const folder = join(ROOT, 'nodes/MintedConnect/__schema__/v1.0.0');
		const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.json'))
			.map((file) => file.slice(0, -'.json'.length).replace(/[\\/]/, '.'));
		expect(sorted(files)).toEqual(sorted(keys));
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
			expect(notice !== undefined).toBe(unsure);
			if (notice) {
				const { method, path } = endpoints[operation.endpoint!];
				expect(notice.displayName).toContain(`${method} ${path}`);
				expect(notice.displayName).toContain('not publicly documented');
				expect(notice.displayName).toContain('Endpoint Path');
			}
		},
	);

	it('takes further fields as JSON wherever it sends a body', () => {
		const withBody = onEndpoint.filter(
			({ endpoint }) =>
				isUnsure(endpoint!) && ['POST', 'PATCH'].includes(endpoints[endpoint!].method),
		);
		const jsonFields = (fields: INodeProperties[]) => fields.filter(({ type }) => type === 'json');
		for (const operation of withBody) {
			expect([keyOf(operation), jsonFields(withSharedFields(operation)).length]).toEqual([
				keyOf(operation),
				1,
			]);
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
		for (const operation of operations) {
			const names = operation.fields.map(({ name }) => name);
			expect([keyOf(operation), names.includes('cardNotice')]).toEqual([
				keyOf(operation),
				names.includes('cardNumber'),
			]);
		}
	});

	it('hide card numbers, security codes and tokens while they are typed', () => {
		const secret = flat(properties).filter(({ name }) =>
			['cardNumber', 'cardCvv', 'priceToken'].includes(name),
		);
		expect(secret.length).toBeGreaterThan(4);
		for (const { typeOptions } of secret) expect(typeOptions?.password).toBe(true);
	});

	it('offer Simplify, or a choice for models, on every answer with more than ten fields', () => {
		const wide = operations.filter((operation) => {
			const file = join(
				ROOT,
				`nodes/MintedConnect/__schema__/v1.0.0/${operation.resource}/${operation.value}.json`,
			);
			const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
			return Object.keys(schema.properties).length > 10;
		});
		expect(wide.filter(({ simplify }) => simplify === undefined).map(keyOf)).toEqual([]);
	});
});

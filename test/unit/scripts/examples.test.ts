import type { INode, INodeProperties, INodeType } from 'n8n-workflow';
import { join } from 'path';

import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import { MintedConnectPollingTrigger } from '../../../nodes/MintedConnectPollingTrigger/MintedConnectPollingTrigger.node';
import { MintedConnectTrigger } from '../../../nodes/MintedConnectTrigger/MintedConnectTrigger.node';
import {
	ORDERS_TABLE,
	readExamples,
	RECONCILED_TABLE,
	withCredential,
} from '../../../harness/examples';
import { POSTGRES_NODE } from '../../../harness/workflows';

const ROOT = join(__dirname, '..', '..', '..');
const CREDENTIAL = { id: 'stored-id', name: 'Stored name', type: 'mintedConnectApi' };

const OWN_NODES: Record<string, INodeType> = {
	'n8n-nodes-minted-connect.mintedConnect': new MintedConnect(),
	'n8n-nodes-minted-connect.mintedConnectTrigger': new MintedConnectTrigger(),
	'n8n-nodes-minted-connect.mintedConnectPollingTrigger': new MintedConnectPollingTrigger(),
};

/** Of the square that n8n draws a node as. */
const NODE_SIZE = 96;

/** What n8n itself adds to a node that polls. */
const POLL_TIMES = 'pollTimes';

const ownNodes = (nodes: INode[]) => nodes.filter(({ type }) => type in OWN_NODES);

/** Whether a field belongs to the node's resource and operation. */
function isShown({ displayOptions }: INodeProperties, { parameters }: INode): boolean {
	const { resource, operation } = displayOptions?.show ?? {};
	return (
		(resource === undefined || resource.includes(parameters.resource as string)) &&
		(operation === undefined || operation.includes(parameters.operation as string))
	);
}

/** Collections are checked one level down: n8n ignores an unknown name without a word. */
function unknownParameters(node: INode): string[] {
	const { properties, polling } = OWN_NODES[node.type]!.description;
	return Object.entries(node.parameters).flatMap(([name, value]) => {
		if (polling && name === POLL_TIMES) return [];
		const field = properties.find((known) => known.name === name && isShown(known, node));
		if (field === undefined) return [name];
		if (field.type !== 'collection') return [];
		const entries = (field.options ?? []).map((option) => option.name);
		return Object.keys(value as object).filter((entry) => !entries.includes(entry));
	});
}

describe.each(readExamples(ROOT))('the example $slug', ({ workflow }) => {
	const { nodes, connections } = workflow;

	it('sets only parameters that its nodes have', () => {
		expect(ownNodes(nodes).flatMap(unknownParameters)).toEqual([]);
	});

	it('names an operation that exists', () => {
		for (const node of ownNodes(nodes).filter(({ parameters }) => parameters.operation)) {
			const operations = OWN_NODES[node.type]!.description.properties.filter(
				(field) => field.name === 'operation' && isShown({ ...field }, node),
			).flatMap((field) => field.options ?? []);
			expect(operations).toContainEqual(
				expect.objectContaining({ value: node.parameters.operation }),
			);
		}
	});

	it('carries no credential of anyone, and takes the one it is given', () => {
		const asking = ownNodes(nodes);
		expect(asking.length).toBeGreaterThan(0);
		for (const { credentials = {} } of nodes) {
			for (const { id } of Object.values(credentials)) expect(id).toBe('');
		}
		for (const { credentials } of asking) expect(credentials?.mintedConnectApi?.id).toBe('');
		for (const { credentials } of ownNodes(withCredential(workflow, CREDENTIAL).nodes)) {
			expect(credentials?.mintedConnectApi).toEqual({ id: 'stored-id', name: 'Stored name' });
		}
	});

	it('connects nodes that exist, each of them reached', () => {
		const names = nodes.map(({ name }) => name);
		const targets = Object.values(connections).flatMap(({ main }) =>
			(main ?? []).flatMap((output) => (output ?? []).map(({ node }) => node)),
		);
		for (const name of [...Object.keys(connections), ...targets]) expect(names).toContain(name);
		const alone = nodes.filter(
			({ name, type }) =>
				!type.endsWith('stickyNote') && !targets.includes(name) && !(name in connections),
		);
		expect(alone).toEqual([]);
	});

	it('covers no node with another or with a sticky note', () => {
		const boxes = nodes.map(({ name, position: [x, y], parameters: { width, height } }) => ({
			...{ name, x, y, width: Number(width ?? NODE_SIZE), height: Number(height ?? NODE_SIZE) },
		}));
		const covering = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter(
					(other) =>
						one.x < other.x + other.width &&
						other.x < one.x + one.width &&
						one.y < other.y + other.height &&
						other.y < one.y + one.height,
				)
				.map((other) => [one.name, other.name]),
		);
		expect(covering).toEqual([]);
	});

	it('explains itself in a sticky note', () => {
		const [about] = nodes.filter(({ type }) => type.endsWith('stickyNote'));
		expect(about?.parameters.content).toMatch(/^## .+\n\n[^]+\*\*To use it\*\*/);
	});
});

describe.each([
	['order-push-to-spreadsheet', ORDERS_TABLE],
	['reconcile-orders', RECONCILED_TABLE],
])('the Data Table of the example %s', (example, table) => {
	const { nodes } = readExamples(ROOT).find(({ slug }) => slug === example)!.workflow;
	const writing = nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable');
	const columns = Object.keys(table.columns);

	it('has the columns that the workflow writes', () => {
		const written = writing.flatMap(({ parameters }) =>
			Object.keys((parameters.columns as { value: object }).value),
		);
		expect([...new Set(written)].sort()).toEqual([...columns].sort());
	});

	it('is known to each step with all its columns, or the editor calls them outdated', () => {
		for (const { parameters } of writing) {
			const { schema, value } = parameters.columns as {
				schema: Array<{ id: string; removed: boolean }>;
				value: object;
			};
			expect(schema.map(({ id }) => id)).toEqual(columns);
			const shown = schema.filter(({ removed }) => !removed).map(({ id }) => id);
			expect(shown.sort()).toEqual(Object.keys(value).sort());
		}
	});

	it('is the one that the workflow names', () => {
		for (const { parameters } of writing) {
			expect(parameters.dataTableId).toMatchObject({ mode: 'name', value: table.name });
		}
	});

	it('is described in the sticky note with all its columns', () => {
		const about = nodes.find(({ name }) => name === 'About')!;
		for (const column of columns) expect(about.parameters.content).toContain(`\`${column}\``);
	});
});

describe('the table of the example place-each-order-once', () => {
	const { nodes } = readExamples(ROOT).find(
		({ slug }) => slug === 'place-each-order-once',
	)!.workflow;
	const about = String(nodes.find(({ name }) => name === 'About')!.parameters.content);
	const queries = nodes.filter(({ type }) => type === POSTGRES_NODE);
	const queryOf = (node?: INode) => String(node?.parameters.query);
	const named = (wanted: string) => queryOf(nodes.find(({ name }) => name === wanted));
	const WAITING = /INTERVAL '([^']+)'/g;

	it('is asked for one order after another, so that no claim waits behind another order', () => {
		for (const { parameters } of queries) {
			expect(parameters.options).toMatchObject({ queryBatching: 'independently' });
		}
		const loop = nodes.find(({ name }) => name === 'One order at a time')!;
		expect(loop.parameters.batchSize ?? 1).toBe(1);
	});

	it('takes an ID once, and values as parameters only', () => {
		expect(named('Claim the ID')).toContain('ON CONFLICT (order_id) DO NOTHING');
		for (const query of queries.map(queryOf)) expect(query).not.toContain('{{');
	});

	it('counts a claim for as long wherever it is taken over, and the sticky note says so', () => {
		const waits = queries.flatMap((node) =>
			[...queryOf(node).matchAll(WAITING)].map(([, wait]) => wait!),
		);
		expect(waits).toEqual(['15 minutes', '15 minutes']);
		expect(about).toContain('After 15 minutes');
	});

	it('is in as many steps as the sticky note says', () => {
		expect(queries).toHaveLength(6);
		expect(about).toContain('the six Postgres nodes');
	});
});

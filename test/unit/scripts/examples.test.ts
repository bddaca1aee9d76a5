import type { INode, INodeProperties, INodeType } from 'n8n-workflow';
import { readFileSync } from 'fs';
import { join } from 'path';

import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';
import { MintedConnectPollingTrigger } from '../../../nodes/MintedConnectPollingTrigger/MintedConnectPollingTrigger.node';
import { MintedConnectShop } from '../../../nodes/MintedConnectShop/MintedConnectShop.node';
import { MintedConnectTrigger } from '../../../nodes/MintedConnectTrigger/MintedConnectTrigger.node';
import {
	needsOnly,
	ORDERS_TABLE,
	readExamples,
	RECONCILED_TABLE,
	withCredential,
} from '../../../harness/examples';
import { overlaps } from '../../support/canvas';

const ROOT = join(__dirname, '..', '..', '..');
const CREDENTIAL = { id: 'stored-id', name: 'Stored name', type: 'mintedConnectApi' };

const OWN_NODES: Record<string, INodeType> = {
	'n8n-nodes-minted-connect.mintedConnectTool': new MintedConnect(),
	'n8n-nodes-minted-connect.mintedConnect': new MintedConnect(),
	'n8n-nodes-minted-connect.mintedConnectShop': new MintedConnectShop(),
	'n8n-nodes-minted-connect.mintedConnectTrigger': new MintedConnectTrigger(),
	'n8n-nodes-minted-connect.mintedConnectPollingTrigger': new MintedConnectPollingTrigger(),
};

/** n8n's own nodes in the examples, with their versions; that n8n has them is tested in a real one. */
const N8N_NODES: Record<string, number[]> = {
	aggregate: [1],
	convertToFile: [1.1],
	dataTable: [1.1],
	emailSend: [2.1],
	emailSendHitlTool: [2.1],
	executeWorkflowTrigger: [1.1],
	extractFromFile: [1],
	filter: [2.2],
	formTrigger: [2.2],
	googleSheets: [4.7],
	httpRequest: [4.2],
	hubspot: [2.2],
	if: [2.2],
	manualTrigger: [1],
	merge: [3.2],
	noOp: [1],
	odoo: [2],
	postgres: [2.6],
	removeDuplicates: [2],
	scheduleTrigger: [1.2],
	set: [3.4],
	slack: [2.3],
	splitInBatches: [3],
	splitOut: [1],
	stickyNote: [1],
	stopAndError: [1],
	switch: [3.2],
	telegram: [1.2],
	wait: [1.1],
	wooCommerceTrigger: [1],
};

/** The same of its nodes for AI agents. */
const AI_NODES: Record<string, number[]> = {
	agent: [3.1],
	chatTrigger: [1.1],
	lmChatOpenAi: [1.3],
};

/** Names that n8n gives by itself and that say nothing of what a step is for. */
const DEFAULT_NAMES =
	/^(If|Set|Edit Fields|Switch|Filter|Merge|HTTP Request|Code|Aggregate|Minted Connect)\b/;

/** The places that may be named: invented ones, and those of the services themselves. */
const HOSTS = ['api.hubapi.com'];

const IDENTITY_NUMBER = '10000000146';

const MOVES_METAL = ['order/buy', 'order/sell', 'delivery/create'];

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
		for (const { credentials } of asking) expect(credentials?.mintedConnectApi?.id).toBe('');
		for (const { credentials = {} } of nodes) {
			for (const { id } of Object.values(credentials)) expect(id).toBe('');
		}
		for (const { credentials } of ownNodes(withCredential(workflow, CREDENTIAL).nodes)) {
			expect(credentials?.mintedConnectApi).toEqual({ id: 'stored-id', name: 'Stored name' });
		}
	});

	it('connects nodes that exist, each of them reached', () => {
		const names = nodes.map(({ name }) => name);
		const targets = Object.values(connections).flatMap((kinds) =>
			Object.values(kinds)
				.flat()
				.flatMap((output) => (output ?? []).map(({ node }) => node)),
		);
		for (const name of [...Object.keys(connections), ...targets]) expect(names).toContain(name);
		const alone = nodes.filter(
			({ name, type }) =>
				!type.endsWith('stickyNote') && !targets.includes(name) && !(name in connections),
		);
		expect(alone).toEqual([]);
	});

	it('explains itself in exactly one sticky note, which overlaps nothing', () => {
		const stickies = nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		expect(stickies).toHaveLength(1);
		expect(stickies[0]!.parameters.content).toMatch(/^## .+\n\n[^]+\*\*To use it\*\*\n1\. /);
		expect(overlaps(workflow)).toEqual([]);
	});

	it('names in the sticky note only steps that it has', () => {
		const about = String(nodes.find(({ name }) => name === 'About')?.parameters.content);
		const names = nodes.map(({ name }) => name);
		const bold = [...about.matchAll(/\*\*([^*:]+)\*\*/g)].map(([, text]) => text!);
		const words = /^(To use it|Why .*|Production URL|Minted (orders|GUID)|Reconciled orders)$/;
		expect(bold.filter((text) => !names.includes(text) && !words.test(text))).toEqual([]);
	});

	it('names its steps by what they do', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const name of names) {
			expect(name).toMatch(/^[A-Z][^_=]{2,39}$/);
			expect(name).not.toMatch(DEFAULT_NAMES);
			expect(name).not.toMatch(/\d$/);
		}
	});

	it('uses only nodes that are known, in known versions', () => {
		for (const { type, typeVersion } of nodes.filter((node) => !(node.type in OWN_NODES))) {
			const [, scope, name = ''] = /^(.+)\.(\w+)$/.exec(type) ?? [];
			expect(['n8n-nodes-base', '@n8n/n8n-nodes-langchain']).toContain(scope);
			const known = scope === 'n8n-nodes-base' ? N8N_NODES : AI_NODES;
			expect(known[name]).toContain(typeVersion);
		}
	});

	it('names each movement of metal by an ID from its own data, never by chance or by the time', () => {
		// For a model the package itself makes the ID.
		const moving = ownNodes(nodes).filter(
			({ type, parameters: { resource, operation } }) =>
				!type.endsWith('Tool') && MOVES_METAL.includes(`${String(resource)}/${String(operation)}`),
		);
		for (const { parameters } of moving) {
			expect(parameters.externalId).toMatch(/^=\{\{ .+ \}\}$/);
			expect(parameters.externalId).not.toMatch(/\$now|\$today|random|\$itemIndex|\$runIndex/i);
		}
	});

	it('holds no ID of any account, workflow or document', () => {
		expect(Object.keys(workflow).sort()).toEqual([
			...['connections', 'name', 'nodes', 'pinData', 'settings'],
		]);
		const text = JSON.stringify(workflow);
		expect(text).not.toMatch(/cachedResult|instanceId|versionId/);
		for (const [, mode, value] of text.matchAll(/"__rl":true,"mode":"(\w+)","value":"([^"]*)"/g)) {
			if (mode === 'list') expect(value).toBe('');
			if (mode === 'id') expect(value).toMatch(/^(={{|[a-z]+\.[a-z]+$)/);
		}
	});

	it('holds no data of a real person', () => {
		const text = JSON.stringify(workflow);
		for (const [email] of text.matchAll(/[\w.+-]+@[\w-]+\.[\w.]+/g)) {
			expect(email).toMatch(/@example\.com$/);
		}
		for (const [phone] of text.matchAll(/\+\d{9,}/g)) expect(phone).toMatch(/^\+90\d{3}000\d{4}$/);
		for (const [number] of text.matchAll(/\b\d{11}\b/g)) expect(number).toBe(IDENTITY_NUMBER);
		for (const [, host] of text.matchAll(/https?:\/\/([\w.-]+)/g)) expect(HOSTS).toContain(host);
	});
});

describe('The examples', () => {
	const examples = readExamples(ROOT);

	it('are numbered so that what belongs together stands together', () => {
		for (const { file } of examples) expect(file).toMatch(/^[1-9]\d-[a-z0-9-]+\.json$/);
		expect(new Set(examples.map(({ file }) => file.slice(0, 2))).size).toBe(examples.length);
		expect(new Set(examples.map(({ slug }) => slug)).size).toBe(examples.length);
		expect(new Set(examples.map(({ workflow }) => workflow.name)).size).toBe(examples.length);
	});

	// Their files' names alone say which there are and in what order; no text counts them.
	it.each([
		['docs/examples.md', /\]\(\.\.\/examples\/([\w-]+\.json)\)/g],
		['README.md', /\]\(examples\/([\w-]+\.json)\)/g],
	])('are all linked from %s, in their order', (page, link) => {
		const text = readFileSync(join(ROOT, page), 'utf8');
		const linked = [...text.matchAll(link)].map(([, file]) => file);
		expect(linked).toEqual(examples.map(({ file }) => file));
	});

	it('listen at addresses of their own', () => {
		const hooks = examples.flatMap(({ workflow }) =>
			workflow.nodes.flatMap(({ webhookId }) => webhookId ?? []),
		);
		expect(new Set(hooks).size).toBe(hooks.length);
	});

	it('can be published at once where they need no other account', () => {
		const slugs = examples
			.filter(({ workflow }) => needsOnly(workflow, 'mintedConnectApi'))
			.map(({ slug }) => slug);
		expect(slugs).toContain('order-push-to-spreadsheet');
		expect(slugs).not.toContain('order-push-to-google-sheets');
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
	const queries = nodes.filter(({ type }) => type === 'n8n-nodes-base.postgres');
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

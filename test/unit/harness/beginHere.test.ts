import { beginHere, leadingTo, type Places } from '../../../harness/beginHere';
import { readExamples } from '../../../harness/examples';
import type { WorkflowFile } from '../../../harness/workflows';
import { overlaps } from '../../support/canvas';

const CREDENTIAL = { id: 'c1', name: 'Minted Connect (sandbox)', type: 'mintedConnectApi' };

const placesAt = (port: number): Places => ({
	console: `http://127.0.0.1:${port}/_console`,
	ordersTable: `http://127.0.0.1:${port}/projects/p1/datatables/t1`,
	credentials: `http://127.0.0.1:${port}/home/credentials`,
	examples: readExamples().map((example) => ({
		example,
		url: `http://127.0.0.1:${port}/workflow/${example.slug}`,
	})),
});

const textsOf = ({ nodes }: WorkflowFile) =>
	nodes
		.filter(({ type }) => type.endsWith('.stickyNote'))
		.map(({ parameters }) => String(parameters.content))
		.join('\n');

describe('The workflow to begin with', () => {
	it('buys with one click, for somebody who has money, under an ID of its own', () => {
		const { nodes, connections } = beginHere(CREDENTIAL, placesAt(1));
		expect(Object.keys(connections)).toEqual(['Try it here', 'Buy gold']);
		const buy = nodes.find(({ name }) => name === 'Buy gold');
		expect(buy?.credentials).toEqual({ mintedConnectApi: { id: 'c1', name: CREDENTIAL.name } });
		expect(buy).toMatchObject({ typeVersion: 2 });
		expect(buy?.parameters).toMatchObject({
			...{ resource: 'order', operation: 'buy', amount: 0.5 },
			sku: { mode: 'list', value: 'GAU' },
			externalId: '=mine-{{ $execution.id }}',
		});
	});

	it('has notes that lie on nothing', () => {
		expect(overlaps(beginHere(CREDENTIAL, placesAt(1)))).toEqual([]);
	});

	it('has room for each example, however many there are', () => {
		const places = placesAt(1);
		const heightFor = (count: number) => {
			const some = { ...places, examples: places.examples.slice(0, count) };
			const note = beginHere(CREDENTIAL, some).nodes.find(({ name }) => name === 'Examples');
			return Number(note?.parameters.height);
		};
		expect(heightFor(11) - heightFor(1)).toBe(10 * 22);
	});

	it('leads to console, Data Table, credentials and each example', () => {
		const places = placesAt(1);
		const text = textsOf(beginHere(CREDENTIAL, places));
		for (const url of [places.console, places.ordersTable, places.credentials]) {
			expect(text).toContain(`](${url})`);
		}
		const linked = [...text.matchAll(/- \[([^\]]+)\]\(\S+\/workflow\//g)].map(([, name]) => name!);
		const names = readExamples().map(({ workflow }) => workflow.name);
		expect(linked.sort()).toEqual(names.sort());
	});

	it('says nothing of a Data Table where n8n has none', () => {
		const text = textsOf(beginHere(CREDENTIAL, { ...placesAt(1), ordersTable: undefined }));
		expect(text).toContain('The console');
		expect(text).not.toMatch(/The Data Table\]|undefined/);
	});

	it('keeps examples that run at once apart from those that need another account', () => {
		const [, atOnce = '', elsewhere = ''] = textsOf(beginHere(CREDENTIAL, placesAt(1))).split(
			/### They (?:run at once|need an account elsewhere, too)/,
		);
		expect(atOnce).toContain('[Reconcile orders]');
		expect(atOnce).not.toContain('HubSpot');
		expect(elsewhere).toContain('[Order push to HubSpot]');
	});

	it('leads to where things are at the next start, and leaves what a person changed', () => {
		const first = beginHere(CREDENTIAL, placesAt(1));
		const changed = {
			...first,
			nodes: first.nodes
				.filter(({ name }) => name !== 'Examples')
				.map((step) =>
					step.name === 'Buy gold'
						? { ...step, parameters: { ...step.parameters, amount: 3 } }
						: step,
				),
		};
		const again = leadingTo(changed, placesAt(2));
		expect(textsOf(again)).toContain('http://127.0.0.1:2/_console');
		expect(textsOf(again)).not.toContain('http://127.0.0.1:1/');
		expect(again.nodes.map(({ name }) => name)).toEqual(changed.nodes.map(({ name }) => name));
		expect(again.nodes.find(({ name }) => name === 'Buy gold')?.parameters.amount).toBe(3);
	});
});

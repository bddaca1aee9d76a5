import { readExamples } from '../../../harness/examples';
import {
	hasTables,
	isN8n1,
	runsWhatIsSent,
	withoutTables,
	withTablesById,
} from '../../../harness/n8n/olderN8n';
import { inARow, manualTrigger } from '../../../harness/workflows';

it.each([
	['1.85.4', true],
	['1.123.81', true],
	['2.0.0', false],
	['2.41.1', false],
])('n8n %s is an n8n 1: %s', (version, expected) => {
	expect(isN8n1(version)).toBe(expected);
});

it.each([
	['1.123.81', true],
	['2.8.4', true],
	['2.20.12', false],
	['2.41.1', false],
])('n8n %s runs the workflow that is sent: %s', (version, expected) => {
	expect(runsWhatIsSent(version)).toBe(expected);
});

it.each([
	['1.100.1', false],
	['1.123.81', true],
	['2.41.1', true],
])('n8n %s has Data Tables: %s', (version, expected) => {
	expect(hasTables(version)).toBe(expected);
});

describe('A workflow for n8n 1', () => {
	const { workflow } = readExamples().find(({ slug }) => slug === 'order-push-to-spreadsheet')!;
	const tableNodes = (nodes: typeof workflow.nodes) =>
		nodes.filter(({ type }) => type === 'n8n-nodes-base.dataTable');

	it('finds its Data Tables by id, with the version of the node that is there', () => {
		const tables = [
			{ id: 'other', name: 'Reconciled orders' },
			{ id: 'table-1', name: 'Minted orders' },
		];
		const changed = tableNodes(withTablesById(workflow, tables).nodes);
		expect(changed.length).toBeGreaterThan(0);
		for (const { typeVersion, parameters } of changed) {
			expect(typeVersion).toBe(1);
			expect(parameters.dataTableId).toEqual({ __rl: true, mode: 'id', value: 'table-1' });
		}
	});

	it('passes on what it would save, where there are no Data Tables', () => {
		const { nodes, connections } = withoutTables(workflow);
		expect(tableNodes(nodes)).toEqual([]);
		expect(nodes.map(({ name }) => name)).toEqual(workflow.nodes.map(({ name }) => name));
		expect(connections).toEqual(workflow.connections);
		expect(nodes.find(({ name }) => name === 'Save the order')).toMatchObject({
			...{ type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
		});
	});

	it('is otherwise what it was', () => {
		const plain = inARow('Nothing', [manualTrigger('Start')]);
		expect(withTablesById(plain, [])).toEqual(plain);
	});

	it('is refused while its table is not there', () => {
		expect(() => withTablesById(workflow, [])).toThrow(/"Minted orders": no such table/);
	});
});

import { readSources, textsIn } from '../../../nodes/shared/tool/expressions';
import { SPELLINGS } from '../../support/agents/attacks';

describe("A field's raw text", () => {
	it.each(['', 'C-17', '100', '{{ $json.x }}', '$fromAI("x")'])(
		'is a literal without an equals sign, whatever it looks like: %s',
		(text) => {
			expect(readSources(text)).toEqual({ kind: 'literal', nodes: [], asksModel: false });
		},
	);

	it.each([
		["={{ $('Webhook').item.json.id }}", ['Webhook']],
		['={{$("My Node").item.json.body["customer id"][0].id.trim()}}', ['My Node']],
		["={{ $('Müşteri').item.json.müşteri_no }}", ['Müşteri']],
		["={{ $('Şube').item.json.İl.$no }}", ['Şube']],
		[String.raw`={{ $('Ada\'s Shop').item.json['owner\'s id'] }}`, ["Ada's Shop"]],
		["=shop-{{ $('A').item.json.id }}-{{ $('B').item.json.line }}", ['A', 'B']],
	])('names the nodes that it reads: %s', (text, nodes) => {
		expect(readSources(text)).toEqual({ kind: 'expression', nodes, asksModel: false });
	});

	it.each(['={{ $vars.customer }}', '={{ $workflow.id }}', '={{ 5 }}', "={{ 'fixed' }}", '=plain'])(
		'may name what no model can change: %s',
		(text) => {
			expect(readSources(text)).toEqual({ kind: 'expression', nodes: [], asksModel: false });
		},
	);

	it.each([
		"={{ $fromAI('amount') }}",
		"={{$fromai('amount','How much','number',5)}}",
		"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Amount__Grams_', ``, 'number') }}",
	])('says plainly that the model chooses: %s', (text) => {
		expect(readSources(text)).toEqual({ kind: 'expression', nodes: [], asksModel: true });
	});

	it.each(SPELLINGS)('is fixed by the builder in no hidden spelling: %s', (text) => {
		const { kind, asksModel, nodes } = readSources(text);
		expect(
			kind === 'unclear' || asksModel || nodes.includes('Agent') || nodes.includes('Buy'),
		).toBe(true);
	});

	it.each([
		'={{ $fromAI($json.x) }}',
		"={{ $fromAI('a', `${$json.x}`) }}",
		"={{ $fromAI('a') + $json.x }}",
		"={{ $('A').item.json }}",
		"={{ $('A').item.json.constructor() }}",
		"={{ $('A').item.json['x' + $json.y] }}",
		"={{ $('A').all()[0].json.x }}",
		"={{ $('A{{').item.json.x }}",
		"={{ $('Müşteri').item.json.müşteri($json.x) }}",
		"={{ $('Müşteri').item.json[$json.müşteri] }}",
		"={{ $('Müşteri').item.json.müşteri + $input.item.json.x }}",
		"={{ $('Müşteri').item.json.müşteri || $fromAI('x') }}",
		"={{ $('Müşteri').item.json.$fromAI('x') }}",
		"={{ $('Müşteri').item.json.1x }}",
		String.raw`={{ $('A\').item.json.x + $json['x') }}`,
		String.raw`={{ $('A\' + $json.x + '').item.json.x }}`,
		String.raw`={{ $('A\x27').item.json.x }}`,
		String.raw`={{ $('A').item.json.\u0078 }}`,
		"={{ $('A').item.json.x }} \\{{ $json.x }}",
		"={{ $('A').item.json.x",
		"={{ $('A').item.json.x; $json.y }}",
		'={{ $env.SECRET }}',
		"={{ '}}' + $json.x + '{{' }}",
	])('is unclear in everything else: %s', (text) => {
		expect(readSources(text).kind).toBe('unclear');
	});
});

it('Texts are found at every depth, with the path to them', () => {
	const form = { id: { __rl: true, value: 'a' }, rows: [{ name: 'b' }], count: 1, empty: null };
	expect(textsIn(form)).toEqual([
		[['id', 'value'], 'a'],
		[['rows', '0', 'name'], 'b'],
	]);
});

import { compareShape, type Shape } from '../../../minted/client/shape';
import { reads } from '../../../minted/generated/reads';

const SHAPE: Shape = {
	'': 'object',
	data: 'array',
	'data[]': 'object',
	'data[].guid': 'string',
	'data[].price': 'null|number',
	'data[].tag': '?string',
	'data[].owner': '?null|object',
	'data[].owner.name': 'string',
	'data[].extra': '?object',
	'data[].extra.*': '?any',
	success: 'boolean',
};

const of = (...rows: unknown[]) => ({ data: rows, success: true });
const row = { guid: 'g-1', price: 1 };
const compare = (body: unknown, secrets: string[] = []) =>
	compareShape(SHAPE, body, secrets).differences.map(
		({ field, expected, found }) => `${field}: ${expected} > ${found}`,
	);

describe('A shape', () => {
	it('that is as described has no differences', () => {
		expect(compare(of(row, { ...row, price: null, owner: null }))).toEqual([]);
		expect(compare(of())).toEqual([]);
	});

	it.each<[string, unknown, string[]]>([
		['a missing field', of({ price: 1 }), ['data[].guid: string > nothing']],
		['a new field', of({ ...row, colour: 'red' }), ['data[].colour: nothing > string']],
		['another type', of({ ...row, guid: 7 }), ['data[].guid: string > number']],
		['nothing where something is', of({ ...row, guid: null }), ['data[].guid: string > null']],
		[
			'types of several rows',
			of({ ...row, price: 'free' }, { ...row, price: true }),
			['data[].price: null|number > boolean|string'],
		],
		[
			'what is inside of a new field',
			of({ ...row, box: { size: 1 } }),
			['data[].box: nothing > object', 'data[].box.size: nothing > number'],
		],
		['a list written as an object', { data: { 0: row }, success: true }, ['data: array > object']],
		['an answer that is a list', [row], ['answer: object > array']],
		['an answer that is no JSON', undefined, ['answer: object > no JSON']],
		[
			'a field in an optional object',
			of({ ...row, owner: {} }),
			['data[].owner.name: string > nothing'],
		],
	])('tells %s', (_what, body, expected) => {
		expect(compare(body)).toEqual(expected);
	});

	it('tells which fields were never seen', () => {
		expect(compareShape(SHAPE, of(row)).notSeen).toEqual([
			'data[].tag',
			'data[].owner',
			'data[].owner.name',
			'data[].extra',
		]);
		expect(compareShape(SHAPE, of()).notSeen).toContain('data[].guid');
	});

	it('is told within bounds', () => {
		const names = Array.from(
			{ length: 20_000 },
			(_, index) => `field_${index % 10}${'x'.repeat(index % 30)}`,
		);
		const wide = Object.fromEntries(names.map((name) => [name, 1]));
		expect(compare(of({ ...row, ...wide })).length).toBeLessThanOrEqual(200);
		let deep: unknown = 1;
		for (let level = 0; level < 1_000; level++) deep = { in: deep };
		expect(compare(of({ ...row, deep })).length).toBeLessThan(20);
	});
});

describe('A name that may be data is masked', () => {
	it.each([
		['an ID', '1c9d1e9e-4c1b-4c0b-9f0d-2f6c1f0f5a11'],
		['an email address', 'ada@example.com'],
		['a number', '905000000000'],
		['a code', 'MTD-DEMO-1'],
		['a person', 'Ada Example'],
		['a currency', 'TRY'],
		['a date', '2026-11-24'],
		['a token', 'a1b2c3d4e5f6'],
		['a long text', 'x'.repeat(41)],
		['__proto__', '__proto__'],
	])('%s', (_what, name) => {
		const strange = JSON.parse(`{${JSON.stringify(name)}: 5}`) as object;
		const body = of({ ...row, box: strange });
		expect(compare(body)).toEqual([
			'data[].box: nothing > object',
			'data[].box.*: nothing > number',
		]);
		expect(JSON.stringify(compareShape(SHAPE, body))).not.toContain(name);
	});

	it('a name that is also a value, or was asked for', () => {
		expect(compare(of({ ...row, by: { ada: 1 }, firstname: 'Ada' })).join()).not.toContain('.ada');
		expect(compare(of({ ...row, by: { ada: 1 } }), ['ADA']).join()).not.toContain('.ada');
		expect(compare(of({ ...row, by: { ada: 1 } })).join()).toContain('.ada');
	});

	it('names of several things of one shape', () => {
		const body = of({ ...row, by: { ada: { n: 1 }, grace: { n: 2 } } });
		expect(compare(body)).toEqual([
			'data[].by: nothing > object',
			'data[].by.*: nothing > object',
			'data[].by.*.n: nothing > number',
		]);
	});

	it('whatever is inside of a free-form field is not told at all', () => {
		expect(compare(of({ ...row, extra: { ada: { secret: 1 } } }))).toEqual([]);
	});
});

it('The shapes of the contract are those of reads with GET, each of the envelope', () => {
	for (const { shape } of Object.values(reads)) {
		expect(shape).toMatchObject({ '': 'object', success: 'boolean', code: expect.anything() });
		expect(Object.keys(shape)).toContain('data');
	}
});

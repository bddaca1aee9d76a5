/** What every form of the package has to be, so that each n8n can open workflows with it. */
import type { INodeProperties } from 'n8n-workflow';
import { loadPackage, sourceOf } from '../../../harness/inProcess/package';
import { ROOT } from '../../../harness/package';
import { conditions } from '../../../nodes/shared/conditions';

const { nodeTypes, credentialTypes } = loadPackage(
	ROOT,
	(file) => jest.requireActual<object>(file),
	sourceOf,
);

/** A field and all that it holds, each with the way to it. */
function withInner(field: INodeProperties, way: string): Array<[string, INodeProperties]> {
	const here = `${way} > ${field.displayName}`;
	const inner = (field.options ?? []).flatMap((entry): INodeProperties[] => {
		if ('values' in entry) return entry.values;
		return 'type' in entry ? [entry] : [];
	});
	const modes = field.modes ?? [];
	return [
		[here, field],
		...[...inner, ...modes].flatMap((one) => withInner(one as INodeProperties, here)),
	];
}

const forms = Object.entries({
	...Object.fromEntries(
		Object.entries(nodeTypes).map(([name, { description }]) => [name, description.properties]),
	),
	...Object.fromEntries(
		Object.entries(credentialTypes).map(([name, { properties }]) => [name, properties]),
	),
});

/**
 * n8n before 2.40 takes the keys of every entry of `displayOptions` without looking whether it has
 * any, and then cannot open the workflow.
 */
function emptyConditions(fields: INodeProperties[], way: string): string[] {
	return fields
		.flatMap((field) => withInner(field, way))
		.flatMap(([here, { displayOptions = {} }]) =>
			Object.entries(displayOptions)
				.filter(([, names]) => Object.keys((names ?? {}) as object).length === 0)
				.map(([part]) => `${here}: ${part}`),
		);
}

describe('The form', () => {
	it.each(forms)('of %s holds no empty condition', (name, fields) => {
		expect(emptyConditions(fields, name)).toEqual([]);
	});

	it('is searched down to the last entry of a collection', () => {
		const field = (more: Partial<INodeProperties>): INodeProperties => ({
			...{ displayName: 'A', name: 'a', type: 'string', default: '' },
			...more,
		});
		const empty = field({
			displayName: 'B',
			displayOptions: { show: { a: [1] }, hide: undefined },
		});
		const found = emptyConditions(
			[
				empty,
				field({ type: 'collection', options: [empty] }),
				field({
					type: 'fixedCollection',
					options: [{ displayName: 'C', name: 'c', values: [empty] }],
				}),
				field({
					type: 'resourceLocator',
					modes: [{ ...empty, displayOptions: { hide: {} } } as never],
				}),
			],
			'Form',
		);
		expect(found).toEqual([
			'Form > B: hide',
			'Form > A > B: hide',
			'Form > A > B: hide',
			'Form > A > B: hide',
		]);
	});
});

describe('Conditions of a field', () => {
	it.each([
		['both', { show: { a: [1] }, hide: { b: [2] } }, ['show', 'hide']],
		['one that is not given', { show: { a: [1] }, hide: undefined }, ['show']],
		['one that is empty', { show: {}, hide: { b: [2] } }, ['hide']],
	])('name %s only where it says something', (_what, given, parts) => {
		expect(Object.keys(conditions(given).displayOptions ?? {})).toEqual(parts);
	});

	it('are none where nothing is said', () => {
		expect(conditions({ show: undefined, hide: {} })).toEqual({});
	});
});

/**
 * What workflows saved with 0.1.0 hold, against the forms of today. n8n drops a value that has no
 * field, fills one that was never changed with today's default, and says a word of neither.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { extract } from 'tar';
import { packPackage, ROOT, runScript, type PackedPackage } from './support/packedPackage';

const OLD = join(ROOT, 'test', 'upgrade', 'fixtures', 'n8n-nodes-minted-connect-0.1.0.tgz');

interface Form {
	name: string;
	version?: number | number[];
	properties: INodeProperties[];
}

interface Loaded {
	nodes: Form[];
	credentials: Form[];
}

/** Defaults that are others today, and why nothing that was saved does anything else for it. */
const OTHER_DEFAULTS: Record<string, string> = {
	amount: 'empty in place of 0: both are refused',
	totalPrice: 'empty in place of 0: both are refused',
	cashAmount: 'empty in place of 0: both are refused',
	parallelItems: 'how many are asked side by side; what comes of it is the same',
};

/** The text above a form, which holds no value. */
const holdsAValue = ({ type }: INodeProperties) => type !== 'notice';

let packed: PackedPackage;
let folder: string;
let before: Loaded;
let today: Loaded;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'minted-forms-'));
	await extract({ file: OLD, cwd: folder });
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	packed = await packPackage();
	const load = async (place: string) => await runScript<Loaded>('loadPackage.cjs', place);
	before = await load(join(folder, 'package'));
	today = await load(packed.folder);
}, 120_000);
afterAll(async () => {
	packed?.remove();
	await rm(folder, { recursive: true, force: true });
});

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Shown where the workflow has it: no saved value is lost. */
const WHERE_SAVED = JSON.stringify([{ _cnd: { exists: true } }]);

/** Whether a form of version 1 shows the field wherever it showed the old one with a value. */
function isShownWhere(
	{ name, displayOptions: old = {} }: INodeProperties,
	{ displayOptions: now = {} }: INodeProperties,
): boolean {
	const { '@version': versions = [1], [name]: own, ...show } = now.show ?? {};
	if (own !== undefined && JSON.stringify(own) !== WHERE_SAVED) return false;
	const wasShownAt = (name: string) => old.show?.[name] ?? old.show?.[`/${name}`];
	return (
		asList(versions).includes(1) &&
		Object.entries(show).every(([name, values]) => {
			const wanted = old.show?.[name];
			return wanted !== undefined && wanted.every((value) => asList(values).includes(value));
		}) &&
		Object.entries(now.hide ?? {}).every(([name, values]) => {
			if (old.hide?.[name] !== undefined || name === '@tool') return true;
			const wanted = wasShownAt(name);
			return wanted !== undefined && !wanted.some((value) => asList(values).includes(value));
		})
	);
}

/** The fields inside of a field. */
function fieldsIn({ type, options = [] }: INodeProperties, group?: string): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	const groups = options as INodePropertyCollection[];
	return groups.find(({ name }) => name === group)?.values ?? [];
}

/** The values that can be chosen in it. */
const valuesOf = ({ options = [] }: INodeProperties): unknown[] =>
	options.flatMap((option) => ('value' in option ? [option.value] : []));

/** What of the old fields is lost or means something else today, by name. */
function lost(old: INodeProperties[], now: INodeProperties[], place: string): string[] {
	return old.filter(holdsAValue).flatMap((field) => {
		const { displayOptions, name, type } = field;
		const conditions = JSON.stringify(displayOptions?.show ?? {});
		const at = `${place} ${name} ${conditions}`;
		const same = now.find((other) => other.name === name && isShownWhere(field, other));
		if (same === undefined) return [`${at} is not there`];
		if (same.type !== type) return [`${at} is of type ${same.type}`];
		const known = valuesOf(same);
		const isOther = JSON.stringify(same.default) !== JSON.stringify(field.default);
		const groups = type === 'fixedCollection' ? (field.options as INodePropertyCollection[]) : [];
		return [
			...(isOther && !(name in OTHER_DEFAULTS) ? [`${at} has another default`] : []),
			...(type === 'options' || type === 'multiOptions'
				? valuesOf(field).flatMap((value) =>
						known.includes(value) ? [] : [`${at} has no value ${String(value)}`],
					)
				: []),
			...(type === 'collection' ? lost(fieldsIn(field), fieldsIn(same), at) : []),
			...groups.flatMap((group) => lost(group.values, fieldsIn(same, group.name), at)),
		];
	});
}

const formsOf = (forms: Form[], version: number) =>
	forms.filter((form) => asList(form.version ?? 1).includes(version));

describe.each(['nodes', 'credentials'] as const)('Of the %s of 0.1.0', (kind) => {
	it('each is there, in the version that was saved', () => {
		const names = (loaded: Loaded) => formsOf(loaded[kind], 1).map(({ name }) => name);
		expect(names(before).length).toBeGreaterThan(0);
		expect(names(today)).toEqual(expect.arrayContaining(names(before)));
	});

	it('each field is there, with its values and its default', () => {
		const fields = formsOf(before[kind], 1).flatMap(({ name, properties }) => {
			const now = formsOf(today[kind], 1).find((form) => form.name === name);
			return lost(properties, now?.properties ?? [], name);
		});
		expect(fields).toEqual([]);
	});
});

/**
 * How the shape of an answer differs from the contract: names and types of fields, never a value.
 * Names that are not the contract's could be data, such as IDs as keys: they are masked unless they
 * look like the name of a field.
 */

/** Types by field, e.g. `data[].price` is `number|null`; a `?` in front: may be missing. */
export type Shape = Readonly<Record<string, string>>;

export interface ShapeDifference {
	/** e.g. `data[].price`; `*` stands for a name that may be data. */
	field: string;
	/** `nothing` for a field that the contract does not have. */
	expected: string;
	/** `nothing` for a field that is missing. */
	found: string;
}

export interface ShapeReport {
	differences: ShapeDifference[];
	/** Fields of the contract that may be missing, or are inside of such a field, and were. */
	notSeen: string[];
}

const MOST_DIFFERENCES = 200;
const MOST_ROWS = 100;
const DEEPEST = 12;
/** Too long for a name, and too long to be compared with names. */
const LONGEST_NAME = 40;
/** Free-form: what is inside is nobody's contract. */
const ANY = 'any';
const MASKED = '*';

/** @param secrets texts that must not appear as names either, such as the IDs that were asked for */
export function compareShape(
	shape: Shape,
	body: unknown,
	secrets: readonly string[] = [],
): ShapeReport {
	const walk = new Walk(shape, new Set([...secrets, ...textsIn(body)].map(folded)));
	walk.visit(body, '', 0);
	return { differences: walk.differences, notSeen: walk.notSeen };
}

class Walk {
	private readonly found = new Map<string, { expected: string; types: Set<string> }>();
	private readonly seen = new Set<string>();

	constructor(
		private readonly shape: Shape,
		/** A name that is also a value somewhere is more likely data than the name of a field. */
		private readonly values: ReadonlySet<string>,
	) {}

	get differences(): ShapeDifference[] {
		return [...this.found].slice(0, MOST_DIFFERENCES).map(([field, { expected, types }]) => ({
			field: field || 'answer',
			expected,
			found: [...types].sort().join('|'),
		}));
	}

	get notSeen(): string[] {
		return Object.keys(this.shape).filter(
			(field) => !this.seen.has(field) && !this.found.has(field) && !field.endsWith(MASKED),
		);
	}

	visit(value: unknown, field: string, depth: number): void {
		const type = typeOf(value);
		const expected = typesAt(this.shape, field);
		this.seen.add(field);
		if (expected === undefined) this.differs(field, 'nothing', type);
		else if (expected !== ANY && !expected.split('|').includes(type)) {
			this.differs(field, expected, type);
			return;
		}
		if (expected === ANY || depth >= DEEPEST) return;
		if (Array.isArray(value)) {
			for (const row of value.slice(0, MOST_ROWS)) this.visit(row, `${field}[]`, depth + 1);
		} else if (typeof value === 'object' && value !== null) {
			this.visitObject(value as Record<string, unknown>, field, depth);
		}
	}

	private visitObject(value: Record<string, unknown>, field: string, depth: number): void {
		const at = (name: string) => (field === '' ? name : `${field}.${name}`);
		const isKnown = (name: string) => Object.hasOwn(this.shape, at(name));
		const names = Object.keys(value);
		const strangers = names.filter((name) => !isKnown(name));
		const isMap = isKnown(MASKED) || haveOneShape(strangers.map((name) => value[name]));
		for (const name of names) {
			const isShown = isKnown(name) || (!isMap && this.looksLikeName(name));
			this.visit(value[name], at(isShown ? name : MASKED), depth + 1);
		}
		for (const name of requiredIn(this.shape, field)) {
			if (!Object.hasOwn(value, name)) {
				this.differs(at(name), typesAt(this.shape, at(name)) ?? ANY, 'nothing');
			}
		}
	}

	private differs(field: string, expected: string, type: string): void {
		const known = this.found.get(field);
		if (known) known.types.add(type);
		else this.found.set(field, { expected, types: new Set([type]) });
	}

	private looksLikeName(name: string): boolean {
		const isWord = /^[a-z][A-Za-z]*(_([A-Za-z]+|\d))*\d?$/.test(name);
		return isWord && name.length <= LONGEST_NAME && !this.values.has(folded(name));
	}
}

function typesAt(shape: Shape, field: string): string | undefined {
	return Object.hasOwn(shape, field) ? shape[field]?.replace(/^\?/, '') : undefined;
}

/** By the object that they are in; worked out once for each shape. */
const required = new WeakMap<Shape, Map<string, string[]>>();

function requiredIn(shape: Shape, field: string): string[] {
	const known = required.get(shape) ?? new Map<string, string[]>();
	if (!required.has(shape)) {
		for (const [path, types] of Object.entries(shape)) {
			const [, parent = '', name = ''] = /^(?:(.*)\.)?([^.]+)$/.exec(path) ?? [];
			if (types.startsWith('?') || path.endsWith('[]') || name === MASKED || name === '') continue;
			known.set(parent, [...(known.get(parent) ?? []), name]);
		}
		required.set(shape, known);
	}
	return known.get(field) ?? [];
}

/** Several objects of the same fields under strange names: a map, and its names are data. */
function haveOneShape(values: readonly unknown[]): boolean {
	if (values.length < 2) return false;
	const shapes = values.map((value) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.keys(value).sort().join('\n')
			: undefined,
	);
	return shapes[0] !== undefined && new Set(shapes).size === 1;
}

function textsIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return value.length <= LONGEST_NAME ? [value] : [];
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
	return Object.values(value).flatMap((inner) => textsIn(inner, depth + 1));
}

const folded = (text: string) => text.toLowerCase();

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'no JSON';
	return Array.isArray(value) ? 'array' : typeof value;
}

/** Output schemas as n8n's editor reads them, derived from real output. */

export interface OutputSchema {
	type?: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
	version?: number;
}

/** Objects whose keys are the user's own, by name: no schema can list them. */
const FREE_FORM = new Set(['fields']);

/** The schema that all these values satisfy, keys in alphabetical order, so that it is stable. */
export function schemaOf(values: unknown[], name = ''): OutputSchema {
	const types = [...new Set(values.map(typeOf))].sort(nullLast);
	const objects = values.filter((value) => typeOf(value) === 'object') as object[];
	const lists = values.filter(Array.isArray);
	return {
		// The editor shows the first of several types.
		...(types.length > 0 ? { type: types.length === 1 ? types[0] : types } : {}),
		...(objects.length > 0 && !FREE_FORM.has(name) ? { properties: propertiesOf(objects) } : {}),
		...(lists.length > 0 ? { items: schemaOf(lists.flat()) } : {}),
	};
}

function propertiesOf(objects: object[]): Record<string, OutputSchema> {
	const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))].sort();
	return Object.fromEntries(
		keys.map((key) => {
			const values = objects.map((object) => (object as Record<string, unknown>)[key]);
			return [
				key,
				schemaOf(
					values.filter((value) => value !== undefined),
					key,
				),
			];
		}),
	);
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value;
}

function nullLast(a: string, b: string): number {
	if (a === 'null' || b === 'null') return a === 'null' ? 1 : -1;
	return a.localeCompare(b);
}

/** The schema with every field that it does not list forbidden: what a test compares output with. */
export function strictly(schema: OutputSchema): object {
	const { properties, items, version: _version, ...rest } = schema;
	return {
		...rest,
		...(properties
			? {
					properties: Object.fromEntries(
						Object.entries(properties).map(([key, inner]) => [key, strictly(inner)]),
					),
					additionalProperties: false,
				}
			: {}),
		...(items ? { items: strictly(items) } : {}),
	};
}

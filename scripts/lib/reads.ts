/**
 * What is read with GET: the query it needs, and the shape of the answer as a flat list of fields and
 * types, small enough for the package, which holds no library that reads schemas.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CONTRACT, type EndpointFacts } from './contract';

interface Schema {
	$ref?: string;
	type?: string | string[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	allOf?: Schema[];
	oneOf?: Schema[];
	anyOf?: Schema[];
}

interface Parameter {
	name: string;
	in: string;
	required?: boolean;
	schema: { default?: number; minimum?: number };
}

interface OperationObject {
	parameters: Array<Partial<Parameter>>;
	responses: { 200: { content: { 'application/json': { schema: Schema } } } };
}

interface Document {
	paths: Record<string, Record<string, OperationObject>>;
	components: { schemas: Record<string, Schema> };
}

export interface Read {
	/** Values that the query must have; null: the user's own, by this name. */
	query: Record<string, string | null>;
	/** Types by field, as `minted/client/shape.ts` reads them. */
	shape: Record<string, string>;
}

/** A schema that refers to itself ends here. */
const DEEPEST = 12;

/** By operationId. */
export function readReads(root: string, endpoints: readonly EndpointFacts[]): Record<string, Read> {
	const contract = parse(readFileSync(join(root, CONTRACT), 'utf8')) as Document;
	const read = endpoints.filter(({ method, effect }) => method === 'GET' && effect === 'read');
	return Object.fromEntries(
		read.map(({ operationId, path }) => {
			const operation = contract.paths[path]?.get;
			const answer = operation?.responses[200].content['application/json'].schema;
			const shape: Record<string, string> = {};
			write(contract, shape, { field: '', schemas: [answer ?? {}], mayMiss: false, depth: 0 });
			return [operationId, { query: neededIn(operation?.parameters ?? []), shape }];
		}),
	);
}

function neededIn(parameters: ReadonlyArray<Partial<Parameter>>): Read['query'] {
	return Object.fromEntries(
		parameters.flatMap(({ name, in: place, required, schema }) => {
			if (place !== 'query' || required !== true || name === undefined) return [];
			const value = schema?.default ?? schema?.minimum;
			return [[name, value === undefined ? null : String(value)]];
		}),
	);
}

/** What a value may be: every reference followed, every allOf put together. */
function alternatives(contract: Document, schema: Schema): Schema[] {
	const { $ref, allOf, oneOf, anyOf, ...own } = schema;
	if ($ref !== undefined) {
		const name = $ref.replace('#/components/schemas/', '');
		return alternatives(contract, contract.components.schemas[name] ?? {});
	}
	const choices = oneOf ?? anyOf;
	if (choices) return choices.flatMap((choice) => alternatives(contract, choice));
	if (!allOf) return [own];
	const parts = allOf.flatMap((part) => alternatives(contract, part));
	return [
		{
			...own,
			type: 'object',
			properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<
				string,
				Schema
			>,
			required: parts.flatMap(({ required = [] }) => required),
		},
	];
}

interface Place {
	field: string;
	/** A value satisfies one of them. */
	schemas: Schema[];
	mayMiss: boolean;
	depth: number;
}

function write(
	contract: Document,
	shape: Record<string, string>,
	{ field, schemas, mayMiss, depth }: Place,
): void {
	const choices = schemas.flatMap((schema) => alternatives(contract, schema));
	const types = [...new Set(choices.flatMap(typesOf))].sort();
	shape[field] = `${mayMiss ? '?' : ''}${types.join('|')}`;
	if (types.includes('any') || depth >= DEEPEST) return;
	const rows = choices.flatMap(({ items }) => (items ? [items] : []));
	if (rows.length > 0) {
		write(contract, shape, { field: `${field}[]`, schemas: rows, mayMiss, depth: depth + 1 });
	}
	const objects = choices.filter((choice) => typesOf(choice).includes('object'));
	const names = new Set(objects.flatMap(({ properties = {} }) => Object.keys(properties)));
	const at = (name: string) => (field === '' ? name : `${field}.${name}`);
	// An object without fields of its own holds what nobody has described: its names may be data.
	if (objects.length > 0 && names.size === 0) shape[at('*')] = '?any';
	for (const name of names) {
		const having = objects.flatMap(({ properties = {} }) => properties[name] ?? []);
		const isRequired = objects.every(({ required = [] }) => required.includes(name));
		const inner = { field: at(name), schemas: having, mayMiss: !isRequired, depth: depth + 1 };
		write(contract, shape, inner);
	}
}

function typesOf({ type, properties }: Schema): string[] {
	const types = [type ?? (properties ? 'object' : 'any')].flat();
	return types.map((name) => (name === 'integer' ? 'number' : name));
}

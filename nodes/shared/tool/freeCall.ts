import { endpoints } from '../../../minted/generated/endpoints';
import type { ItemContext } from '../operation';
import { forBuilder, forModel } from './refusal';

interface Known {
	id: string;
	method: string;
	path: string;
	effect: string;
}

const ALL: Known[] = Object.entries(endpoints).map(([id, { method, path, effect }]) => ({
	id,
	method,
	path,
	effect,
}));

/** Servers take a method out of a query in place of the request's own, or an order to push again. */
const NAMES_AN_EFFECT = /method|push|hook|action/i;

/**
 * A model's free call asks and does nothing else: GET, without headers, to no address at which
 * something is ordered or changed.
 *
 * @throws FieldError
 */
export function checkFreeCall({ params, connection }: ItemContext): void {
	if (params.raw('method', 'GET') !== 'GET') {
		throw forBuilder(
			'Method',
			'A model can send nothing but GET with API Call',
			'set Method to GET, or give the model a tool for the one operation that it needs.',
		);
	}
	if (rows(params.raw('headers.header', [])).length > 0) {
		throw forBuilder('Headers', 'API Call sends no headers for a model', 'remove them.');
	}
	if (
		rows(params.raw('query.parameter', [])).some(({ name }) => NAMES_AN_EFFECT.test(String(name)))
	) {
		throw forModel(
			'Query Parameters',
			'A query parameter may do something',
			'Leave it out: this tool only reads.',
		);
	}
	const path = String(params.raw('path', ''));
	if (!isPlain(path)) {
		throw forModel(
			'Path',
			`The path ${path.slice(0, 100)} could be read in more than one way`,
			'Write it with letters, digits, dots, hyphens and single slashes; a query goes into its own field.',
		);
	}
	if (!mayHaveEffect(path, connection.settings.endpointPaths)) return;
	throw forModel(
		'Path',
		`Something is ordered or changed at the path ${path.slice(0, 100)}`,
		'Use a path that only reads.',
	);
}

const rows = (value: unknown): Array<{ name?: unknown }> =>
	Array.isArray(value) ? (value as Array<{ name?: unknown }>) : [];

/**
 * Whether every server reads the same parts: encoded slashes, dots and what is encoded twice are taken
 * apart by some and not by others, and so is what stands behind a semicolon.
 */
export function isPlain(path: string): boolean {
	const parts = path.replace(/\/$/, '').split('/').slice(1).map(decoded);
	return parts.every(
		(part) =>
			part !== undefined &&
			part !== '' &&
			!/^\.+$/.test(part) &&
			!/[%/\\;?#\p{C}\p{Z}]/u.test(part),
	);
}

/**
 * Whether a request to this path could do something, should the server not look at its method, answer
 * below another path as well, or take a suffix for a format.
 *
 * @param given paths that Minted gave in place of those of the contract, by endpoint
 */
export function mayHaveEffect(path: string, given: Readonly<Record<string, string>> = {}): boolean {
	const parts = partsOf(path);
	return parts.some((_, index) => hasEffect(parts.slice(index), given));
}

function hasEffect(parts: readonly string[], given: Readonly<Record<string, string>>): boolean {
	const here = ALL.filter(({ id, path: own }) =>
		[own, given[id] ?? own].some((template) => matches(template, parts)),
	);
	if (here.some(({ effect, path: own }) => effect !== 'read' && !own.includes('{'))) return true;
	return (
		here.length > 0 && !here.some(({ method, effect }) => method === 'GET' && effect === 'read')
	);
}

/** As the most lenient of servers would read them. */
const partsOf = (path: string): string[] =>
	path
		.split('/')
		.map((part) => (decoded(part) ?? part).toLowerCase().replace(/[;.\s].*$/, ''))
		.filter((part) => part !== '');

/** Undefined for what is no encoding. */
function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

function matches(template: string, given: readonly string[]): boolean {
	const parts = template.toLowerCase().split('/').slice(1);
	return (
		parts.length === given.length &&
		parts.every((part, index) => part.startsWith('{') || part === given[index])
	);
}

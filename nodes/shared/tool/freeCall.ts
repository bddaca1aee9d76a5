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

/** Some servers take a method out of a query or a header in place of the request's own. */
const NAMES_A_METHOD = /method/i;

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
		rows(params.raw('query.parameter', [])).some(({ name }) => NAMES_A_METHOD.test(String(name)))
	) {
		throw forModel(
			'Query Parameters',
			'A query parameter names a method',
			'Leave it out: this tool only reads.',
		);
	}
	const path = String(params.raw('path', ''));
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
 * Whether a request to this path could do something, should the server not look at its method.
 *
 * @param given paths that Minted gave in place of those of the contract, by endpoint
 */
export function mayHaveEffect(path: string, given: Readonly<Record<string, string>> = {}): boolean {
	const plain = plainly(path);
	const here = ALL.filter(({ id, path: own }) =>
		[own, given[id] ?? own].some((template) => matches(template, plain)),
	);
	if (here.some(({ effect, path: own }) => effect !== 'read' && !own.includes('{'))) return true;
	return (
		here.length > 0 && !here.some(({ method, effect }) => method === 'GET' && effect === 'read')
	);
}

/** As the most lenient of servers would read it. */
function plainly(path: string): string {
	let text = path;
	for (let times = 0; times < 3; times++) text = decoded(text);
	return text
		.replace(/[?#;][^]*$/, '')
		.replace(/\/+/g, '/')
		.replace(/\/$/, '')
		.toLowerCase();
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function matches(template: string, path: string): boolean {
	const parts = template.toLowerCase().split('/');
	const given = path.split('/');
	return (
		parts.length === given.length &&
		parts.every((part, index) => part.startsWith('{') || part === given[index])
	);
}

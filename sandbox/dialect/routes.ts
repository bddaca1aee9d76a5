import type { Operation } from '../contract';

/** Where a request goes that has lost its way: routes of the server's own. */
export const LOST = { notFound: '/_lost/not-found', methodNotAllowed: '/_lost/method' } as const;

/**
 * The path of the contract that a request's path means while some endpoints are elsewhere; query
 * and encoding stay. A moved endpoint is no longer where the contract has it.
 */
export function contractTarget(
	method: string,
	target: string,
	operations: readonly Operation[],
	moved: Readonly<Record<string, string>>,
): string {
	const [path = '', ...query] = target.split(/(?=\?)/);
	const table = operations.map((operation) => {
		const { operationId, method: own, path: home } = operation;
		const isMoved = Object.hasOwn(moved, operationId);
		return { isMoved, method: own, home, place: isMoved ? (moved[operationId] ?? home) : home };
	});
	const here = table
		.map((entry) => ({ ...entry, values: match(entry.place, path) }))
		.filter(({ values }) => values !== null)
		.sort((a, b) => variableCount(a.place) - variableCount(b.place));
	const [nearest] = here;
	if (!nearest) {
		const wasHere = table.some(({ home }) => match(home, path) !== null);
		return wasHere ? LOST.notFound : target;
	}
	const found = here.find((entry) => entry.place === nearest.place && entry.method === method);
	if (!found) return LOST.methodNotAllowed;
	const home = found.home.replace(/\{(\w+)\}/g, (_all, name: string) => found.values?.[name] ?? '');
	return [home, ...query].join('');
}

function match(template: string, path: string): Record<string, string> | null {
	const names: string[] = [];
	const pattern = template
		.split(/(\{\w+\})/)
		.map((part) => {
			const name = /^\{(\w+)\}$/.exec(part)?.[1];
			if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
			names.push(name);
			return '([^/]+)';
		})
		.join('');
	const found = new RegExp(`^${pattern}$`).exec(path);
	return found && Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? '']));
}

function variableCount(template: string): number {
	return template.split('{').length - 1;
}

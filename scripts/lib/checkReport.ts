/** What `npm run check:api` tells: for people a table, for programs JSON. Neither has personal data. */
import type { CheckRow } from '../../nodes/shared/explainCheck';

/** What the contract could say from now on about an endpoint. */
export interface Raise {
	endpoint: string;
	method: string;
	path: string;
	'x-certainty': { from: string; to: 'likely' };
	/** Date and place, for the contract. */
	'x-checked': string;
}

export interface CheckReport {
	/** ISO 8601. */
	checkedAt: string;
	/** "staging", "production" or the custom address. */
	environment: string;
	signedReads: boolean;
	endpoints: CheckRow[];
	/** Endpoints whose path was assumed, and is there. */
	raise: Raise[];
}

export function checkReport(
	endpoints: CheckRow[],
	{ at, environment, signedReads }: { at: Date; environment: string; signedReads: boolean },
): CheckReport {
	const checkedAt = at.toISOString();
	const raise = endpoints
		.filter(({ result, certainty }) => result === 'there' && certainty === 'assumed')
		.map(({ endpoint, method, path, based_on }): Raise => ({
			endpoint,
			method,
			path,
			'x-certainty': { from: 'assumed', to: 'likely' },
			'x-checked': `${checkedAt.slice(0, 10)}, npm run check:api, ${environment}: ${based_on}`,
		}));
	return { checkedAt, environment, signedReads, endpoints, raise };
}

/** The table, and what follows from it. */
export function checkTable({ endpoints, raise, environment }: CheckReport): string {
	const rows = endpoints.map((row) => [
		row.result.replace('_', ' '),
		row.endpoint,
		`${row.method} ${row.path}`,
		row.certainty,
		row.status?.toString() ?? '-',
		shapeOf(row),
	]);
	const counts = new Map<string, number>();
	for (const [result = ''] of rows) counts.set(result, (counts.get(result) ?? 0) + 1);
	const summary = [...counts].map(([result, count]) => `${count} ${result}`).join(', ');
	const open = endpoints.filter(({ result }) => result !== 'there');
	const todo = open.map(
		({ endpoint, based_on, what_to_do }) => `- ${endpoint}: ${based_on} ${what_to_do}`,
	);
	const entries = Object.assign(
		{},
		...open.map(({ entry }) => JSON.parse(entry || '{}') as object),
	) as object;
	const differing = endpoints.flatMap(({ endpoint, signed_read }) =>
		(signed_read?.differences ?? []).map(
			({ field, expected, found }) =>
				`- ${endpoint}: ${field} is ${found}, described as ${expected}`,
		),
	);
	const raised = raise.map(
		({ endpoint, method, path, 'x-checked': checked }) =>
			`- ${endpoint}, ${method} ${path}, x-checked: ${checked}`,
	);
	return [
		`${environment}: ${summary}.`,
		aligned([['Result', 'Endpoint', 'Request', 'Certainty', 'Status', 'Shape'], ...rows]),
		...section('What to do:', todo),
		...(Object.keys(entries).length === 0
			? []
			: section('For Endpoint Paths in the credential, with the paths that Minted gives you:', [
					JSON.stringify(entries, null, 2),
				])),
		...section('Answers of another shape:', differing),
		...section('The contract could say x-certainty: likely of:', raised),
	].join('\n\n');
}

function section(title: string, lines: string[]): string[] {
	return lines.length === 0 ? [] : [[title, ...lines].join('\n')];
}

function shapeOf({ signed_read }: CheckRow): string {
	if (signed_read === null) return '-';
	const { status, differences } = signed_read;
	if (status === null || status >= 300) return `not read (${status ?? 'no answer'})`;
	return differences.length === 0 ? 'as described' : `${differences.length} fields differ`;
}

function aligned(rows: string[][]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** What `npm run check:api` tells: for people a table, for programs JSON. Neither has personal data. */
import type { CheckRow } from '../../nodes/shared/explainCheck';

/** What the contract could say from now on about an endpoint. */
export interface Raise {
	endpoint: string;
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
		.map(({ endpoint, based_on }): Raise => ({
			endpoint,
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
		row.signed_read === null ? '-' : `${row.signed_read.differences.length} differences`,
	]);
	const counts = new Map<string, number>();
	for (const [result = ''] of rows) counts.set(result, (counts.get(result) ?? 0) + 1);
	const summary = [...counts].map(([result, count]) => `${count} ${result}`).join(', ');
	const todo = endpoints
		.filter(({ result }) => result !== 'there')
		.map(({ endpoint, based_on, what_to_do, entry }) =>
			[`- ${endpoint}: ${based_on} ${what_to_do}`, entry ? `  ${entry}` : ''].join('\n').trimEnd(),
		);
	return [
		`${environment}: ${summary}.`,
		'',
		aligned([['Result', 'Endpoint', 'Request', 'Certainty', 'Status', 'Shape'], ...rows]),
		...(todo.length > 0 ? ['', 'What to do:', ...todo] : []),
		...(raise.length > 0 ? ['', 'The contract could say x-certainty: likely of:'] : []),
		...raise.map((each) => `- ${each.endpoint} (x-checked: ${each['x-checked']})`),
	].join('\n');
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

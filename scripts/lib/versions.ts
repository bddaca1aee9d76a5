/** Which n8n's the package was run in, as docs/n8n-versions.json keeps it and the README shows it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '../../harness/explainedError';

/** Written by `npm run test:versions` alone. */
export const RESULTS = 'docs/n8n-versions.json';

/** What came of the end-to-end tests in one n8n. */
export interface VersionResult {
	n8n: string;
	/** That n8n ran with. */
	node: string;
	/** Day of the run, such as 2026-11-29. */
	date: string;
	passed: number;
	/** Names of the tests that failed. */
	failed: string[];
	skipped: number;
}

/** By version of n8n. */
export type VersionResults = Record<string, VersionResult>;

export function readResults(root: string): VersionResults {
	const file = join(root, RESULTS);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VersionResults) : {};
}

const TABLE_START = '<!-- versions:start -->';
const TABLE_END = '<!-- versions:end -->';

/** The text with the table between its markers. */
export function withVersionsTable(text: string, known: string[], results: VersionResults): string {
	const start = text.indexOf(TABLE_START);
	const end = text.indexOf(TABLE_END);
	if (start < 0 || end < start) {
		throw new ExplainedError(
			'README.md has no place for the table of versions',
			`Put ${TABLE_START} and ${TABLE_END} on lines of their own where it belongs.`,
		);
	}
	const before = text.slice(0, start + TABLE_START.length);
	return `${before}\n\n${versionsTable(known, results)}\n${text.slice(end)}`;
}

/** Newest first, those without a run among them. */
function versionsTable(known: string[], results: VersionResults): string {
	const rows = [...known].reverse().map((version) => {
		const result = results[version];
		return result === undefined
			? `| ${version} | - | not run | - |`
			: `| ${version} | ${result.node} | ${outcomeOf(result)} | ${result.date} |`;
	});
	return [
		'| n8n | Node | End-to-end tests | Run on |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}

function outcomeOf({ passed, failed, skipped }: VersionResult): string {
	return [
		`${passed} passed`,
		...(failed.length > 0 ? [`**${failed.length} failed**`] : []),
		...(skipped > 0 ? [`${skipped} skipped`] : []),
	].join(', ');
}

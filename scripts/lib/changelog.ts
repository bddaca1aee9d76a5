import { ExplainedError } from '../../harness/explainedError';

const UNRELEASED = '## Unreleased\n';

/**
 * The changelog in which what was unreleased is a version's, with an empty place for what comes next.
 *
 * @param date such as 2026-11-29
 */
export function closeUnreleased(text: string, version: string, date: string): string {
	const start = text.indexOf(UNRELEASED);
	const rest = start < 0 ? '' : text.slice(start + UNRELEASED.length);
	const entries = rest.split(/^## /m)[0]?.trim() ?? '';
	if (entries === '') {
		throw new ExplainedError(
			'CHANGELOG.md says nothing under Unreleased.',
			'Write what changed for users there; a release without that is none.',
		);
	}
	if (text.includes(`\n## ${version} `)) {
		throw new ExplainedError(
			`CHANGELOG.md has ${version} already.`,
			'Choose a higher version than the last one.',
		);
	}
	return `${text.slice(0, start)}${UNRELEASED}\n## ${version} (${date})\n${rest}`;
}

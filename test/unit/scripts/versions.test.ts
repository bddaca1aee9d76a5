import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KNOWN_VERSIONS } from '../../../harness/n8n/versions';
import { ROOT } from '../../../harness/package';
import { readResults, withVersionsTable, type VersionResult } from '../../../scripts/lib/versions';

const PLACE = 'Before\n<!-- versions:start -->\nold\n<!-- versions:end -->\nafter';

const result = (more: Partial<VersionResult> = {}): VersionResult => ({
	...{ n8n: '2.20.12', node: '24.1.0', date: '2026-11-29', passed: 40, failed: [], skipped: 0 },
	...more,
});

const rowOf = (version: string, results: Record<string, VersionResult>) =>
	withVersionsTable(PLACE, [version], results)
		.split('\n')
		.find((line) => line.startsWith(`| ${version}`));

describe('The table of versions', () => {
	it('says when and with what result an n8n was run', () => {
		expect(rowOf('2.20.12', { '2.20.12': result({ skipped: 2 }) })).toBe(
			'| 2.20.12 | 24.1.0 | 40 passed, 2 skipped | 2026-11-29 |',
		);
	});

	it('counts what failed', () => {
		expect(rowOf('2.20.12', { '2.20.12': result({ failed: ['a push', 'a buy'] }) })).toBe(
			'| 2.20.12 | 24.1.0 | 40 passed, **2 failed** | 2026-11-29 |',
		);
	});

	it('says plainly what was not run', () => {
		expect(rowOf('2.8.4', { '2.20.12': result() })).toBe('| 2.8.4 | - | not run | - |');
	});

	it('begins with the newest and keeps what is around it', () => {
		const text = withVersionsTable(PLACE, ['1.100.1', '2.20.12'], {});
		expect(text.indexOf('2.20.12')).toBeLessThan(text.indexOf('1.100.1'));
		expect(text).toMatch(/^Before\n[^]*after$/);
		expect(text).not.toContain('old');
	});

	it('is missed where it has no place', () => {
		expect(() => withVersionsTable('no place', [], {})).toThrow('no place for the table');
	});
});

describe('The results', () => {
	it('are of versions that are known, each under its own name', () => {
		for (const [version, { n8n }] of Object.entries(readResults(ROOT))) {
			expect(n8n).toBe(version);
			expect(KNOWN_VERSIONS).toContain(version);
		}
	});
});

it("GitHub's workflow runs every version", () => {
	const file = readFileSync(join(ROOT, '.github/workflows/versions.yml'), 'utf8');
	const { jobs } = parse(file) as {
		jobs: { 'end-to-end': { strategy: { matrix: { n8n: string[] } } } };
	};
	expect(jobs['end-to-end'].strategy.matrix.n8n).toEqual(KNOWN_VERSIONS);
});

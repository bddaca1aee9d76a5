import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../harness/package';

const testsIn = (file: string): string[] => {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return [...text.matchAll(/\bnpm (?:run )?(test(?::\w+)?)$/gm)].map(([, script]) => script ?? '');
};

describe("GitHub's CI", () => {
	it('runs every test that a newcomer is told to run', () => {
		const expected = testsIn('.ci/run');
		expect(expected).toContain('test:agents');
		expect(testsIn('.github/workflows/ci.yml')).toEqual(expected);
	});
});

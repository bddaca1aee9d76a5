import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');

it('No generated file is stale', () => {
	const output = execFileSync(
		process.execPath,
		[require.resolve('tsx/cli'), 'scripts/generate.ts', '--check'],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	expect(output).toBe('All generated files are current.\n');
});

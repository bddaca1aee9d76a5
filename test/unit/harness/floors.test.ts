import { Linter } from 'eslint';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../harness/package';

type Rules = Record<string, Linter.RuleEntry>;

/** What `npm run lint:strict` says to an import in a file. */
function complaints(file: string, imported: string): string[] {
	const printed = execFileSync(
		process.execPath,
		[
			join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js'),
			...['--config', 'eslint.strict.config.mjs', '--print-config', file],
		],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	const { 'no-restricted-imports': rule = 'off' } = (JSON.parse(printed) as { rules: Rules }).rules;
	const config: Linter.Config = { rules: { 'no-restricted-imports': rule } };
	return new Linter().verify(`import '${imported}';`, config).map(({ message }) => message);
}

describe('The harness', () => {
	it.each(['minted/money', 'nodes/shared/client', 'credentials/MintedConnectApi.credentials'])(
		'takes nothing of the package out of its sources (%s)',
		(source) => {
			expect(complaints('harness/playground.ts', `../${source}`)).toHaveLength(1);
			expect(complaints('harness/inProcess/runNode.ts', `../../${source}`)).toHaveLength(1);
		},
	);

	it.each(['scripts/lib/demo', 'test/support/forms', 'bench/statistics'])(
		'uses nothing of those who use it (%s)',
		(user) => {
			expect(complaints('harness/playground.ts', `../${user}`)).toHaveLength(1);
		},
	);

	it('connects n8n with the sandbox in its upper floor only', () => {
		expect(complaints('harness/connected.ts', '../sandbox')).toEqual([]);
		expect(complaints('harness/n8n/open.ts', '../../sandbox')).toHaveLength(1);
		expect(complaints('harness/n8n/open.ts', '../playground')).toHaveLength(1);
		expect(complaints('harness/n8n/open.ts', '../progress')).toEqual([]);
	});

	it.each(['scripts/start.ts', 'test/support/forms.ts', 'bench/run.ts'])(
		'alone loads n8n-core: %s cannot',
		(file) => {
			expect(complaints(file, 'n8n-core')).toHaveLength(1);
			expect(complaints('harness/inProcess/engine.ts', 'n8n-core')).toEqual([]);
		},
	);
});

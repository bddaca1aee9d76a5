/**
 * Runs the end-to-end tests in each n8n of harness/n8n/versions.ts, or in those that are named
 * (`npm run test:versions -- 2.20.12`), and keeps what came of it in docs/n8n-versions.json.
 * Each n8n takes 3 GB in the cache folder; `--remove` gives them back after each run.
 */
import execa from 'execa';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorText, ExplainedError } from '../harness/explainedError';
import { ensureN8n, type N8nRuntime } from '../harness/n8n/install';
import { KNOWN_VERSIONS, TESTED_VERSION } from '../harness/n8n/versions';
import { stderrProgress } from '../harness/progress';
import { readResults, RESULTS, type VersionResult } from './lib/versions';

const ROOT = join(__dirname, '..');
const TESTS = 'test/e2e/realN8n.test.ts';

interface JestReport {
	testResults: Array<{ assertionResults: Array<{ fullName: string; status: string }> }>;
}

function chosen(args: string[]): string[] {
	const named = args.filter((arg) => !arg.startsWith('--'));
	const unknown = named.find((version) => !(KNOWN_VERSIONS as string[]).includes(version));
	if (unknown === undefined) return named.length > 0 ? named : KNOWN_VERSIONS;
	throw new ExplainedError(
		`n8n ${unknown} is none of those that are tested.`,
		`Name one of ${KNOWN_VERSIONS.join(', ')}, or add it to harness/n8n/versions.ts.`,
	);
}

/** Runs the tests; without a single test that passed there is nothing to tell of an n8n. */
async function runTests(runtime: N8nRuntime): Promise<VersionResult> {
	const folder = await mkdtemp(join(tmpdir(), 'minted-versions-'));
	const report = join(folder, 'report.json');
	try {
		const args = ['--selectProjects', 'e2e', '--runInBand', '--json', `--outputFile=${report}`];
		await execa('npx', ['jest', ...args, '--runTestsByPath', TESTS], {
			cwd: ROOT,
			env: { N8N_VERSION: runtime.version },
			stdout: 'ignore',
			stderr: 'inherit',
			reject: false,
		});
		const { testResults } = JSON.parse(await readFile(report, 'utf8')) as JestReport;
		const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
		const named = (status: string) =>
			tests.filter((test) => test.status === status).map(({ fullName }) => fullName);
		const [passed, failed] = [named('passed'), named('failed')];
		if (passed.length + failed.length === 0)
			throw new Error(`No test ran in n8n ${runtime.version}`);
		const node = await execa(runtime.nodePath, ['--version']);
		return {
			n8n: runtime.version,
			node: node.stdout.replace(/^v/, ''),
			date: new Date().toISOString().slice(0, 10),
			passed: passed.length,
			failed,
			skipped: tests.length - passed.length - failed.length,
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Kept after each, so that a run which ends early has what was done. */
async function keep(result: VersionResult): Promise<void> {
	const results = { ...readResults(ROOT), [result.n8n]: result };
	const inOrder = Object.fromEntries(
		KNOWN_VERSIONS.flatMap((version) => {
			const known = results[version];
			return known === undefined ? [] : [[version, known] as const];
		}),
	);
	await writeFile(join(ROOT, RESULTS), `${JSON.stringify(inOrder, null, '\t')}\n`);
}

async function main(args: string[]): Promise<void> {
	for (const version of chosen(args)) {
		const runtime = await ensureN8n({ version, progress: stderrProgress });
		const result = await stderrProgress.step(
			`Testing in n8n ${version}`,
			async () => await runTests(runtime),
		);
		await keep(result);
		console.log(`n8n ${version}: ${result.passed} passed, ${result.failed.length} failed`);
		if (result.failed.length > 0) process.exitCode = 1;
		if (args.includes('--remove') && version !== TESTED_VERSION) {
			await rm(runtime.folder, { recursive: true, force: true });
		}
	}
	console.log('Run "npm run generate" to bring this into the README.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(errorText(error));
	process.exitCode = 1;
});

/**
 * Writes what can be derived: API types and endpoint facts from the contract, the list of operation
 * files, and the coverage tables of the documentation. Run after every change to one of those;
 * a test fails while a generated file is stale.
 *
 * `--check` writes nothing and fails if something is stale. `--schemas` also executes every
 * operation against the sandbox and writes the output schemas from what they return.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorText } from '../harness/explainedError';
import { generatedFiles } from './lib/generated';
import { writeSchemas } from './lib/writeSchemas';

const root = join(__dirname, '..');

async function main(): Promise<void> {
	const check = process.argv.includes('--check');
	const stale: string[] = [];
	for (const { path, content } of await generatedFiles(root)) {
		const target = join(root, path);
		const current = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
		if (current === content) continue;
		stale.push(path);
		if (!check) {
			mkdirSync(dirname(target), { recursive: true });
			writeFileSync(target, content);
		}
	}
	if (check && stale.length > 0) {
		console.error(`Stale, run "npm run generate": ${stale.join(', ')}`);
		process.exitCode = 1;
	} else {
		console.log(
			stale.length === 0 ? 'All generated files are current.' : `Wrote ${stale.join(', ')}`,
		);
	}
	if (process.argv.includes('--schemas')) await writeSchemas(root);
}

main().catch((error: unknown) => {
	console.error(errorText(error));
	process.exitCode = 1;
});

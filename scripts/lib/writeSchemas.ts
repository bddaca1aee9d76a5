import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { ExplainedError } from '../../harness/explainedError';
import { ACTION_NODES } from './coverageTables';

/**
 * Writes the output schemas from what every operation really returns: runs the test that executes
 * them all, and lets it write instead of only compare.
 *
 * @throws ExplainedError when an operation could not be executed
 */
export async function writeSchemas(root: string): Promise<void> {
	const { status } = spawnSync(
		process.execPath,
		[require.resolve('jest/bin/jest'), '--testPathPatterns', 'coverage/everyOperation'],
		{ cwd: root, stdio: 'inherit', env: { ...process.env, MINTED_WRITE_SCHEMAS: '1' } },
	);
	if (status !== 0) {
		throw new ExplainedError(
			'Not every output schema could be written',
			'The test above says which operation could not be executed, and why.',
		);
	}
	for (const node of ACTION_NODES)
		await formatSchemas(join(root, 'nodes', node.folder, '__schema__'));
}

async function formatSchemas(folder: string): Promise<void> {
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		if (!name.endsWith('.json')) continue;
		const file = join(folder, name);
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, await format(text, { parser: 'json', useTabs: true, printWidth: 100 }));
	}
}

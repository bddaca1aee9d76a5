/** Fails if the contract is not good OpenAPI, and says where. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblems, getTotals } from '@redocly/openapi-core';
import { CONTRACT } from './lib/contract';
import { lintContract } from './lib/contractLint';
import { errorText } from '../harness/explainedError';

const root = join(__dirname, '..');

async function main(): Promise<void> {
	const problems = await lintContract(root, readFileSync(join(root, CONTRACT), 'utf8'));
	const totals = getTotals(problems);
	if (problems.length === 0) console.log(`${CONTRACT} is good OpenAPI.`);
	else formatProblems(problems, { cwd: root, totals, version: '' });
	if (totals.errors > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(errorText(error));
	process.exitCode = 1;
});

/** Gives what is unreleased in CHANGELOG.md to a version; release-it calls it with the new version. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '../harness/explainedError';
import { closeUnreleased } from './lib/changelog';

const file = join(__dirname, '..', 'CHANGELOG.md');
try {
	const date = new Date().toISOString().slice(0, 10);
	const version = process.argv[2] ?? '';
	writeFileSync(file, closeUnreleased(readFileSync(file, 'utf8'), version, date));
} catch (error) {
	console.error(errorText(error));
	process.exitCode = 1;
}

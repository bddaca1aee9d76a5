/** Prints what n8n's own loader makes of a package folder, and how long loading took. */
require('reflect-metadata');

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const userFolder = mkdtempSync(join(tmpdir(), 'minted-loader-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_LOG_LEVEL = 'silent';
process.on('exit', () => rmSync(userFolder, { recursive: true, force: true }));

const { PackageDirectoryLoader } = require('n8n-core');

async function main() {
	const loader = new PackageDirectoryLoader(process.argv[2]);
	const start = performance.now();
	await loader.loadAll();
	const milliseconds = performance.now() - start;
	process.stdout.write(
		JSON.stringify({
			milliseconds,
			known: loader.known,
			nodes: loader.types.nodes,
			credentials: loader.types.credentials,
		}),
	);
}

void main();

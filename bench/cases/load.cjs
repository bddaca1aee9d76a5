/** Loads all node and credential files of the package as n8n does, and prints the milliseconds. */
const { readFileSync } = require('fs');
const { createRequire } = require('module');
const { join } = require('path');

const folder = process.argv[2];
const load = createRequire(join(folder, 'package.json'));
const { n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
load('n8n-workflow');

const start = performance.now();
for (const file of [...n8n.credentials, ...n8n.nodes]) {
	const [Type] = Object.values(load(join(folder, file)));
	new Type();
}
console.log(performance.now() - start);

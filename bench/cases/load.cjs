/**
 * `load.cjs RUNTIME PACKAGE FILE...`: loads node and credential files of a package as n8n does, with
 * n8n's own libraries loaded before, and prints the milliseconds.
 */
const { createRequire } = require('module');
const { join } = require('path');

const [runtime, folder, ...files] = process.argv.slice(2);
createRequire(join(runtime, 'package.json'))('n8n-core');
const load = createRequire(join(folder, 'package.json'));

const start = performance.now();
for (const file of files) {
	const [Type] = Object.values(load(join(folder, file)));
	new Type();
}
console.log(performance.now() - start);

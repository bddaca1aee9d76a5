/** Copies what tsc does not: icons, codex files and output schemas, beside the compiled nodes. */
const { dest, series, src } = require('gulp');
const { rmSync } = require('node:fs');
const { spawn } = require('node:child_process');

function clean(done) {
	rmSync('dist', { recursive: true, force: true });
	done();
}

function compile() {
	return spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});
}

function assets() {
	return src(['nodes/**/*.{svg,png,json}', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

/** n8n looks for schemas under the version of the node; both versions put out the same. */
function schemas() {
	const folder = 'nodes/MintedConnect/__schema__';
	return src(`${folder}/v1.0.0/**/*.json`).pipe(dest(`dist/${folder}/v2.0.0`));
}

exports.build = series(clean, compile, assets, schemas);
exports.default = exports.build;

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

exports.build = series(clean, compile, assets);
exports.default = exports.build;

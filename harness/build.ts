import { createHash } from 'crypto';
import execa from 'execa';
import { access, mkdir, readdir, readFile, writeFile } from 'fs/promises';
import { dirname, join } from 'path';

import { ExplainedError } from './explainedError';
import { ROOT } from './package';
import type { Progress } from './progress';

/** All that decides what `npm run build` puts into dist. */
const SOURCES = [
	'credentials',
	'nodes',
	'minted',
	'gulpfile.js',
	'tsconfig.json',
	'package.json',
	'package-lock.json',
];

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

async function filesBelow(path: string): Promise<string[]> {
	const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
	if (entries === null) return [path];
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

async function fingerprint(): Promise<string> {
	const hash = createHash('sha256');
	const files = await Promise.all(
		SOURCES.map(async (source) => await filesBelow(join(ROOT, source))),
	);
	for (const file of files.flat().sort()) hash.update(file).update(await readFile(file));
	return hash.digest('hex');
}

async function distHolds(): Promise<boolean> {
	const { n8n } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Manifest;
	const found = [...n8n.nodes, ...n8n.credentials].map(
		async (file) =>
			await access(join(ROOT, file)).then(
				() => true,
				() => false,
			),
	);
	return (await Promise.all(found)).every(Boolean);
}

/** Runs `npm run build`, unless dist was built from exactly the present sources. */
export async function buildIfNeeded(progress: Progress): Promise<void> {
	const stamp = join(ROOT, 'node_modules', '.cache', 'minted-connect', 'build.sha256');
	const wanted = await fingerprint();
	const built = await readFile(stamp, 'utf8').catch(() => '');
	if (built === wanted && (await distHolds())) {
		progress.say('- The package is built already');
		return;
	}
	await progress.step('Building the package', async () => {
		try {
			await execa('npm', ['run', 'build'], { cwd: ROOT, all: true });
		} catch (error) {
			throw new ExplainedError(
				`The build failed:\n${(error as execa.ExecaError).all ?? String(error)}`,
				'Run "npm run build" after the cause is mended.',
				{ cause: error },
			);
		}
	});
	await mkdir(dirname(stamp), { recursive: true });
	await writeFile(stamp, wanted);
}

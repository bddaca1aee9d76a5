/** A registry of npm on loopback that holds what is published to it, and asks no other. */
import axios from 'axios';
import { spawn } from 'child_process';
import execa from 'execa';
import getPort from 'get-port';
import { randomBytes } from 'crypto';
import { writeFile } from 'fs/promises';
import { join } from 'path';

import type { OnCleanup } from './cleanup';
import { eventually } from './eventually';
import { temporaryFolder } from './n8n/open';
import { ensurePackages } from './npmFolder';
import type { Progress } from './progress';

const HOST = '127.0.0.1';
const VERDACCIO = '6.10.4';
/** One of its dependencies names a version by a word that not every registry knows. */
const OVERRIDES = { 'node-fetch': '2.7.0' };

export interface RegistryOptions {
	/** A Node of 22 or newer. */
	nodePath: string;
	progress: Progress;
	onCleanup: OnCleanup;
}

export interface Registry {
	readonly url: string;
	/** Publishes a tarball, or a folder, as `npm publish` does. */
	publish(what: string): Promise<void>;
}

/** Starts verdaccio, which is brought into the cache folder first. */
export async function startRegistry(options: RegistryOptions): Promise<Registry> {
	const { nodePath, progress, onCleanup } = options;
	const installed = await ensurePackages({
		name: `verdaccio-${VERDACCIO}`,
		packages: { verdaccio: VERDACCIO },
		overrides: OVERRIDES,
		progress,
	});
	const folder = await temporaryFolder('registry', onCleanup);
	const url = `http://${HOST}:${await getPort({ host: HOST })}`;
	const config = join(folder, 'config.yaml');
	// JSON is YAML, too.
	await writeFile(config, JSON.stringify(configOf(folder)));
	const program = join(installed, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
	const server = spawn(nodePath, [program, '--config', config, '--listen', url], {
		cwd: folder,
		stdio: 'ignore',
	});
	onCleanup(async () => {
		server.kill();
		await Promise.resolve();
	});
	const http = axios.create({ baseURL: url, proxy: false, validateStatus: () => true });
	await eventually(
		async () => (await http.get('/-/ping').catch(() => undefined))?.status,
		(status) => status === 200,
	);
	const user = { name: 'ada', password: randomBytes(12).toString('hex') };
	const answer = await http.put<{ token: string }>('/-/user/org.couchdb.user:ada', user);
	const settings = join(folder, 'npmrc');
	await writeFile(settings, `${url.replace('http:', '')}/:_authToken=${answer.data.token}\n`);
	return {
		url,
		async publish(what) {
			const args = ['publish', what, '--registry', url, '--userconfig', settings];
			await execa('npm', [...args, '--ignore-scripts', '--no-provenance'], { cwd: folder });
		},
	};
}

function configOf(folder: string): object {
	const anybody = { access: '$all', publish: '$authenticated' };
	return {
		storage: join(folder, 'storage'),
		auth: { htpasswd: { file: join(folder, 'htpasswd') } },
		uplinks: {},
		packages: { '@*/*': anybody, '**': anybody },
		log: { type: 'stdout', level: 'error' },
	};
}

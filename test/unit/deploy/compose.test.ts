import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

import { TESTED_VERSION as N8N_VERSION } from '../../../harness/n8n/versions';
import { PACKAGE_NAME } from '../../../harness/package';
import { queueEnvironment } from '../../support/queue/settings';

const DEPLOY = join(__dirname, '..', '..', '..', 'deploy');
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');

interface Service {
	image: string;
	restart: string;
	environment?: Record<string, string>;
	command?: string | string[];
	healthcheck?: { test: string[] };
	ports?: string[];
	volumes?: string[];
	depends_on?: Record<string, { condition: string }>;
	deploy?: { replicas: number };
}

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as {
	services: Record<string, Service>;
	volumes: Record<string, unknown>;
};
const { services } = compose;
const n8nServices = ['main', 'webhook', 'worker'].map((name) => services[name]!);

/** Every `${NAME...}` of the file. */
const variables = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!));

/** The names of all settings that the n8n of this version reads, out of its compiled sources. */
function knownSettings(): Set<string> {
	const known = new Set<string>();
	for (const name of ['@n8n/config', 'n8n-core']) {
		const folder = join(dirname(require.resolve(`${name}/package.json`)), 'dist');
		for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
			if (!file.endsWith('.js')) continue;
			const source = readFileSync(join(folder, file), 'utf8');
			for (const [, setting] of source.matchAll(/\.Env\)\('(\w+)'/g)) known.add(setting!);
		}
	}
	return known;
}

describe('deploy/docker-compose.yml', () => {
	it('has the processes of queue mode: main, webhook processor, two workers', () => {
		expect(Object.keys(services)).toEqual(
			expect.arrayContaining(['main', 'webhook', 'worker', 'postgres', 'redis', 'proxy']),
		);
		expect(services.main!.command).toBeUndefined();
		expect(services.webhook!.command).toBe('webhook');
		expect(services.worker!.command).toMatch(/^worker --concurrency=\d+$/);
		expect(services.worker!.deploy).toEqual({ replicas: 2 });
	});

	it('tells every n8n what the queue test tells its own', () => {
		const proven = queueEnvironment({
			redis: { host: 'redis', port: 6379, password: '' },
			postgres: { host: 'postgres', port: 5432, user: 'n8n', password: '', database: 'n8n' },
			encryptionKey: '',
		});
		for (const { environment = {} } of n8nServices) {
			for (const [name, value] of Object.entries(proven)) {
				if (value === '') expect(environment[name]).toMatch(/^\$\{\w+:\?/);
				else expect([name, environment[name]]).toEqual([name, value]);
			}
		}
	});

	it('names no setting that n8n does not know', () => {
		const known = knownSettings();
		const named = n8nServices.flatMap(({ environment = {} }) => Object.keys(environment));
		expect(named.filter((name) => !known.has(name))).toEqual([]);
	});

	it('starts the others only when main has made the tables', () => {
		for (const name of ['webhook', 'worker']) {
			expect(services[name]!.depends_on).toEqual({
				main: { condition: 'service_healthy' },
				postgres: { condition: 'service_healthy' },
				redis: { condition: 'service_healthy' },
			});
		}
	});

	it('restarts and watches every container, from a pinned image', () => {
		for (const service of Object.values(services)) {
			expect(service.restart).toBe('unless-stopped');
			expect(service.healthcheck!.test.map((word) => typeof word)).not.toContain('object');
			expect(service.image).toMatch(/:\d+\.\d+|:\d+-/);
		}
	});

	it.each([
		[200, 0],
		[503, 1],
	])('takes an n8n that answers %d for one whose state is %d', async (status, exitCode) => {
		const server = createServer((_request, response) => response.writeHead(status).end());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		for (const { healthcheck } of n8nServices) {
			const [, ...command] = healthcheck!.test.map((word) => word.replace(':5678/', `:${port}/`));
			const check = spawn(command[0]!, command.slice(1), { stdio: 'ignore' });
			const [code] = (await once(check, 'exit')) as [number];
			expect(code).toBe(exitCode);
		}
		await new Promise((resolve) => server.close(resolve));
	});

	it('opens no port to the world but that of the reverse proxy', () => {
		const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
		expect(open.map(([name]) => name)).toEqual(['proxy']);
	});

	it('keeps database, queue, settings and certificates in volumes', () => {
		const used = Object.values(services).flatMap(({ volumes = [] }) => volumes);
		const named = used.map((volume) => volume.split(':')[0]!).filter((name) => !/^\./.test(name));
		expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
		for (const path of used.filter((volume) => volume.startsWith('./'))) {
			expect(existsSync(join(DEPLOY, path.split(':')[0]!))).toBe(true);
		}
	});
});

describe('deploy/.env.example', () => {
	const lines = read('.env.example').split('\n');
	const settings = lines.filter((line) => line !== '' && !line.startsWith('#'));

	it('names every variable of the compose file, and no other', () => {
		expect(settings.map((line) => line.split('=')[0]).sort()).toEqual([...variables].sort());
	});

	it('gives none of them away', () => {
		expect(settings.filter((line) => !line.endsWith('='))).toEqual([]);
	});

	it('cannot be forgotten: each variable is demanded', () => {
		const demanded = [...text.matchAll(/\$\{\w+:\?is missing in \.env\}/g)];
		expect(demanded).toHaveLength([...text.matchAll(/\$\{/g)].length);
	});
});

describe('deploy/n8n', () => {
	it('is the n8n that this package is tested with', () => {
		expect(read('n8n/Dockerfile')).toContain(`FROM docker.n8n.io/n8nio/n8n:${N8N_VERSION}\n`);
		expect(services.main!.image).toBe(`minted-n8n:${N8N_VERSION}`);
	});

	describe('start.sh', () => {
		let folder: string;
		const link = () => join(folder, 'home', '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
		const start = (...command: string[]) =>
			execFileSync(join(folder, 'image', 'start.sh'), command, {
				env: { PATH: process.env.PATH, HOME: join(folder, 'home') },
				encoding: 'utf8',
			});

		beforeEach(() => {
			folder = mkdtempSync(join(tmpdir(), 'minted-deploy-'));
			mkdirSync(join(folder, 'image', PACKAGE_NAME), { recursive: true });
			copyFileSync(join(DEPLOY, 'n8n', 'start.sh'), join(folder, 'image', 'start.sh'));
		});

		afterEach(() => rmSync(folder, { recursive: true }));

		it('links the package of the image into the folder of the volume', () => {
			start('true');
			expect(readlinkSync(link())).toBe(join(folder, 'image', PACKAGE_NAME));
		});

		it('replaces what an earlier image or n8n itself has put there', () => {
			mkdirSync(link(), { recursive: true });
			writeFileSync(join(link(), 'package.json'), '{}');
			start('true');
			start('true');
			expect(readdirSync(link())).toEqual([]);
		});

		it("hands over to n8n's own start with all arguments", () => {
			expect(start('echo', 'worker', '--concurrency=5')).toBe('worker --concurrency=5\n');
		});
	});
});

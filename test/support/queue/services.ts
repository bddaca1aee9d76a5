import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';

import { ExplainedError } from '../../../harness/explainedError';
import { findProgram, startSupervised, type SupervisedServer } from '../supervised';

/* Redis and PostgreSQL from Debian's packages: on loopback, free ports and temporary folders. */

const HOST = '127.0.0.1';
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const DATABASE_USER = 'n8n';

export interface Redis extends SupervisedServer {
	host: string;
	port: number;
	password: string;
}

export interface Postgres extends Redis {
	user: string;
	database: string;
	/** What the server calls itself, for example `15.18`. */
	version: string;
	/** The rows that a statement brings, every value as text and null as ''. */
	query(statement: string): Promise<string[][]>;
}

/** Debian keeps every major version in a folder of its own, outside the path; the newest counts. */
function postgresFolders(): string[] {
	try {
		const versions = readdirSync(POSTGRES_FOLDER).sort((a, b) => Number(b) - Number(a));
		return versions.map((version) => join(POSTGRES_FOLDER, version, 'bin'));
	} catch {
		return [];
	}
}

function program(name: string): string {
	const path = findProgram(name, postgresFolders());
	if (path !== undefined) return path;
	throw new ExplainedError(
		`${name} is not installed: queue mode runs on Redis and PostgreSQL.`,
		'On Debian: apt-get install --no-install-recommends redis-server postgresql',
	);
}

/** Throws {@link ExplainedError} with the packages to install, before anything is started. */
export function checkPrograms(): void {
	for (const name of ['redis-server', 'initdb', 'postgres', 'psql']) program(name);
}

async function temporaryFolder(name: string): Promise<string> {
	return await mkdtemp(join(tmpdir(), `minted-${name}-`));
}

/** The server's own stop, and after it the folder is gone. */
function withFolder(server: SupervisedServer, folder: string): SupervisedServer {
	return {
		stop: async () => {
			await server.stop();
			await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

export async function startRedis(): Promise<Redis> {
	const command = program('redis-server');
	const folder = await temporaryFolder('redis');
	const port = await getPort({ host: HOST });
	const password = randomBytes(12).toString('hex');
	const settings = { port, bind: HOST, dir: folder, save: '', appendonly: 'no' };
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const server = await startSupervised({
		command,
		args: [...args, '--requirepass', password],
		port,
	});
	return { host: HOST, port, password, ...withFolder(server, folder) };
}

/** PostgreSQL refuses to be root's: then it is the `postgres` user's, whom its package brings. */
function databaseOwner(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

export async function startPostgres(): Promise<Postgres> {
	const command = program('postgres');
	const owner = databaseOwner();
	const folder = await temporaryFolder('postgres');
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	const password = randomBytes(12).toString('hex');
	await mkdir(data, { mode: 0o700 });
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (owner) {
		for (const path of [folder, data, passwordFile]) await chown(path, owner.uid, owner.gid);
	}
	const run = promisify(execFile);
	await run(
		program('initdb'),
		[
			...['-D', data, '-U', DATABASE_USER, '--pwfile', passwordFile, '-A', 'scram-sha-256'],
			...['-E', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
		],
		{ cwd: folder, ...owner },
	);
	const port = await getPort({ host: HOST });
	const settings = { listen_addresses: HOST, port, unix_socket_directories: '' };
	const server = await startSupervised({
		command,
		args: [
			...['-D', data],
			...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
		],
		port,
		// Otherwise it waits until the last client has gone.
		stopSignal: 'INT',
		user: owner,
	});
	const { stdout } = await run(command, ['--version']);
	// What initdb has made already.
	const database = 'postgres';
	const connection = ['-h', HOST, '-p', String(port), '-U', DATABASE_USER, '-d', database];
	const query = async (statement: string): Promise<string[][]> => {
		const rows = await run(
			program('psql'),
			[...connection, '-X', '-A', '-t', '-F', '\t', '-c', statement],
			{ env: { ...process.env, PGPASSWORD: password }, maxBuffer: 2 ** 26 },
		);
		const lines = rows.stdout.split('\n').filter((line) => line !== '');
		return lines.map((line) => line.split('\t'));
	};
	return {
		host: HOST,
		port,
		user: DATABASE_USER,
		password,
		database,
		query,
		version: /\d+(\.\d+)*/.exec(stdout)?.[0] ?? stdout,
		...withFolder(server, folder),
	};
}

import axios from 'axios';
import { spawn, type ChildProcess } from 'child_process';
import getPort from 'get-port';
import { randomBytes } from 'crypto';
import { closeSync, openSync } from 'fs';
import { mkdir, readFile } from 'fs/promises';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import treeKill from 'tree-kill';
import { promisify } from 'util';

import { ExplainedError } from '../explainedError';
import type { N8nRuntime } from './install';
import {
	commandOf,
	environmentOf,
	HOST,
	nodeModulesOf,
	type N8nRole,
	type Ports,
} from './settings';

const READY_POLL_MS = 200;
const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;
const START_ATTEMPTS = 3;
/** By then the end of a process is known whose connections have broken. */
const END_KNOWN_MS = 1_000;

export interface N8nServerOptions {
	runtime: N8nRuntime;
	/** `main` unless told otherwise; the others need queue mode, which is set up through `env`. */
	role?: N8nRole;
	/** How many executions a worker runs at once. */
	concurrency?: number;
	/** Everything of this n8n is below it: database, settings, packages, log. */
	userFolder: string;
	/** Added to, or in place of, the settings made here. */
	env?: NodeJS.ProcessEnv;
	/** Said wherever an error names the log. */
	logNote?: string;
}

export interface N8nServer {
	/**
	 * `http://127.0.0.1:<port>`; the same after a restart, so that registered webhooks stay right.
	 * A worker answers there for its health only.
	 */
	readonly url: string;
	/** Of n8n. */
	readonly version: string;
	readonly userFolder: string;
	readonly logFile: string;
	/** The log for a person to look at, with the note that was given. */
	readonly logPlace: string;
	/** The leader of n8n's process group; another one after a restart. */
	pid(): number;
	isRunning(): boolean;
	/** Lets n8n finish what it is doing, then ends its whole process group. */
	stop(): Promise<void>;
	/** Ends the whole process group at once, as a crash or a power cut would. */
	kill(): Promise<void>;
	/**
	 * The result of `work`. Throws {@link ExplainedError} when n8n ends before that and neither
	 * `stop` nor `kill` nor `restart` was called: on a crash, for want of memory, killed from outside.
	 */
	whileRunning<T>(work: Promise<T>): Promise<T>;
	/** Starts again on the same folder and ports, whether it was stopped, killed or still runs. */
	restart(): Promise<void>;
	log(): Promise<string>;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

function groupIsAlive(pid: number): boolean {
	try {
		process.kill(-pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Windows knows no process groups: there the tree below the pid is ended. */
async function endTree(pid: number, signal: NodeJS.Signals): Promise<void> {
	if (process.platform === 'win32') {
		await promisify<number, string>(treeKill)(pid, signal);
	} else {
		signalGroup(pid, signal);
	}
}

/** Every process that is still to be ended if this one exits without having stopped it. */
const running = new Set<ChildProcess>();

process.on('exit', () => {
	for (const child of running) {
		if (child.pid !== undefined && process.platform !== 'win32') signalGroup(child.pid, 'SIGKILL');
	}
});

async function encryptionKeyOf(userFolder: string): Promise<string> {
	const settings = await readFile(join(userFolder, '.n8n', 'config'), 'utf8').catch(() => '{}');
	const { encryptionKey } = JSON.parse(settings) as { encryptionKey?: string };
	return encryptionKey ?? randomBytes(24).toString('base64');
}

async function lastLines(logFile: string, count: number): Promise<string> {
	const text = await readFile(logFile, 'utf8').catch(() => '');
	return text.trim().split('\n').slice(-count).join('\n  ');
}

async function answers(url: string): Promise<boolean> {
	const request = { timeout: 2_000, validateStatus: () => true, proxy: false } as const;
	const status = await axios.get(url, request).then(
		(response) => response.status,
		() => 0,
	);
	return status === 200;
}

/** n8n 1 says that it is ready before its REST API, which only a main process has, answers. */
async function isReady(url: string, role: N8nRole): Promise<boolean> {
	if (!(await answers(`${url}/healthz/readiness`))) return false;
	return role !== 'main' || (await answers(`${url}/rest/settings`));
}

class Server implements N8nServer {
	readonly url: string;
	readonly logFile: string;
	readonly logPlace: string;
	private child: ChildProcess | undefined;
	/** The one that is being ended by this class. */
	private ending: ChildProcess | undefined;
	/** How the present process ended, if it was not ended by this class. */
	private ownEnd = new Promise<string>(() => {});

	constructor(
		private readonly options: N8nServerOptions,
		private readonly ports: Ports,
		private readonly encryptionKey: string,
	) {
		this.url = `http://${HOST}:${ports.n8n}`;
		this.logFile = join(options.userFolder, 'n8n.log');
		this.logPlace = [this.logFile, options.logNote].filter(Boolean).join(' ');
	}

	get userFolder(): string {
		return this.options.userFolder;
	}

	get version(): string {
		return this.options.runtime.version;
	}

	pid(): number {
		if (this.child?.pid === undefined) throw new Error('n8n is not running');
		return this.child.pid;
	}

	isRunning(): boolean {
		return this.child?.exitCode === null && this.child.signalCode === null;
	}

	async log(): Promise<string> {
		return await readFile(this.logFile, 'utf8');
	}

	async start(): Promise<void> {
		const { runtime, userFolder, role, concurrency, env } = this.options;
		const log = openSync(this.logFile, 'a');
		const child = spawn(
			runtime.nodePath,
			[
				...['--require', join(__dirname, 'endWithParent.cjs')],
				...[runtime.n8nPath, ...commandOf(role, concurrency)],
			],
			{
				cwd: userFolder,
				env: {
					...environmentOf(runtime, userFolder, this.ports),
					N8N_ENCRYPTION_KEY: this.encryptionKey,
					...env,
				},
				detached: process.platform !== 'win32',
				stdio: ['pipe', log, log],
			},
		);
		closeSync(log);
		this.child = child;
		running.add(child);
		let ended: string | undefined;
		child.once('error', (error) => (ended = error.message));
		this.ownEnd = new Promise((resolve) => {
			child.once('exit', (code, signal) => {
				ended = signal === null ? `exit code ${code}` : `killed by ${signal}`;
				if (this.ending !== child) resolve(ended);
			});
		});

		const deadline = Date.now() + READY_TIMEOUT_MS;
		while (!(await isReady(this.url, role ?? 'main'))) {
			if (ended === undefined && Date.now() < deadline) {
				await delay(READY_POLL_MS);
				continue;
			}
			await this.end('SIGKILL');
			const why = ended ?? `not ready after ${READY_TIMEOUT_MS / 1000} s`;
			throw await this.explain(`n8n did not start (${why})`);
		}
	}

	private async explain(whatHappened: string): Promise<ExplainedError> {
		const lines = await lastLines(this.logFile, 30);
		return new ExplainedError(
			`${whatHappened}. The last lines of its log:\n  ${lines}`,
			`Its log: ${this.logPlace}`,
		);
	}

	async whileRunning<T>(work: Promise<T>): Promise<T> {
		const ownEnd = this.ownEnd.then(async (how): Promise<never> => {
			throw await this.explain(`n8n has stopped by itself (${how})`);
		});
		try {
			return await Promise.race([work, ownEnd]);
		} catch (error) {
			// What fails because n8n is gone may fail before its end is known.
			await Promise.race([ownEnd, delay(END_KNOWN_MS)]);
			throw error;
		}
	}

	private async end(signal: NodeJS.Signals): Promise<void> {
		const { child } = this;
		const pid = child?.pid;
		if (child === undefined || pid === undefined) return;
		this.ending = child;
		await endTree(pid, signal);
		const deadline = Date.now() + STOP_TIMEOUT_MS;
		const isOver = () => child.exitCode !== null || child.signalCode !== null;
		while (!isOver() && Date.now() < deadline) await delay(20);
		// A runner that outlived its n8n would hold ports and folder.
		if (process.platform !== 'win32') {
			if (groupIsAlive(pid)) signalGroup(pid, 'SIGKILL');
			while (groupIsAlive(pid)) await delay(20);
		}
		child.stdin?.destroy();
		running.delete(child);
		this.child = undefined;
	}

	async stop(): Promise<void> {
		await this.end('SIGTERM');
	}

	async kill(): Promise<void> {
		await this.end('SIGKILL');
	}

	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}
}

/**
 * Starts a real n8n (SQLite unless `env` says otherwise, loopback only, no telemetry) and resolves
 * when it answers.
 * It ends with {@link N8nServer.stop}, and also when this process exits, crashes or is killed.
 * Ports are chosen free; should another program take one in between, others are tried.
 * Throws {@link ExplainedError} with the last lines of n8n's log.
 */
export async function startN8n(options: N8nServerOptions): Promise<N8nServer> {
	await mkdir(nodeModulesOf(options.userFolder), { recursive: true });
	const encryptionKey = await encryptionKeyOf(options.userFolder);
	for (let attempt = 1; ; attempt++) {
		const ports = { n8n: await getPort({ host: HOST }), broker: await getPort({ host: HOST }) };
		const server = new Server(options, ports, encryptionKey);
		try {
			await server.start();
			return server;
		} catch (error) {
			const portWasTaken = /port .* already in use|EADDRINUSE/i.test(String(error));
			if (!portWasTaken || attempt === START_ATTEMPTS) throw error;
		}
	}
}

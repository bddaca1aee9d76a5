import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/* Servers that nobody here wrote: on loopback, and gone when the test run is. */

export interface SupervisedServer {
	stop: () => Promise<void>;
}

export interface SupervisedOptions {
	command: string;
	args: string[];
	/** It is ready when it accepts connections there. */
	port: number;
	/** How it is told to stop: `TERM` unless that would make it wait for its clients. */
	stopSignal?: 'TERM' | 'INT';
	/** Another system user, for a server that refuses to be root's. */
	user?: { uid: number; gid: number };
}

const READY_POLL_MS = 50;
const READY_POLLS = 200;

export function findProgram(name: string, moreFolders: string[] = []): string | undefined {
	const usual = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
	return [...moreFolders, ...usual]
		.map((folder) => join(folder, name))
		.find((path) => existsSync(path));
}

async function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.on('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});
}

/**
 * Runs a server for as long as its own standard input is open: it cannot outlive the test run. The
 * shell's `$0` is the signal.
 */
const SUPERVISOR =
	'exec 3<&0; "$@" & server=$!; (cat <&3; kill -s "$0" $server) >/dev/null & wait $server';

/** Throws, with all that the server printed, when it does not accept connections. */
export async function startSupervised(options: SupervisedOptions): Promise<SupervisedServer> {
	const { command, args, port, stopSignal = 'TERM', user } = options;
	// Some servers end their whole process group when told to stop: it must not be the test runner's.
	const child = spawn('/bin/sh', ['-c', SUPERVISOR, stopSignal, command, ...args], {
		detached: true,
		...user,
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	const stop = async () => {
		const exited = new Promise((resolve) => child.once('exit', resolve));
		child.stdin.end();
		if (child.exitCode === null && child.signalCode === null) await exited;
	};
	for (let polls = 0; !(await accepts(port)); polls++) {
		if (child.exitCode !== null || polls === READY_POLLS) {
			await stop();
			throw new Error(`${command} did not start:\n${output}`);
		}
		await delay(READY_POLL_MS);
	}
	return { stop };
}

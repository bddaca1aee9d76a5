import axios from 'axios';
import { spawn, type ChildProcess } from 'child_process';
import { once } from 'events';
import execa from 'execa';
import { join } from 'path';

import { eventually } from '../../harness/eventually';

const ROOT = join(__dirname, '..', '..');
/** The first start downloads n8n. */
const TIMEOUT_MS = 20 * 60_000;

interface Started {
	child: ChildProcess;
	editor: string;
	sandbox: string;
	output(): string;
	/** Its exit code, once it has ended. */
	closed: Promise<number | null>;
}

/** Runs the command until it leaves everything to its user. */
async function npmStart(): Promise<Started> {
	const child = spawn('npm', ['start'], { cwd: ROOT, detached: true });
	let output = '';
	const read = (chunk: Buffer) => (output += chunk.toString());
	child.stdout.on('data', read);
	child.stderr.on('data', read);
	const closed = once(child, 'close').then(([code]) => code as number | null);
	await eventually(
		async () => output,
		(text) => text.includes('Ctrl-C ends everything') || child.exitCode !== null,
		TIMEOUT_MS,
	);
	const urlAfter = (name: string) => new RegExp(`${name} +(http:\\S+)`).exec(output)?.[1] ?? '';
	return {
		child,
		editor: urlAfter('Begin here'),
		sandbox: urlAfter('Minted Connect'),
		output: () => output,
		closed,
	};
}

const statusOf = async (url: string) =>
	await axios.get(url, { validateStatus: () => true, proxy: false }).then(
		({ status }) => status,
		(error: unknown) => (error as { code?: string }).code,
	);

/** The process of n8n below that of the command. */
async function n8nBelow(pid: number): Promise<number> {
	const { stdout } = await execa('ps', ['-eo', 'pid=,ppid=,args=']);
	const processes = stdout.split('\n').map((line) => {
		const [, own, parent, args] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
		return { own: Number(own), parent: Number(parent), args: args ?? '' };
	});
	const below = [pid];
	for (const ancestor of below) {
		below.push(...processes.filter(({ parent }) => parent === ancestor).map(({ own }) => own));
	}
	const n8n = processes.find(({ own, args }) => below.includes(own) && args.endsWith('n8n start'));
	if (n8n === undefined) throw new Error('There is no n8n');
	return n8n.own;
}

describe('npm start', () => {
	it(
		'shows the order, gives the editor, and ends everything on Ctrl-C',
		async () => {
			const { child, editor, sandbox, output, closed } = await npmStart();
			expect(output()).toMatch(/status_name +Completed/);
			expect(await statusOf(editor)).toBe(200);
			expect(await statusOf(sandbox)).toBe(200);

			// A terminal sends Ctrl-C to the whole group.
			process.kill(-child.pid!, 'SIGINT');
			await closed;
			expect(output()).toContain('Stopping…');
			expect(await statusOf(editor)).toBe('ECONNREFUSED');
			expect(await statusOf(sandbox)).toBe('ECONNREFUSED');
		},
		TIMEOUT_MS,
	);

	it(
		'says so, ends the rest and fails when n8n stops by itself',
		async () => {
			const { child, sandbox, output, closed } = await npmStart();
			process.kill(await n8nBelow(child.pid!), 'SIGKILL');
			expect(await closed).toBe(1);
			expect(output()).toContain('n8n has stopped by itself (killed by SIGKILL).');
			expect(await statusOf(sandbox)).toBe('ECONNREFUSED');
		},
		TIMEOUT_MS,
	);
});

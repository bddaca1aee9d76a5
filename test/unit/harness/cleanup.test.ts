import { spawn } from 'child_process';
import { once } from 'events';
import { join } from 'path';

const SHUTDOWN = join(__dirname, '../../../harness/cleanup.ts');

const WAITING = "console.log('ready'); await new Promise((done) => setTimeout(done, 60000));";

const programOf = (work: string) => `
		const { withCleanup } = require(${JSON.stringify(SHUTDOWN)});
		withCleanup(async (onCleanup) => {
			onCleanup(async () => console.log('stopped sandbox'));
			onCleanup(async () => console.log('stopped n8n'));
			${work}
		}).then(() => console.log('finished'), (error) => {
			console.log('failed: ' + error.message);
			process.exitCode = 1;
		});`;

const ARGUMENTS = (work: string) => [
	'--require',
	require.resolve('tsx/cjs'),
	'-e',
	programOf(work),
];

/** Runs a program in its own process, signals it when it says "ready", and reports how it ended. */
async function run(work: string, signal?: NodeJS.Signals, args = ARGUMENTS(work)) {
	const child = spawn(process.execPath, args);
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		if (signal !== undefined && output.includes('ready')) child.kill(signal);
	});
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, lines: output.trim().split('\n') };
}

describe('what a program started', () => {
	it('is stopped last first when its work is over', async () => {
		expect(await run('')).toEqual({
			code: 0,
			lines: ['stopped n8n', 'stopped sandbox', 'finished'],
		});
	});

	it('is stopped when its work fails', async () => {
		expect(await run("throw new Error('no port');")).toEqual({
			code: 1,
			lines: ['stopped n8n', 'stopped sandbox', 'failed: no port'],
		});
	});

	it('is stopped even if stopping another part of it fails', async () => {
		const failing = "onCleanup(async () => { throw new Error('will not stop'); });";
		expect(await run(failing)).toEqual({
			code: 1,
			lines: ['stopped n8n', 'stopped sandbox', 'failed: will not stop'],
		});
	});

	it.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('is stopped once on %s, with exit code %i', async (signal, code) => {
		expect(await run(WAITING, signal)).toEqual({
			code,
			lines: ['ready', 'stopped n8n', 'stopped sandbox'],
		});
	});

	it('is stopped when the process that started it is killed, as the shell below npm may be', async () => {
		const nested = JSON.stringify(ARGUMENTS(WAITING));
		const shell = `require('child_process').spawn(process.execPath, ${nested}, { stdio: 'inherit' });`;
		const { lines } = await run('', 'SIGKILL', ['-e', shell]);
		expect(lines).toEqual(['ready', 'stopped n8n', 'stopped sandbox']);
	});
});

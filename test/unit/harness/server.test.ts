import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';

import { startN8n, type N8nServer } from '../../../harness/n8n/server';

/** Takes n8n's place: answers that it is ready, and ends with the exit code that it is asked for. */
const STAND_IN = `
	require('http').createServer((request, response) => {
		response.end();
		const [, code] = /^\\/exit\\/(\\d+)$/.exec(request.url) ?? [];
		if (code === undefined) return;
		console.error('FATAL ERROR: JavaScript heap out of memory');
		process.exit(Number(code));
	}).listen(process.env.N8N_PORT, '127.0.0.1');`;

const forever = new Promise<never>(() => {});

let folder: string;
let n8n: N8nServer;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'minted-server-'));
	const n8nPath = join(folder, 'stand-in.cjs');
	await writeFile(n8nPath, STAND_IN);
	n8n = await startN8n({
		runtime: { folder, nodePath: process.execPath, n8nPath, version: '0.0.0' },
		userFolder: folder,
		logNote: '(of a test)',
	});
});

afterEach(async () => {
	await n8n.stop();
	await rm(folder, { recursive: true, force: true });
});

describe('an n8n that ends by itself', () => {
	it('ends the work with its exit code, the last lines of its log, and where that is', async () => {
		const work = n8n.whileRunning(forever);
		void fetch(`${n8n.url}/exit/7`);
		await expect(work).rejects.toThrow(
			'n8n has stopped by itself (exit code 7). The last lines of its log:\n' +
				'  FATAL ERROR: JavaScript heap out of memory\n' +
				`Its log: ${n8n.logFile} (of a test)`,
		);
		expect(n8n.isRunning()).toBe(false);
	});

	it('is told apart by its signal when it was killed', async () => {
		const work = n8n.whileRunning(forever);
		process.kill(n8n.pid(), 'SIGKILL');
		await expect(work).rejects.toThrow('n8n has stopped by itself (killed by SIGKILL).');
	});

	it('is the reason given when the work fails first, for want of n8n', async () => {
		const broken = Promise.reject(new Error('ECONNRESET'));
		const work = n8n.whileRunning(broken);
		process.kill(n8n.pid(), 'SIGKILL');
		await expect(work).rejects.toThrow('n8n has stopped by itself');
	});

	it('is noticed by what begins only afterwards', async () => {
		process.kill(n8n.pid(), 'SIGKILL');
		await expect(n8n.whileRunning(forever)).rejects.toThrow('n8n has stopped by itself');
		await expect(n8n.whileRunning(forever)).rejects.toThrow('n8n has stopped by itself');
	});
});

describe('an n8n that runs on', () => {
	it('leaves results and failures of the work as they are', async () => {
		await expect(n8n.whileRunning(Promise.resolve('row'))).resolves.toBe('row');
		await expect(n8n.whileRunning(Promise.reject(new Error('no row')))).rejects.toThrow('no row');
	});

	it.each(['stop', 'kill', 'restart'] as const)(
		'is not said to have stopped by itself after %s()',
		async (end) => {
			let failure: unknown;
			n8n.whileRunning(forever).catch((error: unknown) => (failure = error));
			await n8n[end]();
			expect(failure).toBeUndefined();
		},
	);
});

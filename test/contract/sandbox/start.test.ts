import { spawn } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import https from 'https';
import { tmpdir } from 'os';
import { join } from 'path';
import { startSandbox } from '../../../sandbox';
import { describeWith, run } from './support/programs';

const ROOT = join(__dirname, '../../..');
const CLI = ['--import', 'tsx', join(ROOT, 'sandbox/cli.ts')];

describe('the command line', () => {
	test('starts, says where it is, and ends on a signal', async () => {
		const child = spawn(process.execPath, [...CLI, '--port', '0', '--seed', '7'], { cwd: ROOT });
		let output = '';
		await new Promise<void>((resolve, reject) => {
			child.on('error', reject);
			child.on('exit', () => reject(new Error(`Ended early: ${output}`)));
			child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
			child.stdout.on('data', (chunk: Buffer) => {
				output += chunk.toString();
				if (output.includes('Ctrl-C')) resolve();
			});
		});
		child.removeAllListeners('exit');
		const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
		const state = (await (await fetch(`${url}/_sandbox/state`)).json()) as { seed: number };
		expect(state.seed).toBe(7);
		child.kill('SIGTERM');
		const code = await new Promise((resolve) => child.on('exit', resolve));
		expect(code).toBe(0);
	});

	test('explains itself, and what is wrong', async () => {
		const help = await run(process.execPath, [...CLI, '--help'], ROOT);
		expect(help).toMatchObject({ code: 0, stderr: '' });
		for (const option of ['--port', '--seed', '--algorithm', '--qop', '--webhook-url']) {
			expect(help.stdout).toContain(option);
		}
		const mistake = await run(process.execPath, [...CLI, '--port', 'x'], ROOT);
		expect(mistake.code).toBe(1);
		expect(mistake.stderr).toContain('--port takes a whole number');
	});

	test('says that its port is taken', async () => {
		const sandbox = await startSandbox();
		const second = await run(process.execPath, [...CLI, '--port', String(sandbox.port)], ROOT);
		await sandbox.close();
		expect(second.code).toBe(1);
		expect(second.stderr).toContain(`Port ${sandbox.port} is taken`);
	});
});

describeWith('openssl', ['version'], 'https', () => {
	test('is served with the certificate that was given', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		try {
			const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
			await run('openssl', [
				...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
				...['-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=localhost'],
				...['-addext', 'subjectAltName=IP:127.0.0.1'],
			]);
			const pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
			const sandbox = await startSandbox({ https: pem });
			sandbox.faults.add({ kind: 'resetBefore', beforeAuth: true, match: { method: 'POST' } });
			const ask = (method: string): Promise<number | undefined> =>
				new Promise((resolve, reject) => {
					const url = `${sandbox.url}/partner/balance`;
					https
						.request(url, { method, ca: pem.cert, agent: false }, (response) => {
							response.resume();
							resolve(response.statusCode);
						})
						.on('error', reject)
						.end();
				});
			expect(sandbox.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
			expect(await ask('GET')).toBe(401);
			await expect(ask('POST')).rejects.toThrow();
			expect(sandbox.counters()).toMatchObject({ connections: 2, unsigned401: 1 });
			await sandbox.close();
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

import { readFileSync } from 'fs';
import { join } from 'path';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { describeWith, run } from './support/programs';

const README = join(__dirname, '../../../sandbox/README.md');

describeWith('curl', ['--version'], 'curl --digest, which nobody here wrote', () => {
	let sandbox: Sandbox;

	const start = async (options: SandboxOptions = {}): Promise<void> => {
		sandbox = await startSandbox({ seed: 1, ...options });
	};
	afterEach(() => sandbox.close());

	const curl = async (password: string, ...paths: string[]): Promise<string> => {
		const urls = paths.map((path) => sandbox.url + path);
		const { stdout } = await run('curl', [
			...['--silent', '--digest', '--user', `demo-partner:${password}`],
			...['--header', 'x-client-id: web', '--output', '/dev/null'],
			...['--write-out', '%{http_code} ', ...urls],
			...urls.slice(1).flatMap(() => ['--output', '/dev/null']),
		]);
		return stdout.trim();
	};

	test("buys gold with the README's own lines", async () => {
		await start();
		const blocks = [...readFileSync(README, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)];
		const script = blocks.map((block) => block[1] ?? '').find((text) => text.includes('pricefix'));
		const { stdout, stderr } = await run('bash', [
			'-euc',
			(script ?? '').replace('http://127.0.0.1:4010', sandbox.url),
		]);
		expect(stderr).toBe('');
		const [bought, order, balances] = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line).data);
		expect(bought.orders[0]).toMatchObject({ external_id: 'README-1', status_name: 'Created' });
		expect(order).toMatchObject({ guid: bought.guid[0], status_name: 'Completed', type: 'Buy' });
		expect(balances).toContainEqual(
			expect.objectContaining({ currency_code: 'GAU', balance: 10.1, blocked: 0 }),
		);
	});

	test.each([['MD5'], ['SHA-256']] as const)('signs with %s', async (algorithm) => {
		await start({ digest: { algorithms: [algorithm] } });
		expect(await curl('demo-password', '/partner/prices')).toBe('200');
		expect(sandbox.counters()).toMatchObject({ unsigned401: 1, rejected401: 0 });
	});

	test('signs in one session with -sess, and without qop', async () => {
		await start({ digest: { algorithms: ['SHA-256-sess'] } });
		expect(await curl('demo-password', '/partner/prices')).toBe('200');
		await sandbox.close();
		await start({ digest: { qop: [] } });
		expect(await curl('demo-password', '/partner/prices')).toBe('200');
	});

	test('signs several calls on one connection, query strings included', async () => {
		await start();
		const paths = ['/partner/prices', '/partner/orders?page=1&total=5', '/partner/balance'];
		expect(await curl('demo-password', ...paths)).toBe('200 200 200');
		expect(sandbox.counters()).toMatchObject({ connections: 1, rejected401: 0 });
	});

	test('a wrong password is refused', async () => {
		await start();
		expect(await curl('wrong', '/partner/prices')).toBe('401');
		expect(sandbox.counters().byAuthFailure).toEqual({ unsigned: 1, 'wrong-response': 1 });
	});
});

/** `npm run check:api`, as people run it, against the sandbox. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import execa from 'execa';
import { endpoints } from '../../../minted/generated/endpoints';
import { startSandbox, type Sandbox } from '../../../sandbox';
import type { CheckReport } from '../../../scripts/lib/checkReport';

const ROOT = join(__dirname, '..', '..', '..');

let sandbox: Sandbox;
let folder: string;
let report: string;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 3, frozen: true, dialect: ['movedPaths', 'openRouting'] });
	folder = mkdtempSync(join(tmpdir(), 'check-api-'));
	report = join(folder, 'report.json');
});
afterAll(async () => {
	rmSync(folder, { recursive: true });
	await sandbox.close();
});
beforeEach(() => sandbox.resetCounters());

async function checkApi(args: string[], env: Record<string, string> = {}) {
	const before = JSON.stringify(sandbox.state());
	const script = [require.resolve('tsx/cli'), 'scripts/checkApi.ts', ...args];
	const result = await execa(process.execPath, script, { cwd: ROOT, env, reject: false });
	expect(JSON.stringify(sandbox.state())).toBe(before);
	return result;
}

const readReport = () => JSON.parse(readFileSync(report, 'utf8')) as CheckReport;
const signIn = () => ({ MINTED_USERNAME: sandbox.username, MINTED_PASSWORD: sandbox.password });

it('tells in a table and as JSON what is there, without signing in', async () => {
	const { stdout, exitCode } = await checkApi([sandbox.url, '--report', report]);
	expect(exitCode).toBe(0);
	expect(stdout).toMatch(/\d+ not there, \d+ other method, \d+ there\.\n/);
	expect(stdout).toMatch(/^not there +getOrders +GET \/partner\/orders +likely +404 +-$/m);
	expect(stdout).toContain('  "getOrders": "/partner/orders"');
	expect(sandbox.requests().every(({ authorization }) => authorization === 'unsigned')).toBe(true);
	expect(readReport()).toMatchObject({ environment: sandbox.url, signedReads: false, raise: [] });
	expect(readReport().endpoints).toHaveLength(Object.keys(endpoints).length);
});

it('says which certainty the contract could raise, with date and place', async () => {
	const MINTED_ENDPOINT_PATHS = '{"productPrices":"/partner/v2/prices"}';
	const { stdout } = await checkApi([sandbox.url, '--report', report], { MINTED_ENDPOINT_PATHS });
	expect(readReport().raise).toEqual([
		{
			endpoint: 'productPrices',
			method: 'GET',
			path: '/partner/v2/prices',
			'x-certainty': { from: 'assumed', to: 'likely' },
			'x-checked': expect.stringMatching(
				/^\d{4}-\d\d-\d\d, npm run check:api, http:\/\/127\.0\.0\.1:\d+: It asks to sign in/,
			) as string,
		},
	]);
	expect(stdout).toContain('- productPrices, GET /partner/v2/prices, x-checked: 2');
});

it('reads signed where asked to, GET only, and holds no personal data', async () => {
	const args = [sandbox.url, '--signed-reads', '--customer', 'MTD-DEMO-1', '--report', report];
	const { stdout, exitCode } = await checkApi(args, signIn());
	expect(exitCode).toBe(0);
	const signed = sandbox.requests().filter(({ authorization }) => authorization !== 'unsigned');
	expect(new Set(signed.map(({ method }) => method))).toEqual(new Set(['GET']));
	expect(stdout).toMatch(/^there +getCustomerBalance .* as described$/m);
	const told = stdout + readFileSync(report, 'utf8');
	for (const value of ['Ada', 'MTD-DEMO', 'ada@', '+905', ...Object.values(signIn())]) {
		expect(told).not.toContain(value);
	}
});

it.each<[string, () => string[], Record<string, string>, string]>([
	['no environment', () => [], {}, 'It takes one environment.'],
	['an unknown option', () => ['staging', '--write'], {}, "Unknown option '--write'"],
	['a password that is missing', () => ['staging', '--signed-reads'], {}, 'Set MINTED_USERNAME'],
	['plain http', () => ['http://api.example'], {}, 'The Base URL must start with https://.'],
	[
		'an entry that is none',
		() => [sandbox.url],
		{ MINTED_ENDPOINT_PATHS: '{"getOrder":"/x"}' },
		'The endpoint path of "getOrder" cannot be used.',
	],
	[
		'a wrong password',
		() => [sandbox.url, '--signed-reads', '--customer', 'MTD-DEMO-1'],
		{ MINTED_USERNAME: 'demo-partner', MINTED_PASSWORD: 'wrong' },
		'Minted refused the user name or password',
	],
])('ends with a word about %s', async (_what, args, env, says) => {
	const { stderr, exitCode } = await checkApi(args(), env);
	expect([exitCode, stderr]).toEqual([1, expect.stringContaining(says)]);
	expect(stderr).not.toMatch(/^ +at /m);
});

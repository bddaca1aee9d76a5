import { readOptions } from '../../../sandbox/cli';

describe('the command line of the sandbox', () => {
	test('has defaults', () => {
		expect(readOptions([])).toEqual({ port: 4010, digest: {}, behaviour: {}, push: {} });
	});

	test('sets everything it names', () => {
		const args = [
			...['--port', '0', '--seed', '7', '--start-at', '2026-05-04T12:00:00+03:00', '--frozen'],
			...['--username', 'u', '--password', 'p', '--algorithm', 'sha-256,MD5', '--qop', 'auth-int'],
			...['--webhook-url', 'http://127.0.0.1:1/', '--step-ms', '5', '--lookup-delay-ms', '6'],
			...['--latency-ms', '8', '--reject-duplicates', '--dialect', 'sha256,laravelErrors'],
		];
		expect(readOptions(args)).toEqual({
			port: 0,
			seed: 7,
			startAt: '2026-05-04T12:00:00+03:00',
			frozen: true,
			digest: { username: 'u', password: 'p', algorithms: ['SHA-256', 'MD5'], qop: ['auth-int'] },
			behaviour: { stepMs: 5, lookupDelayMs: 6, latencyMs: 8, rejectDuplicateExternalId: true },
			push: { url: 'http://127.0.0.1:1/' },
			dialect: ['sha256', 'laravelErrors'],
		});
	});

	test('knows no qop, and orders that move by hand', () => {
		expect(readOptions(['--qop', 'none', '--manual'])).toMatchObject({
			digest: { qop: [] },
			behaviour: { stepMs: null },
		});
		expect(readOptions(['-h'])).toBe('help');
	});

	test.each([
		[['--port', 'x'], /--port takes a whole number/],
		[['--algorithm', 'SHA-1'], /--algorithm knows MD5/],
		[['--qop', 'int'], /--qop knows auth/],
		[['--dialect', 'klingon'], /--dialect knows movedPaths/],
		[['--prot', '1'], /--prot/],
	])('refuses %j', (args, message) => {
		expect(() => readOptions(args)).toThrow(message);
	});
});

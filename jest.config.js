/** One project a kind of test, so that `npm test` and `npm run test:e2e` choose by name. */
const project = (displayName, overrides = {}) => ({
	displayName,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }],
	},
	...overrides,
});

module.exports = {
	projects: [
		project('unit'),
		project('contract'),
		project('integration'),
		project('package'),
		// Older engines of n8n, which are brought into the cache folder.
		project('engines'),
		// In a process of its own: what other tests leave on the heap makes each look at it slow.
		project('memory'),
		project('e2e'),
		// n8n's installer of community nodes, from an older version to this one.
		project('upgrade'),
		project('faults'),
		project('pushes'),
		// Ends by itself but for Node 20, which in long runs never comes to the end of its own cleanup.
		project('secrets'),
		project('queue'),
		project('agents'),
		// In a browser: Debian's Chromium.
		project('editor'),
	],
	testTimeout: 30_000,
};

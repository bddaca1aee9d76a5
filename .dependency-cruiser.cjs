/** The floors of the layout: each folder uses only what stands under it. See docs/architecture.md. */

/** From the ground up. What has no folder of its own (values, errors, model, http) is the ground. */
const MINTED = ['generated', 'digest', 'client', 'orders', 'output', 'pushes'];
/** pushes/ needs nothing of the floors between it and the ground. */
const PUSHES = ['generated'];

const floor = (folder, below) => ({
	name: `minted/${folder} stands on what is under it`,
	severity: 'error',
	from: { path: `^minted/${folder}/` },
	to: {
		path: '^minted/[^/]+/',
		pathNot: `^minted/(${[folder, ...below].join('|')})/`,
	},
});

module.exports = {
	forbidden: [
		{
			name: 'no cycles',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'minted/ knows no n8n',
			severity: 'error',
			from: { path: '^minted/' },
			to: { pathNot: '^minted/|^crypto$' },
		},
		{
			name: 'the ground of minted/ stands on nothing but the contract',
			severity: 'error',
			from: { path: '^minted/[^/]+$' },
			to: { path: '^minted/[^/]+/', pathNot: '^minted/generated/' },
		},
		...MINTED.filter((folder) => folder !== 'pushes').map((folder, index) =>
			floor(folder, MINTED.slice(0, index)),
		),
		floor('pushes', PUSHES),
		{
			name: 'nodes/shared knows no node',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^(nodes/(?!shared/)|credentials/)' },
		},
		{
			name: 'no node knows another',
			severity: 'error',
			from: { path: '^nodes/(?!shared/)([^/]+)/' },
			to: { path: '^(nodes/|credentials/)', pathNot: '^nodes/(shared|$1)/' },
		},
		{
			name: 'an operation knows no other',
			severity: 'error',
			from: { path: '^nodes/[^/]+/operations/[^/]+/' },
			to: { path: '^nodes/[^/]+/(operations/|registry|form|run/items|listSearch)' },
		},
		{
			name: 'the package requires n8n-workflow and crypto only',
			severity: 'error',
			from: { path: '^(credentials|minted|nodes)/' },
			to: { pathNot: '^(credentials|minted|nodes)/|^crypto$|node_modules/n8n-workflow/' },
		},
		{
			name: 'the sandbox shares only the contract with the product',
			severity: 'error',
			from: { path: '^sandbox/' },
			to: { path: '^(credentials|minted|nodes)/' },
		},
		{
			name: 'the harness takes the package as it is built or handed in, and knows none of its users',
			severity: 'error',
			from: { path: '^harness/' },
			to: { path: '^(bench|credentials|minted|nodes|scripts|test)/' },
		},
		{
			name: 'harness/n8n and harness/inProcess know nothing of Minted',
			severity: 'error',
			from: { path: '^harness/(inProcess|n8n)/' },
			to: {
				path: '^(sandbox/|harness/(account|build|connected|examples|playground|prepare)\\.ts$)',
			},
		},
		{
			name: 'n8n-core is booted by harness/inProcess alone',
			severity: 'error',
			// The packed tarball is loaded as n8n does it, in a process of its own.
			from: { path: '^(bench|scripts|test)/', pathNot: '^test/package/support/loadPackage.cjs$' },
			to: { path: 'node_modules/n8n-core/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.dev.json' },
	},
};

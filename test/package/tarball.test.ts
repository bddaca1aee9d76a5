import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { readJavaScript } from './support/javascript';
import {
	listFiles,
	packPackage,
	ROOT,
	runScript,
	type PackedPackage,
} from './support/packedPackage';

interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

interface Loaded {
	milliseconds: number;
	known: Record<'nodes' | 'credentials', Record<string, { className: string; sourcePath: string }>>;
	nodes: Array<{ name: string; displayName: string; iconUrl: { light: string; dark: string } }>;
	credentials: Array<{ name: string; supportedNodes: string[] }>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const entries = [...manifest.n8n.nodes, ...manifest.n8n.credentials];

let packed: PackedPackage;
beforeAll(async () => {
	packed = await packPackage();
}, 120_000);
afterAll(() => packed?.remove());

const scripts = () => packed.files.filter((file) => file.endsWith('.js'));

describe('The tarball', () => {
	it('is under 180 kB', () => {
		expect(packed.size).toBeLessThan(180_000);
		console.log(`Tarball: ${packed.size} bytes, ${packed.files.length} files`);
	});

	it('holds the compiled files and what npm always adds, nothing else', () => {
		const others = packed.files.filter(
			(file) => !/^dist\/(nodes|credentials|minted)\/.+\.(js|json|svg)$/.test(file),
		);
		const expected = ['README.md', 'README.tr.md', 'index.js', 'package.json'];
		if (existsSync(join(ROOT, 'LICENSE'))) expected.push('LICENSE');
		expect(others.sort()).toEqual(expected.sort());
	});

	it('holds exactly what the sources compile to now', () => {
		const compiled = ['credentials', 'nodes', 'minted'].flatMap((folder) =>
			listFiles(join(ROOT, folder))
				.filter((file) => file.endsWith('.ts'))
				.map((file) => `dist/${folder}/${file.replace(/\.ts$/, '.js')}`),
		);
		expect(scripts().filter((file) => file !== 'index.js')).toEqual(compiled.sort());
	});

	it('needs n8n-workflow, crypto and its own files, and nothing else', () => {
		for (const file of scripts()) {
			if (file === 'index.js') continue;
			for (const module of readJavaScript(packed.read(file)).modules) {
				if (module === 'n8n-workflow' || module === 'crypto') continue;
				expect(`${file} requires ${module}`).toMatch(/ requires \.{1,2}\//);
				const target = posix.join(dirname(file), module);
				const candidates = [target, `${target}.js`, `${target}/index.js`];
				expect([module, candidates.some((path) => packed.files.includes(path))]).toEqual([
					module,
					true,
				]);
			}
		}
	});

	it('keeps minted/ free of n8n', () => {
		const modules = scripts()
			.filter((file) => file.startsWith('dist/minted/'))
			.flatMap((file) => readJavaScript(packed.read(file)).modules);
		expect(modules).not.toContain('n8n-workflow');
		expect(modules.filter((module) => /(nodes|credentials)\//.test(module))).toEqual([]);
	});

	it('uses no global that n8n forbids', () => {
		const forbidden =
			/^(process|global|globalThis|__dirname|__filename|console|set(Timeout|Interval|Immediate)|clear(Timeout|Interval|Immediate)|queueMicrotask|eval|Function|fetch|XMLHttpRequest|WebSocket)$/;
		const used = scripts().flatMap((file) =>
			readJavaScript(packed.read(file))
				.globals.filter((name) => forbidden.test(name))
				.map((name) => `${file} uses ${name}`),
		);
		expect(used).toEqual([]);
	});

	it.each(entries)('has %s, which exports a class of the same name', (file) => {
		const name = basename(file).replace(/\.(node|credentials)\.js$/, '');
		// The file runs here as it would in n8n.
		const exported = jest.requireActual<Record<string, unknown>>(join(packed.folder, file));
		expect(Object.keys(exported)).toEqual([name]);
		expect(exported[name]).toEqual(expect.any(Function));
	});

	it.each(manifest.n8n.nodes)('has icons and a codex for %s that match', (file) => {
		const folder = posix.dirname(file);
		const nodeName = posix.basename(file, '.node.js');
		const codex = JSON.parse(packed.read(`${folder}/${nodeName}.node.json`)) as {
			node: string;
			categories: string[];
		};
		const { [nodeName]: type } = jest.requireActual<
			Record<string, new () => { description: { name: string; icon: Record<string, string> } }>
		>(join(packed.folder, file));
		const { description } = new type!();
		expect(codex.node).toBe(`${manifest.name}.${description.name}`);
		expect(codex.categories).toEqual(['Finance & Accounting']);
		for (const icon of Object.values(description.icon)) {
			expect(packed.read(posix.join(folder, icon.replace(/^file:/, '')))).toMatch(/^<svg/);
		}
	});

	it('loads by its main file, too: all nodes and the credential', () => {
		const names = entries.map((file) => basename(file).replace(/\.(node|credentials)\.js$/, ''));
		const exported = jest.requireActual<object>(join(packed.folder, 'index.js'));
		expect(Object.keys(exported).sort()).toEqual(names.sort());
	});
});

it("n8n's own loader finds all nodes and the credential, with icons", async () => {
	const loaded = await runScript<Loaded>('loadPackage.cjs', packed.folder);
	expect(loaded.nodes.map(({ name }) => name).sort()).toEqual(
		expect.arrayContaining([
			'mintedConnect',
			'mintedConnectPollingTrigger',
			'mintedConnectTrigger',
		]),
	);
	for (const { iconUrl } of loaded.nodes) {
		for (const url of [iconUrl.light, iconUrl.dark]) {
			expect(packed.files).toContain(url.replace(`icons/${manifest.name}/`, ''));
		}
	}
	expect(loaded.credentials).toEqual([
		expect.objectContaining({
			name: 'mintedConnectApi',
			supportedNodes: expect.arrayContaining(['mintedConnect', 'mintedConnectTrigger']),
		}),
	]);
	expect(loaded.known.credentials.mintedConnectApi).toMatchObject({
		className: 'MintedConnectApi',
	});
	console.log(`Loaded by n8n-core in ${Math.round(loaded.milliseconds)} ms`);
}, 60_000);

describe("n8n's scanner for community packages finds nothing", () => {
	it.each([
		['in the source', () => ROOT, ['package.json', '{nodes,credentials}/**/*.{js,ts,json}']],
		['in the tarball', () => packed.folder, ['**/*.js', 'package.json']],
	])(
		'%s',
		async (_, folder, patterns) => {
			const result = await runScript<{ passed: boolean; details?: string; message?: string }>(
				'scanPackage.mjs',
				folder(),
				...patterns,
			);
			expect(result).toEqual({ passed: true });
		},
		120_000,
	);
});

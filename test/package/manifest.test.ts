import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ESLint } from 'eslint';
import { ROOT, runNode } from './support/packedPackage';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;

describe('package.json meets the demands on a verified community node', () => {
	it('is named, described and licensed', () => {
		expect(manifest).toMatchObject({
			name: expect.stringMatching(/^n8n-nodes-/),
			license: 'MIT',
			description: expect.stringMatching(/.{20}/),
			homepage: expect.stringMatching(/^https:/),
			repository: { type: 'git', url: expect.stringMatching(/^git\+https:/) },
			author: { name: expect.stringMatching(/./), email: expect.stringMatching(/@/) },
			keywords: expect.arrayContaining(['n8n-community-node-package']),
		});
	});

	it('has no dependency of its own, and only n8n-workflow as a peer', () => {
		for (const field of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
		]) {
			expect(manifest).not.toHaveProperty(field);
		}
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		// Else npm brings a second n8n-workflow beside that of n8n.
		expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	});

	it('runs nothing when it is installed', () => {
		const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepack', 'prepublish'];
		expect(Object.keys(manifest.scripts as object).filter((name) => hooks.includes(name))).toEqual(
			[],
		);
	});

	it('publishes dist only, and is strict', () => {
		expect(manifest.files).toEqual(['dist']);
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it('pins every development dependency', () => {
		for (const version of Object.values(manifest.devDependencies as Record<string, string>)) {
			expect(version).toMatch(/^\d+\.\d+\.\d+$/);
		}
	});
});

it("eslint.config.mjs is n8n's default, word for word", () => {
	expect(read('eslint.config.mjs')).toBe(
		"import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n",
	);
});

it("n8n's default lint finds nothing", async () => {
	const eslint = join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');
	const paths = ['nodes', 'credentials', 'package.json'];
	const results = await runNode<ESLint.LintResult[]>(eslint, '--format', 'json', ...paths);
	expect(results.length).toBeGreaterThan(50);
	expect(results.flatMap(({ messages }) => messages)).toEqual([]);
}, 120_000);

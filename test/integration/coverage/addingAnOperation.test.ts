/** docs/adding-an-operation.md, carried out: one file and its schema, the rest is generated. */
import { execFileSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const FILE = 'nodes/MintedConnect/operations/payment/getTypes.ts';
const SCHEMA = 'nodes/MintedConnect/__schema__/v1.0.0/payment/getTypes.json';
const GENERATED = [
	'nodes/MintedConnect/operations/operations.generated.ts',
	'README.md',
	'docs/api-coverage.md',
	'minted/generated/endpoints.ts',
	'minted/generated/types.ts',
];

let copy: string;
beforeAll(() => {
	copy = mkdtempSync(join(tmpdir(), 'minted-adding-'));
	const needed = [
		'minted',
		'nodes',
		'harness',
		'scripts',
		'docs',
		'README.md',
		'package.json',
		'tsconfig.json',
	];
	for (const path of [...needed, '.prettierrc.json']) {
		cpSync(join(ROOT, path), join(copy, path), { recursive: true });
	}
	symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const generate = () =>
	execFileSync(process.execPath, [require.resolve('tsx/cli'), 'scripts/generate.ts'], {
		cwd: copy,
		encoding: 'utf8',
	}).trim();
const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8');

it('An operation is its file and its schema; all else comes out of "npm run generate"', () => {
	const kept = [FILE, SCHEMA].map(
		(path) => [join(copy, path), join(copy, `${path}.kept`)] as const,
	);
	for (const [path, aside] of kept) renameSync(path, aside);
	expect(generate()).toBe(
		'Wrote nodes/MintedConnect/operations/operations.generated.ts, README.md',
	);
	for (const path of ['nodes/MintedConnect/operations/operations.generated.ts', 'README.md']) {
		expect(read(copy, path)).not.toMatch(/getTypes|payment types|ways an order can be paid/i);
	}

	for (const [path, aside] of kept) renameSync(aside, path);
	expect(generate()).toBe(
		'Wrote nodes/MintedConnect/operations/operations.generated.ts, README.md',
	);
	for (const path of GENERATED) expect(read(copy, path)).toBe(read(ROOT, path));
});

it('No other file of the node, its credential or its scripts names the operation', () => {
	const naming = ['nodes', 'credentials', 'scripts', 'minted'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
			.filter((path) => /payment\.?getTypes|payment\/getTypes|'getTypes'/i.test(read(ROOT, path))),
	);
	expect(naming.sort()).toEqual([
		'minted/openapi.yaml',
		'nodes/MintedConnect/operations/operations.generated.ts',
		FILE,
	]);
});

it('The page shows the operation as it is', () => {
	const page = read(ROOT, 'docs/adding-an-operation.md');
	const shown = (path: string) =>
		read(ROOT, path)
			.trimEnd()
			.split('\n')
			.map((line) => `+${line}`)
			.join('\n');
	expect(existsSync(join(ROOT, SCHEMA))).toBe(true);
	for (const path of [FILE, SCHEMA]) expect(page).toContain(`+++ b/${path}\n`);
	for (const path of [FILE, SCHEMA]) expect(page).toContain(shown(path));
});

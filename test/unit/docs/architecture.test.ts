import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const TOOL = join(ROOT, 'nodes', 'shared', 'tool');

describe('docs/architecture.md', () => {
	const page = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');

	it('names each file of nodes/shared/tool once in the table of a call by a model, and no other', () => {
		const [, table = ''] =
			/<!-- when a model calls -->([^]*?)<!-- \/when a model calls -->/.exec(page) ?? [];
		const named = [...table.matchAll(/`(\w+)`/g)].map(([, name]) => `${name}.ts`);
		expect(named.sort()).toEqual(readdirSync(TOOL).sort());
	});
});

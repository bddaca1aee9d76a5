import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceOf } from '../../../harness/inProcess/package';
import { ROOT } from '../../../harness/package';

const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	n8n: Record<'nodes' | 'credentials', string[]>;
};
const files = [...n8n.nodes, ...n8n.credentials].map(sourceOf);

/** n8n-workflow before 1.83 lacks what tells the kinds of connections. */
const loadInOldN8n = (file: string) => {
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => {
			const { NodeConnectionTypes: _, ...older } =
				jest.requireActual<Record<string, unknown>>('n8n-workflow');
			return older;
		});
		jest.requireActual<object>(join(ROOT, file));
	});
};

describe('An n8n that is too old', () => {
	afterEach(() => jest.dontMock('n8n-workflow'));

	it.each(files)('is told when it loads %s, with what to do', (file) => {
		expect(() => loadInOldN8n(file)).toThrow(
			'Minted Connect needs n8n 1.85 or newer, and this n8n is older. Update n8n, then install Minted Connect again.',
		);
	});
});

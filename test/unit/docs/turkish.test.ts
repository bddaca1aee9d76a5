import type { INodeProperties } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MintedConnect } from '../../../nodes/MintedConnect/MintedConnect.node';

const ROOT = join(__dirname, '..', '..', '..');
const page = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/** The sections whose tables have to say the same, by their headings. */
const SECTIONS = [
	['Credentials', 'Kimlik bilgileri'],
	['Orders that are placed once', 'Güvenlik: Her sipariş bir kez'],
	['Operations', 'İşlemler'],
	['Known limits', 'Bilinen sınırlar'],
] as const;

const CERTAINTY: Readonly<Record<string, string>> = {
	documented: 'belgeli',
	likely: 'muhtemel',
	assumed: 'varsayım',
};

/** The rows of the first table below a heading, without its head. */
function rowsOf(text: string, heading: string): string[][] {
	const [, section = ''] = text.split(new RegExp(`\\n###? ${heading}\\n`));
	const [own = ''] = section.split(/\n###? /);
	const lines = own.split('\n');
	const start = lines.findIndex((line) => line.startsWith('|'));
	const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
	return lines.slice(start + 2, end).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

/** What a translation leaves as it is: names of the editor, code, addresses, numbers. */
function fixedParts(cell: string): string[] {
	return [...cell.matchAll(/`[^`]+`|\*\*[^*]+\*\*|\]\([^)]+\)|\b\d[\d.,]*\b/g)]
		.map(([part]) => part.replace('](README.md#', '](#'))
		.sort();
}

function labelsOf(fields: readonly INodeProperties[]): string[] {
	return fields.flatMap(({ displayName, type, options = [] }) => [
		displayName.replace(/ \(Seconds\)$/, ''),
		...(type === 'collection' ? labelsOf(options as INodeProperties[]) : []),
	]);
}

describe('README.tr.md', () => {
	const [english, turkish] = [page('README.md'), page('README.tr.md')];

	it.each(SECTIONS)('has each row of the table below "%s"', (heading, translated) => {
		const rows = rowsOf(english, heading);
		const own = rowsOf(turkish, translated);
		expect(rows.length).toBeGreaterThan(3);
		expect(own.map((cells) => cells.map(fixedParts))).toEqual(
			rows.map((cells) => cells.map(fixedParts)),
		);
	});

	it.each(SECTIONS.slice(0, 3))('keeps the names of "%s"', (heading, translated) => {
		const names = (rows: string[][]) => rows.map(([name]) => name);
		expect(names(rowsOf(turkish, translated))).toEqual(names(rowsOf(english, heading)));
	});

	it('says of each operation how sure its path is, and what it does in other words', () => {
		const rows = rowsOf(english, 'Operations');
		const own = rowsOf(turkish, 'İşlemler');
		expect(own.map(([resource, operation]) => [resource, operation])).toEqual(
			rows.map(([resource, operation]) => [resource, operation]),
		);
		expect(own.map((cells) => cells[4])).toEqual(
			rows.map(([, , , , certainty = '']) => CERTAINTY[certainty] ?? certainty),
		);
		for (const [index, row] of rows.entries()) expect(own[index]![2]).not.toBe(row[2]);
	});

	it('tells, as README.md does, only options that the node has', () => {
		const labels = labelsOf(new MintedConnect().description.properties);
		for (const [name = ''] of rowsOf(english, 'Orders that are placed once')) {
			expect(labels).toContain(name);
		}
	});

	it('links only to what is there', () => {
		const targets = [...turkish.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, to]) => to!);
		expect(targets.length).toBeGreaterThan(5);
		for (const target of targets) expect(() => page(target)).not.toThrow();
	});
});

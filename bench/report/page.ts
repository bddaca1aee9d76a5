import { mkdir, readFile, writeFile } from 'fs/promises';
import { join } from 'path';
import { format, resolveConfig } from 'prettier';

import type { Results } from '../results';
import { quoteOf } from './quote';
import { buyChartsOf, readChartsOf, type Chart } from './chart';
import {
	buyTables,
	cellTables,
	machineTable,
	memoryTable,
	minutelyTable,
	nonceTable,
	packageTable,
	profileTable,
	pushTables,
	realN8nTable,
	targetTable,
} from './tables';

function section(title: string, ...parts: string[]): string {
	return [`### ${title}`, ...parts].join('\n\n');
}

const image = ({ name, title }: Chart) => `![${title}](benchmarks/${name}.svg)`;

/** The measured part of the page. */
export function resultsAsMarkdown(results: Results): string {
	const [buys, lossy] = buyTables(results);
	return [
		machineTable(results),
		quoteOf(results),
		section('Targets', targetTable(results)),
		section('Buying', ...buyChartsOf(results).map(image), buys),
		section('Buying with answers lost', lossy),
		section('In a real n8n', realN8nTable(results)),
		section('One call a minute', minutelyTable(results)),
		section('Requests for as many reads', nonceTable(results)),
		section('Getting orders', ...readChartsOf(results).map(image), cellTables(results)),
		section('Where the CPU time of an item goes', profileTable(results.profile)),
		section('Memory', memoryTable(results)),
		section('Pushes', pushTables(results)),
		section('Package', packageTable(results)),
	].join('\n\n');
}

/** Puts the text between the two markers of that name. */
function between(page: string, name: string, text: string): string {
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const [from, to] = [page.indexOf(start), page.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`The page lacks ${start} and ${end}`);
	return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`;
}

/** docs/benchmarks.md with what was measured. */
const pageOf = (page: string, results: Results): string =>
	between(page, 'bench', resultsAsMarkdown(results));

/** The README with what it quotes. */
const readmeOf = (readme: string, results: Results): string =>
	between(readme, 'bench', quoteOf(results));

/** As `npm run format` would leave it. */
async function writeFormatted(file: string, text: string): Promise<void> {
	const options = await resolveConfig(file);
	await writeFile(file, await format(text, { ...options, filepath: file }));
}

/** Writes the JSON file, the charts, and what pages say of them. */
export async function writeReport(root: string, results: Results): Promise<void> {
	const folder = join(root, 'docs', 'benchmarks');
	await mkdir(folder, { recursive: true });
	const charts = [...buyChartsOf(results), ...readChartsOf(results)];
	for (const { name, svg } of charts) await writeFile(join(folder, `${name}.svg`), `${svg}\n`);
	await writeFormatted(join(folder, 'results.json'), JSON.stringify(results));
	const pages = [
		[join(root, 'docs', 'benchmarks.md'), pageOf],
		[join(root, 'README.md'), readmeOf],
	] as const;
	for (const [file, withResults] of pages) {
		await writeFormatted(file, withResults(await readFile(file, 'utf8'), results));
	}
}

import { mkdir, readFile, writeFile } from 'fs/promises';
import { join } from 'path';
import { format, resolveConfig } from 'prettier';

import type { Results } from '../results';
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

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

function section(title: string, ...parts: string[]): string {
	return [`### ${title}`, ...parts].join('\n\n');
}

const image = ({ name, title }: Chart) => `![${title}](benchmarks/${name}.svg)`;

/** The measured part of the page. */
export function resultsAsMarkdown(results: Results): string {
	const [buys, lossy] = buyTables(results);
	return [
		machineTable(results),
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

function between(page: string, text: string): string {
	const [start, end] = [page.indexOf(START), page.indexOf(END)];
	if (start < 0 || end < start) throw new Error(`The page lacks ${START} and ${END}`);
	return `${page.slice(0, start + START.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** As `npm run format` would leave it. */
async function writeFormatted(file: string, text: string): Promise<void> {
	const options = await resolveConfig(file);
	await writeFile(file, await format(text, { ...options, filepath: file }));
}

/** Writes the JSON file, the charts, and the measured part of docs/benchmarks.md. */
export async function writeReport(root: string, results: Results): Promise<void> {
	const folder = join(root, 'docs', 'benchmarks');
	const page = join(root, 'docs', 'benchmarks.md');
	await mkdir(folder, { recursive: true });
	const charts = [...buyChartsOf(results), ...readChartsOf(results)];
	for (const { name, svg } of charts) await writeFile(join(folder, `${name}.svg`), `${svg}\n`);
	await writeFormatted(join(folder, 'results.json'), JSON.stringify(results));
	const text = resultsAsMarkdown(results);
	await writeFormatted(page, between(await readFile(page, 'utf8'), text));
}

import { mkdir, readFile, writeFile } from 'fs/promises';
import { join } from 'path';
import { format, resolveConfig } from 'prettier';

import type { Results } from '../results';
import { chartsOf, type Chart } from './chart';
import {
	cellTables,
	machineTable,
	memoryTable,
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
export function resultsAsMarkdown(results: Results, charts: Chart[]): string {
	return [
		machineTable(results),
		section('Targets', targetTable(results)),
		section('Getting orders', ...charts.map(image), cellTables(results)),
		section('In a real n8n', realN8nTable(results)),
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
	const charts = chartsOf(results);
	for (const { name, svg } of charts) await writeFile(join(folder, `${name}.svg`), `${svg}\n`);
	await writeFormatted(join(folder, 'results.json'), JSON.stringify(results));
	const text = resultsAsMarkdown(results, charts);
	await writeFormatted(page, between(await readFile(page, 'utf8'), text));
}

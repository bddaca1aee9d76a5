import { init } from 'echarts';

import { CONTENDERS, type Contender, type Results } from '../results';
import { NAMES } from './names';

const SIZE = { width: 760, height: 380 };
/** Distinct in grey and for colour-blind readers; the package's own in gold. */
const COLORS: Record<Contender, string> = {
	mintedConnect: '#c8960c',
	httpRequest: '#4a5568',
	n8nHelper: '#7fa7c9',
	plainNode: '#c9d6df',
};

export interface Chart {
	/** Of the file, without its ending. */
	name: string;
	/** What it shows, for readers who do not see it. */
	title: string;
	svg: string;
}

/** Seconds by delay, one bar a contender; a contender that lost items has no bar. */
function timeChart({ cells }: Results, items: number): Chart | undefined {
	const shown = cells.filter((cell) => cell.protocol === 'http' && cell.items === items);
	if (shown.length === 0) return undefined;
	const title = `Time for ${items.toLocaleString('en')} orders, http (seconds, less is better)`;
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		textStyle: { fontFamily: 'sans-serif' },
		title: { text: title, left: 'center', top: 8, textStyle: { fontSize: 15 } },
		legend: { bottom: 8 },
		grid: { left: 56, right: 24, top: 56, bottom: 72 },
		xAxis: {
			type: 'category',
			data: shown.map(({ delayMs }) => `${delayMs} ms of delay`),
			axisTick: { show: false },
		},
		yAxis: { type: 'value', splitLine: { lineStyle: { color: '#e8ecef' } } },
		series: CONTENDERS.map((contender) => ({
			name: NAMES[contender],
			type: 'bar',
			itemStyle: { color: COLORS[contender] },
			label: { show: true, position: 'top', fontSize: 10, formatter: '{c}' },
			data: shown.map(({ results }) =>
				results[contender].lost > 0 ? null : Number((results[contender].wallMs / 1_000).toFixed(2)),
			),
		})),
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return { name: `time-${items}`, title, svg };
}

export function chartsOf(results: Results): Chart[] {
	return [timeChart(results, 1_000), timeChart(results, 10_000)].filter(
		(chart) => chart !== undefined,
	);
}

import { init } from 'echarts';

import { BUYERS, CONTENDERS, type Buyer, type Contender, type Results } from '../results';
import { BUYER_NAMES, NAMES } from './names';

const SIZE = { width: 760, height: 380 };
/** Distinct in grey and for colour-blind readers; the package's own in gold. */
const COLORS: Record<Contender | Buyer, string> = {
	mintedBuy: '#c8960c',
	httpChain: '#4a5568',
	mintedConnect: '#c8960c',
	mintedAgain: '#e8c662',
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

interface Bars {
	name: string;
	title: string;
	groups: string[];
	/** A number for each group; null where there is nothing to show. */
	series: Array<{ label: string; color: string; values: Array<number | null> }>;
}

function barChart({ name, title, groups, series }: Bars): Chart {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		textStyle: { fontFamily: 'sans-serif' },
		title: { text: title, left: 'center', top: 8, textStyle: { fontSize: 15 } },
		legend: { bottom: 8 },
		grid: { left: 56, right: 24, top: 56, bottom: 72 },
		xAxis: { type: 'category', data: groups, axisTick: { show: false } },
		yAxis: { type: 'value', splitLine: { lineStyle: { color: '#e8ecef' } } },
		series: series.map(({ label, color, values }) => ({
			name: label,
			type: 'bar',
			itemStyle: { color },
			label: { show: true, position: 'top', fontSize: 10, formatter: '{c}' },
			data: values,
		})),
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return { name, title, svg };
}

const seconds = (ms: number) => Number((ms / 1_000).toFixed(2));

/** Seconds by delay, one bar a contender; a contender that lost items has no bar. */
function timeChart({ cells }: Results, items: number): Chart | undefined {
	const shown = cells.filter((cell) => cell.protocol === 'http' && cell.items === items);
	if (shown.length === 0) return undefined;
	return barChart({
		name: `time-${items}`,
		title: `Time for ${items.toLocaleString('en')} orders read, http (seconds, less is better)`,
		groups: shown.map(({ delayMs }) => `${delayMs} ms of delay`),
		series: CONTENDERS.map((contender) => ({
			label: NAMES[contender],
			color: COLORS[contender],
			values: shown.map(({ results }) =>
				results[contender].lost > 0 ? null : seconds(results[contender].wallMs),
			),
		})),
	});
}

const JOB_SIZES = [30, 1_000];

function buyTimeChart({ buys }: Results, orders: number): Chart | undefined {
	const shown = buys.filter((cell) => cell.orders === orders && cell.lostOneIn === undefined);
	if (shown.length === 0) return undefined;
	return barChart({
		name: `buys-${orders}`,
		title: `Time for ${orders.toLocaleString('en')} buys (seconds, less is better)`,
		groups: shown.map(({ delayMs }) => `${delayMs} ms of delay`),
		series: BUYERS.map((buyer) => ({
			label: BUYER_NAMES[buyer],
			color: COLORS[buyer],
			values: shown.map(({ results }) => seconds(results[buyer].wallMs)),
		})),
	});
}

function placedTwiceChart({ buys }: Results): Chart | undefined {
	const shown = buys.filter(({ orders, lostOneIn }) => orders >= 30 && lostOneIn !== undefined);
	if (shown.length === 0) return undefined;
	const oneIn = shown[0]?.lostOneIn;
	return barChart({
		name: 'placed-twice',
		title: `Orders placed twice, 1 answer in ${oneIn} lost, Retry On Fail (less is better)`,
		groups: shown.map(
			({ orders, delayMs }) => `${orders.toLocaleString('en')} buys\n${delayMs} ms`,
		),
		series: BUYERS.map((buyer) => ({
			label: BUYER_NAMES[buyer],
			color: COLORS[buyer],
			values: shown.map(({ results }) => results[buyer].placedTwice),
		})),
	});
}

const isChart = (chart: Chart | undefined) => chart !== undefined;

/** Of the main job, which is shown first. */
export function buyChartsOf(results: Results): Chart[] {
	const times = JOB_SIZES.map((orders) => buyTimeChart(results, orders));
	return [...times, placedTwiceChart(results)].filter(isChart);
}

export function readChartsOf(results: Results): Chart[] {
	return [timeChart(results, 1_000), timeChart(results, 10_000)].filter(isChart);
}

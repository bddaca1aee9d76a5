import {
	PUSH_SETTINGS,
	type Cell,
	type CellResult,
	type Figures,
	type MemoryFigures,
	type MemoryResult,
	type Results,
} from './results';

/** One promise and what the run says about it. */
export interface Target {
	what: string;
	/** What was measured, ready to be shown. */
	measured: string;
	wanted: string;
	reached: boolean;
}

type Direction = 'at most' | 'at least';

function target(
	what: string,
	value: number,
	direction: Direction,
	limit: number,
	unit = '',
): Target {
	const digits = Number.isInteger(value) && Number.isInteger(limit) ? 0 : 2;
	return {
		what,
		measured: `${value.toFixed(limit < 1.5 ? 3 : digits)}${unit}`,
		wanted: `${direction} ${limit}${unit}`,
		reached: direction === 'at most' ? value <= limit : value >= limit,
	};
}

function find(results: Results, wanted: Cell): CellResult | undefined {
	return results.cells.find(
		({ protocol, delayMs, items }) =>
			protocol === wanted.protocol && delayMs === wanted.delayMs && items === wanted.items,
	);
}

function requestTargets({ items, results }: CellResult, limit: number): Target[] {
	const { requests } = results.mintedConnect;
	return [
		target(`Requests on the wire an item, ${items} items`, requests / items, 'at most', limit),
	];
}

type Costs = Pick<Figures, 'wallMs' | 'cpuMs'>;

function againstHttpRequest(own: Costs, httpRequest: Costs, at: string): Target[] {
	const [time, cpu] = [own.wallMs / httpRequest.wallMs, own.cpuMs / httpRequest.cpuMs];
	return [
		target(`Time against the HTTP Request node, ${at}`, time, 'at most', 0.65),
		target(`CPU against the HTTP Request node, ${at}`, cpu, 'at most', 0.6),
	];
}

function timeTargets({ delayMs, results }: CellResult): Target[] {
	const { mintedConnect, httpRequest, n8nHelper } = results;
	const at = `1000 items, ${delayMs} ms`;
	const floor = mintedConnect.wallMs / n8nHelper.wallMs;
	return [
		...againstHttpRequest(mintedConnect, httpRequest, at),
		target(`Time against the floor inside n8n, ${at}`, floor, 'at most', 1.15),
	];
}

function realN8nTargets({ realN8n }: Results): Target[] {
	return realN8n
		.filter(({ name }) => name === 'mintedConnect')
		.flatMap((own) => {
			const { delayMs, items } = own;
			const other = realN8n.find(
				(result) => result.name === 'httpRequest' && result.delayMs === delayMs,
			);
			if (other === undefined) return [];
			return againstHttpRequest(own, other, `${items} items, ${delayMs} ms, in a real n8n`);
		});
}

function pushTargets({ pushes }: Results): Target[] {
	const what = 'Pushes a second without API call, against the Webhook node';
	return PUSH_SETTINGS.flatMap((setting) => {
		const bySecret = pushes[setting].find(({ name }) => name === 'secret');
		if (bySecret === undefined) return [];
		const { webhook, headerAuth } = bySecret.ratios;
		const where = setting === 'lazyEngine' ? ', lazy expression engine' : '';
		return [
			target(`${what}${where}`, webhook, 'at least', 0.95),
			target(`${what} with Header Auth${where}`, headerAuth, 'at least', 0.95),
		];
	});
}

/** Bytes that one more item adds to the most that is alive at any time. */
export function bytesAnItem({ sizes }: MemoryResult, { small, large }: MemoryFigures): number {
	return (large.mostBytes - small.mostBytes) / (sizes.large - sizes.small);
}

function memoryTarget(memory: MemoryResult): Target {
	const { producer, mintedConnect } = memory.results;
	return target(
		'Memory in use an item, against a node that only puts out the same items',
		bytesAnItem(memory, mintedConnect) / bytesAnItem(memory, producer),
		'at most',
		1.05,
	);
}

/** What the project set out to reach, as ratios of this one run. */
export function targetsOf(results: Results): Target[] {
	const cell = (items: number, delayMs: number) =>
		find(results, { protocol: 'http', delayMs, items });
	const thousand = [cell(1_000, 0), cell(1_000, 50)].filter((one) => one !== undefined);
	const tenThousand = cell(10_000, 0);
	const lost = results.cells
		.filter(({ items }) => items === 10_000)
		.map(({ results: { mintedConnect } }) => mintedConnect.lost);
	return [
		...thousand.slice(0, 1).flatMap((one) => requestTargets(one, 1.07)),
		...(tenThousand ? requestTargets(tenThousand, 1.01) : []),
		...thousand.flatMap(timeTargets),
		...realN8nTargets(results),
		...(lost.length > 0
			? [target('Items lost, 10000 items', Math.max(...lost), 'at most', 0)]
			: []),
		memoryTarget(results.memory),
		...pushTargets(results),
		target('Load time of the package', results.pack.loadMs, 'at most', 30, ' ms'),
	];
}

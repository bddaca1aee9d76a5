import {
	PUSH_SETTINGS,
	type BuyCellResult,
	type Cell,
	type Costs,
	type CellResult,
	type MemoryFigures,
	type MemoryResult,
	type RealN8nResult,
	type Measured,
	type NonceResult,
	type PackageResult,
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

function target(what: string, value: number, direction: Direction, limit: number): Target {
	const digits = Number.isInteger(value) && limit === 0 ? 0 : 2;
	return {
		what,
		measured: value.toFixed(digits === 2 && limit < 2 ? 3 : digits),
		wanted: `${direction} ${limit}`,
		reached: direction === 'at most' ? value <= limit : value >= limit,
	};
}

function find(cells: CellResult[], wanted: Cell): CellResult | undefined {
	return cells.find(
		({ protocol, delayMs, items }) =>
			protocol === wanted.protocol && delayMs === wanted.delayMs && items === wanted.items,
	);
}

function requestTargets({ items, results }: CellResult, limit: number): Target[] {
	const { requests } = results.mintedConnect;
	return [
		target(
			`Requests on the wire an item, ${NUMBER.format(items)} items`,
			requests / items,
			'at most',
			limit,
		),
	];
}

const NUMBER = new Intl.NumberFormat('en');

/** The main job against the chain, which has no guard. */
function buyTargets(buys: BuyCellResult[]): Target[] {
	return buys.flatMap(({ orders, delayMs, lostOneIn, results: { mintedBuy, httpChain } }) => {
		const at = `${NUMBER.format(orders)} buys, ${delayMs} ms`;
		if (lostOneIn !== undefined) {
			const chain = `the chain: ${NUMBER.format(httpChain.placedTwice)}`;
			const what = `Placed twice, ${at}, answers lost (${chain})`;
			const lost = mintedBuy.notPlaced + mintedBuy.notReported;
			return [
				target(what, mintedBuy.placedTwice, 'at most', 0),
				target(`Not placed or not reported, ${at}, answers lost`, lost, 'at most', 0),
			];
		}
		return orders < 30 || delayMs === 0 ? [] : costTargets(mintedBuy, httpChain, at);
	});
}

function costTargets(own: Costs, chain: Costs, at: string): Target[] {
	return [
		target(`Time against the chain, ${at}`, own.wallMs / chain.wallMs, 'at most', 1.5),
		target(`CPU against the chain, ${at}`, own.cpuMs / chain.cpuMs, 'at most', 1),
	];
}

function readTargets(cells: CellResult[]): Target[] {
	const limits: Array<[items: number, limit: number]> = [
		[1_000, 1],
		[100, 0.9],
	];
	return limits.flatMap(([items, limit]) => {
		const cell = find(cells, { protocol: 'http', delayMs: 200, items });
		if (cell === undefined) return [];
		const { mintedConnect, mintedAgain, httpRequest } = cell.results;
		const what = `Time against the HTTP Request node, ${NUMBER.format(items)} reads, 200 ms`;
		return [
			target(what, mintedConnect.wallMs / httpRequest.wallMs, 'at most', limit),
			target(`${what}, a further run`, mintedAgain.wallMs / httpRequest.wallMs, 'at most', limit),
		];
	});
}

/** Set for what a real n8n adds to the HTTP Request node, which an engine in-process leaves out. */
function inProcessTargets({ delayMs, results }: CellResult): Target[] {
	if (delayMs > 50) return [];
	const { mintedConnect: own, httpRequest } = results;
	const at = `1,000 reads, ${delayMs} ms, in-process`;
	const [time, cpu] = [own.wallMs / httpRequest.wallMs, own.cpuMs / httpRequest.cpuMs];
	return [
		target(`Time against the HTTP Request node, ${at}`, time, 'at most', 0.65),
		target(`CPU against the HTTP Request node, ${at}`, cpu, 'at most', 0.6),
	];
}

function floorTarget({ delayMs, results }: CellResult): Target {
	const { mintedConnect, n8nHelper } = results;
	const floor = mintedConnect.wallMs / n8nHelper.wallMs;
	return target(
		`Time against the floor inside n8n, 1,000 reads, ${delayMs} ms`,
		floor,
		'at most',
		1.15,
	);
}

/** The same work of the HTTP Request node, or of two of them. */
export function otherInN8n(
	results: RealN8nResult[],
	{ job, delayMs }: RealN8nResult,
): RealN8nResult | undefined {
	return results.find(
		(result) => result.name === 'httpRequest' && result.job === job && result.delayMs === delayMs,
	);
}

function realN8nTargets(realN8n: RealN8nResult[]): Target[] {
	return realN8n
		.filter(({ name }) => name === 'mintedConnect')
		.flatMap((own) => {
			const other = otherInN8n(realN8n, own);
			if (other === undefined) return [];
			const { job, delayMs, items } = own;
			const count = NUMBER.format(items);
			if (job === 'buy') {
				return costTargets(own, other, `${count} buys, ${delayMs} ms, in a real n8n`);
			}
			const at = `${count} reads, ${delayMs} ms, in a real n8n`;
			return [
				target(
					`Time against the HTTP Request node, ${at}`,
					own.wallMs / other.wallMs,
					'at most',
					delayMs === 200 ? 1 : 0.65,
				),
				target(`CPU against the HTTP Request node, ${at}`, own.cpuMs / other.cpuMs, 'at most', 0.6),
			];
		});
}

/** Requests an item where a nonce's requests may come in any order, and where not. */
const NONCE_LIMITS = { shared: 1.02, inOrder: 1.65 } as const;
const NONCE_WORDS = { shared: 'nonces shared', inOrder: 'nonces in order only' } as const;

function nonceTargets(nonces: NonceResult[]): Target[] {
	return nonces
		.filter(({ items }) => items === 100)
		.map(({ server, items, requests }) =>
			target(
				`Requests an item, ${items} reads, ${NONCE_WORDS[server]}`,
				requests / items,
				'at most',
				NONCE_LIMITS[server],
			),
		);
}

function pushTargets(pushes: Measured['pushes']): Target[] {
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

/** All nodes, triggers and the credential here; one node there. */
function loadTarget({ loadMs, httpRequestLoadMs }: PackageResult): Target {
	const what = "Load time of the package, against n8n's HTTP Request node";
	return target(what, loadMs / httpRequestLoadMs, 'at most', 0.25);
}

/** Of the reads, what is no comparison by time alone. */
function cellTargets(cells: CellResult[]): Target[] {
	const cell = (items: number, delayMs: number) =>
		find(cells, { protocol: 'http', delayMs, items });
	const thousand = [cell(1_000, 0), cell(1_000, 50), cell(1_000, 200)].filter(
		(one) => one !== undefined,
	);
	const tenThousand = cell(10_000, 0);
	const lost = cells
		.filter(({ items }) => items === 10_000)
		.map(({ results: { mintedConnect } }) => mintedConnect.lost);
	return [
		...readTargets(cells),
		...thousand.flatMap(inProcessTargets),
		...thousand.map(floorTarget),
		...thousand.slice(0, 1).flatMap((one) => requestTargets(one, 1.07)),
		...(tenThousand ? requestTargets(tenThousand, 1.01) : []),
		...(lost.length > 0
			? [target('Items lost, 10,000 items', Math.max(...lost), 'at most', 0)]
			: []),
	];
}

/** What the project set out to reach, as ratios of this one run, as far as it was measured. */
export function targetsOf(measured: Partial<Measured>): Target[] {
	const { buys = [], realN8n = [], cells = [], nonces = [], memory, pushes, pack } = measured;
	return [
		...buyTargets(buys),
		...realN8nTargets(realN8n),
		...cellTargets(cells),
		...nonceTargets(nonces),
		...(memory ? [memoryTarget(memory)] : []),
		...(pushes ? pushTargets(pushes) : []),
		...(pack ? [loadTarget(pack)] : []),
	];
}

import {
	BUYERS,
	CONTENDERS,
	OWNERS,
	PROFILED,
	PUSH_SETTINGS,
	WEIGHED,
	type BuyCellResult,
	type CellResult,
	type Job,
	type NonceResult,
	type Figures,
	type Measured,
	type ProfileResult,
	type PushResult,
	type PushSetting,
	type ReceiverName,
	type Results,
	type Weighed,
} from '../results';
import { bytesAnItem, otherInN8n, targetsOf } from '../targets';
import { BUYER_NAMES, NAMES } from './names';
import { count, megabytes, ratio, time } from './words';

type Row = string[];

/** A Markdown table; all columns but the first to the right. */
function table(head: Row, rows: Row[]): string {
	const line = (row: Row) => `| ${row.join(' | ')} |`;
	const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
	return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export function targetTable(results: Partial<Measured>): string {
	return table(
		['Target', 'Wanted', 'Measured', ''],
		targetsOf(results).map(({ what, wanted, measured, reached }) => [
			what,
			wanted,
			measured,
			reached ? 'reached' : '**missed**',
		]),
	);
}

const bad = (value: number) => (value === 0 ? '0' : `**${count(value)}**`);

/** What one line of the two large tables is about. */
const cellName = ({ orders, delayMs }: BuyCellResult) =>
	`${count(orders)} ${orders === 1 ? 'buy' : 'buys'}, ${delayMs} ms`;

/** The main job, then the same with answers lost: both contenders side by side. */
export function buyTables({ buys }: Results): [string, string] {
	const plain = buys.filter(({ lostOneIn }) => lostOneIn === undefined);
	const lossy = buys.filter(({ lostOneIn }) => lostOneIn !== undefined);
	return [buyTable(plain), buyTable(lossy)];
}

function buyTable(cells: BuyCellResult[]): string {
	const head = [
		'',
		'',
		'Time',
		'Ratio',
		'CPU',
		'Ratio',
		'Requests',
		'Peak memory (MB)',
		'Placed twice',
		'Not placed',
		'Not reported',
	];
	const rows = cells.flatMap((cell) => {
		const base = cell.results.httpChain;
		return BUYERS.map((buyer) => {
			const own = cell.results[buyer];
			return [
				cellName(cell),
				BUYER_NAMES[buyer],
				time(own.wallMs),
				ratio(own.wallMs, base.wallMs),
				time(own.cpuMs),
				ratio(own.cpuMs, base.cpuMs),
				count(own.requests),
				megabytes(own.peakBytes),
				bad(own.placedTwice),
				bad(own.notPlaced),
				bad(own.notReported),
			];
		});
	});
	const [first] = cells;
	const oneIn = first?.lostOneIn;
	const note =
		oneIn === undefined
			? `Median of ${first?.rounds ?? 0} rounds; each row another customer.`
			: `One answer in ${oneIn} is lost after the API has done what it was asked for, the same ones in every run; all nodes have n8n's Retry On Fail.`;
	return `${note}\n\n${table(head, rows)}`;
}

export function minutelyTable({ minutely }: Results): string {
	return table(
		['Requests', NAMES.mintedConnect, NAMES.httpRequest],
		minutely.map(({ minutes, nonceLifetimeMs, requests }) => [
			`${minutes} calls, a nonce is good for ${nonceLifetimeMs / 1_000} s`,
			count(requests.mintedConnect),
			count(requests.httpRequest),
		]),
	);
}

const SERVERS: Record<NonceResult['server'], string> = {
	shared: 'takes a nonce in any order within a window, as Tomcat does',
	inOrder: 'refuses what comes out of order, and the requests overtake each other',
};

export function nonceTable({ nonces }: Results): string {
	return table(
		['The server', 'Reads', 'Requests', 'Requests an item'],
		nonces.map(({ server, items, requests }) => [
			SERVERS[server],
			count(items),
			count(requests),
			(requests / items).toFixed(3),
		]),
	);
}

function figuresRow(name: string, figures: Figures): Row {
	return [
		name,
		count(figures.requests),
		count(figures.connections),
		time(figures.wallMs),
		time(figures.cpuMs),
		megabytes(figures.peakBytes),
		bad(figures.lost),
	];
}

function cellTable({ results }: CellResult): string {
	return table(
		['', 'Requests', 'Connections', 'Time', 'CPU', 'Peak memory (MB)', 'Items lost'],
		CONTENDERS.map((contender) => figuresRow(NAMES[contender], results[contender])),
	);
}

function failures({ results }: CellResult): string[] {
	return CONTENDERS.filter((contender) => results[contender].error !== undefined).map(
		(contender) => `${NAMES[contender]} failed: ${results[contender].error ?? ''}.`,
	);
}

/** One section a size and protocol, one table a delay. */
export function cellTables({ cells }: Results): string {
	return cells
		.map((cell) => {
			const { items, delayMs, protocol, rounds } = cell;
			const note = rounds > 1 ? `median of ${rounds} rounds` : 'one round';
			const title = `#### ${protocol}, ${delayMs} ms, ${count(items)} ${items === 1 ? 'item' : 'items'} (${note})`;
			return [title, cellTable(cell), ...failures(cell)].join('\n\n');
		})
		.join('\n\n');
}

const JOB_NAMES: Record<Job, string> = { buy: 'buys', read: 'reads' };

export function realN8nTable({ realN8n }: Results): string {
	const names: Record<Job, Record<string, string>> = {
		buy: { mintedConnect: BUYER_NAMES.mintedBuy, httpRequest: BUYER_NAMES.httpChain },
		read: NAMES,
	};
	return table(
		[
			'',
			'',
			'Requests',
			'Time of the steps',
			'Ratio',
			'CPU of n8n, whole execution',
			'Ratio',
			'Placed twice',
			'Items lost',
		],
		realN8n.map((own) => {
			const { job, name, items, delayMs, requests, wallMs, cpuMs, lost, placedTwice } = own;
			const base = otherInN8n(realN8n, own) ?? own;
			return [
				`${count(items)} ${JOB_NAMES[job]}, ${delayMs} ms`,
				names[job][name] ?? name,
				count(requests),
				time(wallMs),
				ratio(wallMs, base.wallMs),
				time(cpuMs),
				ratio(cpuMs, base.cpuMs),
				bad(placedTwice),
				bad(lost),
			];
		}),
	);
}

const WEIGHED_NAMES: Record<Weighed, string> = {
	producer: 'A node that only puts out the same items',
	mintedConnect: 'Minted Connect node, Order > Get',
};

/** The constant is what is alive at most and does not grow with the items. */
export function memoryTable({ memory }: Results): string {
	const { small, large } = memory.sizes;
	return table(
		[
			'',
			`Stored, ${count(small)} items (MB)`,
			`Stored, ${count(large)} items (MB)`,
			`Alive at most, ${count(small)} items (MB)`,
			`Alive at most, ${count(large)} items (MB)`,
			'of that an item (bytes)',
			'constant (MB)',
			`Resident at most, ${count(large)} items (MB)`,
		],
		WEIGHED.map((name) => {
			const figures = memory.results[name];
			const growth = bytesAnItem(memory, figures);
			return [
				WEIGHED_NAMES[name],
				megabytes(figures.small.keptBytes),
				megabytes(figures.large.keptBytes),
				megabytes(figures.small.mostBytes),
				megabytes(figures.large.mostBytes),
				growth.toFixed(0),
				megabytes(figures.large.mostBytes - growth * large),
				megabytes(figures.peakBytes),
			];
		}),
	);
}

/** Microseconds, and what this node adds to the floor. */
export function profileTable(profile: ProfileResult): string {
	const micros = (value: number) => value.toFixed(0);
	const { mintedConnect, n8nHelper } = profile;
	return table(
		['Microseconds an item', ...PROFILED.map((name) => NAMES[name]), 'Difference'],
		OWNERS.map((owner) => [
			owner,
			...PROFILED.map((name) => micros(profile[name][owner])),
			micros(mintedConnect[owner] - n8nHelper[owner]),
		]),
	);
}

const PUSH_NAMES: Record<ReceiverName, string> = {
	webhook: "n8n's Webhook node",
	headerAuth: "n8n's Webhook node with Header Auth",
	secret: 'Minted Connect Trigger, verified by secret (no API call)',
	api: 'Minted Connect Trigger, verified by reading the order again',
};

const PUSH_SETTING_NAMES: Record<PushSetting, string> = {
	asItComes: 'n8n as it comes',
	lazyEngine: 'With N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true',
};

export function pushTables({ pushes }: Results): string {
	return PUSH_SETTINGS.map(
		(setting) => `#### ${PUSH_SETTING_NAMES[setting]}\n\n${pushTable(pushes[setting])}`,
	).join('\n\n');
}

function pushTable(pushes: PushResult[]): string {
	return table(
		[
			'',
			'Pushes a second',
			'Against the Webhook node',
			'Against it with Header Auth',
			'Not answered with 200',
		],
		pushes.map(({ name, perSecond, ratios, failed }) => [
			PUSH_NAMES[name],
			perSecond.toFixed(1),
			ratios.webhook.toFixed(2),
			ratios.headerAuth.toFixed(2),
			count(failed),
		]),
	);
}

export function packageTable({ pack }: Results): string {
	return table(
		['Package', ''],
		[
			['Load time of all nodes and the credential', `${pack.loadMs.toFixed(1)} ms`],
			["Load time of n8n's HTTP Request node", `${pack.httpRequestLoadMs.toFixed(1)} ms`],
			['Tarball', `${(pack.tarballBytes / 1e3).toFixed(1)} kB`],
			['Unpacked', `${(pack.unpackedBytes / 1e3).toFixed(0)} kB in ${pack.files} files`],
		],
	);
}

export function machineTable({ machine, date, plan }: Results): string {
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	return table(
		['Run', ''],
		[
			['Date', date],
			['Plan', plan],
			['CPU', `${machine.cpu}, ${machine.cores} cores`],
			['Memory', `${machine.memoryGiB} GiB`],
			['System', machine.os],
			['Versions', versions.join(', ')],
		],
	);
}

import type { Protocol } from './plan';

/** Everything one run of the benchmark brings; what the JSON file holds. */
export interface Results extends Measured {
	plan: 'full' | 'quick';
	/** When it was over; ISO 8601. */
	date: string;
	machine: Machine;
}

/** The parts of a run. */
export interface Measured {
	buys: BuyCellResult[];
	minutely: MinutelyResult[];
	nonces: NonceResult[];
	cells: CellResult[];
	memory: MemoryResult;
	pack: PackageResult;
	realN8n: RealN8nResult[];
	profile: ProfileResult;
	pushes: Record<PushSetting, PushResult[]>;
}

export type Part = keyof Measured;

export interface Machine {
	cpu: string;
	cores: number;
	memoryGiB: number;
	os: string;
	/** Name and version of what took part. */
	versions: Record<string, string>;
}

/** The two ways to buy: this node, and two HTTP Request nodes, of which one fixes the price. */
export const BUYERS = ['mintedBuy', 'httpChain'] as const;

export type Buyer = (typeof BUYERS)[number];

export interface BuyCell {
	delayMs: number;
	orders: number;
	/** One answer of so many is lost, and the nodes have Retry On Fail; undefined where none is. */
	lostOneIn?: number;
}

export interface BuyCellResult extends BuyCell {
	rounds: number;
	results: Record<Buyer, BuyFigures>;
}

/** Medians over the rounds; of what went wrong, the most. */
export interface BuyFigures extends Costs {
	requests: number;
	mostInFlight: number;
	peakBytes: number;
	/** Orders beyond the first for a row, by the API's own books. */
	placedTwice: number;
	/** Rows without an order, by the API's own books. */
	notPlaced: number;
	/** Rows whose order is not in the output at its place. */
	notReported: number;
	error?: string;
}

/** Requests of one call a minute. */
export interface MinutelyResult {
	minutes: number;
	/** How long the API takes a nonce for good. */
	nonceLifetimeMs: number;
	requests: Record<RealContender, number>;
}

/** Requests for as many reads, where a server's nonces can be shared and where they cannot. */
export interface NonceResult {
	items: number;
	server: 'shared' | 'inOrder';
	requests: number;
}

/**
 * The ways to get the same orders. `mintedAgain` is this node at an address that it knows already, as
 * in every run but the first after n8n was started.
 */
export const CONTENDERS = [
	'mintedConnect',
	'mintedAgain',
	'httpRequest',
	'n8nHelper',
	'plainNode',
] as const;

export type Contender = (typeof CONTENDERS)[number];

export interface Cell {
	protocol: Protocol;
	delayMs: number;
	items: number;
}

export interface CellResult extends Cell {
	rounds: number;
	results: Record<Contender, Figures>;
}

export interface Costs {
	wallMs: number;
	cpuMs: number;
}

/** Medians over the rounds. */
export interface Figures extends Costs {
	requests: number;
	connections: number;
	/** Requests in flight at the server, at most. */
	mostInFlight: number;
	peakBytes: number;
	lost: number;
	/** Why it failed, where it did. */
	error?: string;
}

/** Who is measured in a real n8n. */
export type RealContender = Extract<Contender, 'mintedConnect' | 'httpRequest'>;

/** What is done in a real n8n. */
export const JOBS = ['buy', 'read'] as const;

export type Job = (typeof JOBS)[number];

/** The same in a real n8n; medians over the rounds. */
export interface RealN8nResult {
	job: Job;
	name: RealContender;
	items: number;
	delayMs: number;
	/** Of the steps alone, by n8n's own record. */
	wallMs: number;
	/** Of n8n's process during the whole execution. */
	cpuMs: number;
	requests: number;
	/** Items without the right order in the output. */
	lost: number;
	/** By the API's own books. */
	placedTwice: number;
}

/** The node, and one that puts out the same items without asking for them. */
export const WEIGHED = ['producer', 'mintedConnect'] as const;

export type Weighed = (typeof WEIGHED)[number];

/** At two sizes, to tell what grows with the items from what does not. */
export interface MemoryResult {
	sizes: { small: number; large: number };
	results: Record<Weighed, MemoryFigures>;
}

export interface MemoryFigures {
	small: HeapFigures;
	large: HeapFigures;
	/** Characters of all the items as JSON, large size: the same for both. */
	outputLength: number;
	/** Most bytes of resident memory during a run of the large size, garbage included. */
	peakBytes: number;
}

/** Bytes in use after a garbage collection, less before the run. */
interface HeapFigures {
	/** All that n8n would store of the execution. */
	keptBytes: number;
	/** The most at any look during the run and after it. */
	mostBytes: number;
}

export interface PackageResult {
	/** Milliseconds to load all nodes and credentials in a fresh process; median. */
	loadMs: number;
	/** The same for n8n's HTTP Request node alone. */
	httpRequestLoadMs: number;
	tarballBytes: number;
	unpackedBytes: number;
	files: number;
}

/** Whose code is running, in the order of the report. */
export const OWNERS = [
	'this package',
	'n8n',
	'axios and what it uses',
	'Node',
	'garbage collection',
	'the measurement',
] as const;

export type Owner = (typeof OWNERS)[number];

/** This node, and the floor inside n8n. */
export const PROFILED = ['mintedConnect', 'n8nHelper'] as const;

/** Microseconds an item. */
export type ProfileResult = Record<(typeof PROFILED)[number], Record<Owner, number>>;

/** n8n as it comes, and set to start its expression engine only where there is an expression. */
export const PUSH_SETTINGS = ['asItComes', 'lazyEngine'] as const;

export type PushSetting = (typeof PUSH_SETTINGS)[number];

/** n8n's Webhook node, the same with Header Auth, and this package's trigger by its two ways. */
export const RECEIVERS = ['webhook', 'headerAuth', 'secret', 'api'] as const;

export type ReceiverName = (typeof RECEIVERS)[number];

export interface PushResult {
	name: ReceiverName;
	perSecond: number;
	/** To the built-in Webhook node of the same round, without and with Header Auth. */
	ratios: { webhook: number; headerAuth: number };
	failed: number;
}

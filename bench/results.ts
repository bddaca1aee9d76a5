import type { Protocol } from './plan';

/** Everything one run of the benchmark brings; what the JSON file holds. */
export interface Results {
	plan: 'full' | 'quick';
	/** ISO 8601. */
	date: string;
	machine: Machine;
	cells: CellResult[];
	memory: MemoryResult;
	pack: PackageResult;
	realN8n: RealN8nResult[];
	profile: ProfileResult;
	pushes: Record<PushSetting, PushResult[]>;
}

export interface Machine {
	cpu: string;
	cores: number;
	memoryGiB: number;
	os: string;
	/** Name and version of what took part. */
	versions: Record<string, string>;
}

/** The four ways to get the same orders. */
export const CONTENDERS = ['mintedConnect', 'httpRequest', 'n8nHelper', 'plainNode'] as const;

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

/** Medians over the rounds. */
export interface Figures {
	requests: number;
	connections: number;
	/** Requests in flight at the server, at most. */
	mostInFlight: number;
	wallMs: number;
	cpuMs: number;
	peakBytes: number;
	lost: number;
	/** Why it failed, where it did. */
	error?: string;
}

/** Who is measured in a real n8n. */
export type RealContender = Extract<Contender, 'mintedConnect' | 'httpRequest'>;

/** One step in a real n8n; medians over the rounds. */
export interface RealN8nResult {
	name: RealContender;
	items: number;
	delayMs: number;
	/** Of the step alone, by n8n's own record. */
	wallMs: number;
	/** Of n8n's process during the whole execution. */
	cpuMs: number;
	requests: number;
	lost: number;
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

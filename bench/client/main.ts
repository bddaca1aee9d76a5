/** One client in a process of its own: boots n8n once, then runs its subject as often as asked. */
import { Session, type Profiler } from 'inspector/promises';
import { performance } from 'perf_hooks';
import { createRequire } from 'module';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';

import { bootEngine } from '../../harness/inProcess/engine';
import { loadPackage } from '../../harness/inProcess/package';
import type * as Limiter from '../../minted/client/limiter';
import { serveCalls } from '../ipc';
import { collectGarbage, weigh, type Weight } from './heap';
import { httpChain, mintedBuy } from './buys';
import type { Outcome } from './step';
import {
	httpRequest,
	mintedConnect,
	n8nHelper,
	plainNode,
	producer,
	type Subject,
} from './subjects';

export const SUBJECTS = [
	'mintedConnect',
	'httpRequest',
	'n8nHelper',
	'plainNode',
	'producer',
	'mintedBuy',
	'httpChain',
] as const;

export type SubjectName = (typeof SUBJECTS)[number];

export interface BootOptions {
	subject: SubjectName;
	/** Where n8n is installed. */
	runtimeFolder: string;
	/** Where the packed package is unpacked. */
	packageFolder: string;
	/** n8n's Retry On Fail, for those that buy. */
	retryOnFail?: boolean;
}

/** One run of one subject. */
export interface Sample {
	wallMs: number;
	/** User and system time of the client's process, all its threads included. */
	cpuMs: number;
	/** Highest resident memory during the run, less what it was before. */
	peakBytes: number;
	/** Items that came with the order that was asked for. */
	right: number;
	error?: string;
}

/** What one run of one subject holds in memory. */
export interface WeighedRun extends Weight {
	right: number;
	/** Characters of the output as JSON. */
	outputLength: number;
	error?: string;
}

export interface ClientCalls {
	boot(options: BootOptions): Promise<void>;
	prepare(url: string, count: number): Promise<void>;
	run(url: string, count: number): Promise<Sample>;
	/** Moves the clock of all that is loaded. */
	advance(ms: number): Promise<void>;
	/** A run that is stopped again and again for garbage collections: of no use for other figures. */
	weigh(url: string, count: number): Promise<WeighedRun>;
	/** A run under V8's profiler. */
	profile(url: string, count: number): Promise<Profiler.Profile>;
}

/** Milliseconds between two looks at the memory. */
const SAMPLING_MS = 20;

let subject: Subject;

/** Before anything is loaded that keeps `Date.now`. */
const realNow = Date.now.bind(Date);
let aheadMs = 0;
Date.now = () => realNow() + aheadMs;

function createSubject(options: BootOptions): Subject {
	const { subject: name, runtimeFolder, packageFolder, retryOnFail = false } = options;
	if (name === 'plainNode') return plainNode();
	const engine = bootEngine(runtimeFolder);
	process.once('exit', engine.close);
	if (name === 'httpRequest') return httpRequest(engine);
	if (name === 'producer') return producer(engine);
	if (name === 'httpChain') return httpChain(engine, retryOnFail);
	const load = createRequire(join(packageFolder, 'package.json'));
	if (name === 'mintedConnect') return mintedConnect(engine, loadPackage(packageFolder, load));
	if (name === 'mintedBuy') {
		return mintedBuy(engine, loadPackage(packageFolder, load), retryOnFail);
	}
	const { AdaptiveLimiter, DEFAULT_LIMITS } = load(
		'./dist/minted/client/limiter.js',
	) as typeof Limiter;
	const clock = { now: Date.now, sleep: async (ms: number) => await delay(ms) };
	return n8nHelper(engine, () => new AdaptiveLimiter(DEFAULT_LIMITS, clock));
}

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `order-${index}`);

async function measure(url: string, count: number): Promise<Sample> {
	const ids = idsOf(count);
	collectGarbage();
	const before = process.memoryUsage.rss();
	let peak = before;
	const look = () => {
		try {
			peak = Math.max(peak, process.memoryUsage.rss());
		} catch {
			// A subject that uses up all file handles leaves none to look with.
		}
	};
	const sampler = setInterval(look, SAMPLING_MS);
	const cpu = process.cpuUsage();
	const start = performance.now();
	const outcome = await runSubject(url, ids);
	const wallMs = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(sampler);
	look();
	return {
		wallMs,
		cpuMs: (user + system) / 1000,
		peakBytes: peak - before,
		right: countRight(outcome, ids),
		error: outcome.error,
	};
}

async function weighRun(url: string, count: number): Promise<WeighedRun> {
	const ids = idsOf(count);
	const { outcome, keptBytes, mostBytes } = await weigh(
		async (look) => await runSubject(url, ids, look),
	);
	return {
		keptBytes,
		mostBytes,
		right: countRight(outcome, ids),
		outputLength: outcome.json.reduce((sum, json) => sum + JSON.stringify(json).length, 0),
		error: outcome.error,
	};
}

async function runSubject(url: string, ids: string[], onOutput?: () => void): Promise<Outcome> {
	return await subject
		.run(url, ids, onOutput)
		.catch((error: unknown): Outcome => ({ json: [], error: String(error) }));
}

function countRight({ json }: Outcome, ids: string[]): number {
	return json.filter((one, index) => subject.idOf(one) === ids[index]).length;
}

serveCalls<ClientCalls>({
	boot: async (options) => {
		subject = createSubject(options);
	},
	prepare: async (url, count) => await subject.prepare?.(url, idsOf(count)),
	run: measure,
	advance: async (ms) => {
		aheadMs += ms;
	},
	weigh: weighRun,
	async profile(url, count) {
		const session = new Session();
		session.connect();
		await session.post('Profiler.enable');
		await session.post('Profiler.start');
		await subject.run(url, idsOf(count));
		const { profile } = await session.post('Profiler.stop');
		session.disconnect();
		return profile;
	},
});

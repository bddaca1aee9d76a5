/** One client in a process of its own: boots n8n once, then runs its subject as often as asked. */
import { Session, type Profiler } from 'inspector/promises';
import { performance } from 'perf_hooks';

import { serveCalls } from '../ipc';
import type { Outcome } from './engine';
import { loadN8n, loadPackage } from './n8n';
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
] as const;

export type SubjectName = (typeof SUBJECTS)[number];

export interface BootOptions {
	subject: SubjectName;
	/** Where n8n is installed. */
	runtimeFolder: string;
	/** Where the packed package is unpacked. */
	packageFolder: string;
}

/** One run of one subject. */
export interface Sample {
	wallMs: number;
	/** User and system time of the client's process, all its threads included. */
	cpuMs: number;
	/** Highest resident memory during the run, less what it was before. */
	peakBytes: number;
	/** On the heap after the run and a garbage collection, its output included, less before. */
	keptBytes: number;
	/** Items that came with the order that was asked for. */
	right: number;
	error?: string;
}

export interface ClientCalls {
	boot(options: BootOptions): Promise<void>;
	prepare(url: string, count: number): Promise<void>;
	run(url: string, count: number): Promise<Sample>;
	/** A run under V8's profiler. */
	profile(url: string, count: number): Promise<Profiler.Profile>;
}

/** Milliseconds between two looks at the memory. */
const SAMPLING_MS = 20;

let subject: Subject;

function createSubject({ subject: name, runtimeFolder, packageFolder }: BootOptions): Subject {
	if (name === 'plainNode') return plainNode();
	const n8n = loadN8n(runtimeFolder);
	if (name === 'httpRequest') return httpRequest(n8n);
	if (name === 'producer') return producer(n8n);
	const minted = loadPackage(packageFolder);
	return name === 'n8nHelper' ? n8nHelper(n8n, minted) : mintedConnect(n8n, minted);
}

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `order-${index}`);

async function measure(url: string, count: number): Promise<Sample> {
	const ids = idsOf(count);
	collectGarbage();
	const before = { rss: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed };
	let peak = before.rss;
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
	const outcome = await subject
		.run(url, ids)
		.catch((error: unknown): Outcome => ({ json: [], error: String(error) }));
	const wallMs = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(sampler);
	look();
	collectGarbage();
	return {
		wallMs,
		cpuMs: (user + system) / 1000,
		peakBytes: peak - before.rss,
		keptBytes: process.memoryUsage().heapUsed - before.heap,
		right: outcome.json.filter((json, index) => subject.idOf(json) === ids[index]).length,
		error: outcome.error,
	};
}

function collectGarbage(): void {
	if (globalThis.gc === undefined) throw new Error('Run with --expose-gc');
	globalThis.gc();
}

serveCalls<ClientCalls>({
	boot: async (options) => {
		subject = createSubject(options);
	},
	prepare: async (url, count) => await subject.prepare?.(url, idsOf(count)),
	run: measure,
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

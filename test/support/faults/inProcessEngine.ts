import { setTimeout as delay } from 'timers/promises';
import type { Sandbox } from '../../../sandbox';
import type { RandomStream } from '../../../sandbox/random';
import { runNode, type RunResult, type Worker } from '../inProcess';
import type { Engine } from './customer';
import type { Plan } from './plan';
import { itemOf, stepFor, type StepTimes } from './wish';

export interface InProcessOptions {
	sandbox: Sandbox;
	random: RandomStream;
	/** Processes of n8n with the package in them. */
	workers: readonly Worker[];
	times: StepTimes;
	/** After this time every order that was placed can be looked up, late ones too. */
	lagMs: number;
}

let executions = 0;

/** Executions in n8n-core's engine, each plan in one of several processes and sometimes in another. */
export class InProcessEngine implements Engine<RunResult> {
	private readonly workers = new Map<Plan, Worker>();

	constructor(private readonly options: InProcessOptions) {}

	async execute(plan: Plan, retryOf?: RunResult): Promise<RunResult> {
		const { sandbox, times } = this.options;
		const { wishes, onError, tries } = plan;
		return await runNode({
			sandbox,
			worker: await this.workerFor(plan, retryOf !== undefined),
			items: wishes.map(itemOf),
			parameters: stepFor(plan, times),
			onError,
			tries: tries === 1 ? undefined : tries,
			retryOf,
			executionId: `in-process ${++executions}`,
		});
	}

	/**
	 * Nobody remembers an attempt in another process: there only time, or n8n's word, protects. Two
	 * executions at the same moment have neither and stay in one; see twoProcesses.test.ts.
	 */
	private async workerFor(plan: Plan, isRetry: boolean): Promise<Worker> {
		const { random, workers, lagMs } = this.options;
		const known = this.workers.get(plan);
		if (known !== undefined && plan.twice) return known;
		const isLookedUp = plan.duplicateGuard && plan.wishes[0]?.kind !== 'cash';
		if (known !== undefined && !((isRetry || isLookedUp) && random.chance(0.4))) return known;
		const worker = random.pick(workers);
		this.workers.set(plan, worker);
		if (known !== undefined && !isRetry) await delay(lagMs);
		return worker;
	}
}

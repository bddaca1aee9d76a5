import { setTimeout as delay } from 'timers/promises';
import type { Sandbox } from '../../../sandbox';
import type { RandomStream } from '../../../sandbox/random';
import { runNode, type RunResult, type Worker } from '../inProcess';
import type { Judge } from './judge';
import type { Plan } from './plan';
import { isPlaced, reportsOf, type Report } from './verdict';
import { itemOf, keyOf, stepFor } from './wish';

/** Where and how long the steps of a proof run. Seconds are the step's own options. */
export interface Scene {
	sandbox: Sandbox;
	judge: Judge;
	random: RandomStream;
	/** Processes of n8n with the package in them. */
	workers: readonly Worker[];
	timeoutSeconds: number;
	settleSeconds: number;
	/** After this time every order that was placed can be looked up, late ones too. */
	lagMs: number;
}

/** A cash movement stays unknown however often it is run: a user who has seen it twice stops. */
const MOST_UNKNOWN = 2;

/** Runs one plan again and again, as its user would, until everything is placed or they give up. */
export class PersistentCustomer {
	private readonly executionId: string;
	private runs = 0;
	private unknownRuns = 0;
	private worker: Worker;
	private result?: RunResult;
	private reports: Report[] = [];

	constructor(
		private readonly scene: Scene,
		private readonly plan: Plan,
		name: string,
	) {
		this.executionId = name;
		this.worker = scene.random.pick(scene.workers);
	}

	/** Whether all is placed as far as the user was told. */
	get isContent(): boolean {
		return this.reports.length > 0 && this.reports.every(isPlaced);
	}

	/** Whether it makes sense to them to run the step once more. */
	get mayGoOn(): boolean {
		if (this.isContent || this.unknownRuns >= MOST_UNKNOWN) return false;
		// A new execution of an order without an ID of its own is another order.
		return this.plan.ownIds || this.result === undefined || this.result.error !== undefined;
	}

	async tryFor(runs: number): Promise<void> {
		for (let run = 1; run <= runs && this.mayGoOn; run++) await this.run();
	}

	private async run(): Promise<void> {
		const { plan, scene } = this;
		const mayRetry = this.result?.error !== undefined;
		const retryOf = mayRetry && (!plan.ownIds || plan.retriesExecution) ? this.result : undefined;
		if (this.runs > 0) await this.changeWorker(retryOf !== undefined);
		this.runs++;
		const executions = plan.twice && this.runs === 1 ? 2 : 1;
		await Promise.all(
			Array.from({ length: executions }, async (_, copy) => await this.execute(retryOf, copy)),
		);
		const isCash = plan.wishes.some(({ kind }) => kind === 'cash');
		if (isCash && this.reports.some(({ verdict }) => verdict === 'unknown')) this.unknownRuns++;
		if (plan.twice) await delay(scene.random.int(0, 50));
	}

	/** Nobody remembers an attempt in another process: there only time, or n8n's word, protects. */
	private async changeWorker(isRetry: boolean): Promise<void> {
		const { random, workers, lagMs } = this.scene;
		const isLookedUp = this.plan.duplicateGuard && this.plan.wishes[0]?.kind !== 'cash';
		if (!(isRetry || isLookedUp) || !random.chance(0.4)) return;
		this.worker = random.pick(workers);
		if (!isRetry) await delay(lagMs);
	}

	private async execute(retryOf: RunResult | undefined, copy: number): Promise<void> {
		const { plan, scene } = this;
		const { sandbox, judge, timeoutSeconds, settleSeconds } = scene;
		const { wishes, duplicateGuard, parallelItems, retrySeconds, onError, tries } = plan;
		const [first] = wishes;
		if (first === undefined) throw new Error('A plan without a wish');
		for (const wish of wishes) judge.begin(keyOf(wish));
		const guarded = first.kind === 'cash' ? {} : { duplicateGuard, settleSeconds };
		const result = await runNode({
			sandbox,
			worker: this.worker,
			items: wishes.map(itemOf),
			parameters: stepFor(first, plan, {
				...guarded,
				parallelItems,
				retrySeconds,
				timeoutSeconds,
			}),
			onError,
			tries: tries === 1 ? undefined : tries,
			retryOf,
			executionId: `${this.executionId}, ${this.runs}.${copy}`,
		});
		this.result = result;
		this.reports = reportsOf(result, wishes.length);
		wishes.forEach((wish, index) => judge.end(keyOf(wish), this.reports[index] as Report));
	}
}

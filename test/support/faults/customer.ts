import type { Judge } from './judge';
import type { Plan } from './plan';
import { isPlaced, reportsOf, type Outcome, type Report } from './verdict';
import { keyOf } from './wish';

/** An n8n that executes plans; in this process, or a real one. */
export interface Engine<Run extends Outcome> {
	/**
	 * One execution of the plan's workflow.
	 *
	 * @param retryOf a failed execution that n8n is to retry, instead of a new one
	 */
	execute(plan: Plan, retryOf?: Run): Promise<Run>;
}

/** A cash movement stays unknown however often it is run: a user who has seen it twice stops. */
const MOST_UNKNOWN = 2;

/** Runs one plan again and again, as its user would, until everything is placed or they give up. */
export class PersistentCustomer<Run extends Outcome> {
	private unknownRuns = 0;
	private last?: Run;
	private reports: Report[] = [];

	constructor(
		private readonly engine: Engine<Run>,
		private readonly judge: Judge,
		private readonly plan: Plan,
	) {}

	/** Whether it makes sense to them to run the step once more. */
	get mayGoOn(): boolean {
		const isContent = this.reports.length > 0 && this.reports.every(isPlaced);
		if (isContent || this.unknownRuns >= MOST_UNKNOWN) return false;
		// A new execution of an order without an ID of its own is another order.
		return this.plan.ownIds || this.last === undefined || this.last.error !== undefined;
	}

	async tryFor(runs: number): Promise<void> {
		for (let run = 1; run <= runs && this.mayGoOn; run++) await this.run();
	}

	private async run(): Promise<void> {
		const { plan, last } = this;
		const isRetry = last?.error !== undefined && (!plan.ownIds || plan.retriesExecution);
		const executions = plan.twice && last === undefined ? 2 : 1;
		const retryOf = isRetry ? last : undefined;
		await Promise.all(
			Array.from({ length: executions }, async () => await this.executeOnce(retryOf)),
		);
		const isCash = plan.wishes.some(({ kind }) => kind === 'cash');
		if (isCash && this.reports.some(({ verdict }) => verdict === 'unknown')) this.unknownRuns++;
	}

	private async executeOnce(retryOf: Run | undefined): Promise<void> {
		const { wishes } = this.plan;
		for (const wish of wishes) this.judge.begin(keyOf(wish));
		this.last = await this.engine.execute(this.plan, retryOf);
		this.reports = reportsOf(this.last, wishes.length);
		wishes.forEach((wish, index) => this.judge.end(keyOf(wish), this.reports[index] as Report));
	}
}

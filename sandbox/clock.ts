interface Task {
	at: number;
	run: () => void;
}

/** setTimeout cannot wait longer than this. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The sandbox's time: follows the machine's clock, can be moved forward and frozen, and runs the
 * tasks that fall due. While frozen only {@link advance} lets time pass. All times in milliseconds
 * since 1970.
 */
export class SandboxClock {
	private tasks: Task[] = [];
	private timer: NodeJS.Timeout | undefined;
	private base: number;
	private anchor: number | null;

	constructor(startAt: number, frozen: boolean) {
		this.base = startAt;
		this.anchor = frozen ? null : performance.now();
	}

	now(): number {
		if (this.anchor === null) return this.base;
		return Math.floor(this.base + performance.now() - this.anchor);
	}

	get frozen(): boolean {
		return this.anchor === null;
	}

	freeze(): void {
		this.base = this.now();
		this.anchor = null;
		this.arm();
	}

	resume(): void {
		if (this.anchor !== null) return;
		this.anchor = performance.now();
		this.arm();
	}

	/** Moves time forward and runs what falls due on the way, each task at its own moment. */
	advance(ms: number): void {
		if (!(ms >= 0)) throw new RangeError('The clock only moves forward');
		const wasFrozen = this.frozen;
		this.freeze();
		const target = this.base + ms;
		for (let task = this.tasks[0]; task && task.at <= target; task = this.tasks[0]) {
			this.tasks.shift();
			this.base = Math.max(this.base, task.at);
			task.run();
		}
		this.base = target;
		if (!wasFrozen) this.resume();
	}

	/** Runs a task after a delay of sandbox time; the returned function calls it off. */
	schedule(delayMs: number, run: () => void): () => void {
		const task: Task = { at: this.now() + Math.max(0, delayMs), run };
		let index = this.tasks.length;
		while (index > 0 && (this.tasks[index - 1]?.at ?? 0) > task.at) index--;
		this.tasks.splice(index, 0, task);
		if (index === 0) this.arm();
		return () => {
			this.tasks = this.tasks.filter((other) => other !== task);
			this.arm();
		};
	}

	/** Starts again at a moment, without any task. */
	restart(startAt: number, frozen: boolean): void {
		this.tasks = [];
		this.base = startAt;
		this.anchor = frozen ? null : performance.now();
		this.arm();
	}

	/** Forgets all tasks. */
	stop(): void {
		this.tasks = [];
		this.arm();
	}

	private arm(): void {
		if (this.timer) clearTimeout(this.timer);
		this.timer = undefined;
		const next = this.tasks[0];
		if (!next || this.frozen) return;
		const wait = Math.min(Math.max(0, next.at - this.now()), LONGEST_TIMEOUT_MS);
		this.timer = setTimeout(() => this.runDue(), wait);
		this.timer.unref();
	}

	private runDue(): void {
		const now = this.now();
		for (let task = this.tasks[0]; task && task.at <= now; task = this.tasks[0]) {
			this.tasks.shift();
			task.run();
		}
		this.arm();
	}
}

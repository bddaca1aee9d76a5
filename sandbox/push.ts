import axios from 'axios';
import { sharedAbort } from './abort';
import type { SandboxClock } from './clock';
import type { RandomStream } from './random';

export interface PushSettings {
	/** The partner's registered endpoint; loopback only. null: nothing is pushed. */
	url: string | null;
	/** Wrap the order in the API's envelope, else send it bare. */
	envelope: boolean;
	/** Extra headers, for example a shared secret. */
	headers: Record<string, string>;
	/** How often one push is tried at most. */
	attempts: number;
	/** Wait before the second try, doubled for each further one (sandbox time). */
	backOffMs: number;
	timeoutMs: number;
	/** Probability that a delivered push is sent once more. */
	duplicateRate: number;
	/** Probability that a push is sent only after its order's next one. */
	outOfOrderRate: number;
	/** Probability that a push is never sent. */
	dropRate: number;
	/** Send the pushes of one order at the same time instead of one after another. */
	concurrentPerOrder: boolean;
}

export interface PushAttempt {
	/** Counts the pushes; a duplicate is a push of its own. */
	push: number;
	at: string;
	guid: string;
	status: string;
	reason: 'status' | 'push_hook' | 'duplicate';
	attempt: number;
	/** HTTP status of the answer, an error code such as ECONNREFUSED, or `dropped`. */
	outcome: number | string;
	delivered: boolean;
}

interface Push {
	number: number;
	guid: string;
	status: string;
	reason: PushAttempt['reason'];
	order: unknown;
}

/** Pushes orders to the partner's endpoint: in order for each order, with retries. */
export class Pusher {
	private journalEntries: PushAttempt[] = [];
	private readonly queues = new Map<string, Promise<void>>();
	private readonly held = new Map<string, Push>();
	private readonly waits = new Set<() => void>();
	private abort = sharedAbort();
	private running = 0;
	private counter = 0;
	private idleWaiters: Array<() => void> = [];
	/** Called after each attempt. */
	onRecord: () => void = () => undefined;

	constructor(
		readonly settings: PushSettings,
		private readonly clock: SandboxClock,
		private random: RandomStream,
		private readonly journalSize: number,
	) {
		if (settings.url !== null) assertLoopback(settings.url);
	}

	setUrl(url: string | null): void {
		if (url !== null) assertLoopback(url);
		this.settings.url = url;
	}

	/** Queues a push of an order as it is now; `last` says that no other will follow. */
	push(
		order: { guid: string; status: string; last: boolean; view: unknown },
		reason: 'status' | 'push_hook',
	): void {
		if (this.settings.url === null) return;
		const { guid, status } = order;
		const push: Push = { number: ++this.counter, guid, status, reason, order: order.view };
		if (this.random.chance(this.settings.dropRate)) {
			this.record(push, 0, 'dropped', false);
			return;
		}
		const earlier = this.held.get(guid);
		if (!earlier && !order.last && this.random.chance(this.settings.outOfOrderRate)) {
			this.held.set(guid, push);
			return;
		}
		this.enqueue(push);
		if (!earlier) return;
		this.held.delete(guid);
		this.enqueue(earlier);
	}

	/** All attempts, oldest first. */
	journal(): PushAttempt[] {
		return this.journalEntries.slice(-this.journalSize);
	}

	/** Resolves when no push is on its way or waiting for a retry. */
	idle(): Promise<void> {
		if (this.running === 0) return Promise.resolve();
		return new Promise((resolve) => this.idleWaiters.push(resolve));
	}

	/** Calls off what is on its way and forgets everything. */
	reset(random: RandomStream): void {
		this.random = random;
		this.abort.abort();
		this.abort = sharedAbort();
		for (const wake of [...this.waits]) wake();
		this.held.clear();
		this.journalEntries = [];
		this.counter = 0;
	}

	private enqueue(push: Push): void {
		this.running++;
		const { signal } = this.abort;
		const before = this.settings.concurrentPerOrder ? undefined : this.queues.get(push.guid);
		const done = (before ?? Promise.resolve())
			.then(() => this.deliver(push, signal))
			.finally(() => {
				if (this.queues.get(push.guid) === done) this.queues.delete(push.guid);
				this.running--;
				if (this.running > 0) return;
				for (const wake of this.idleWaiters.splice(0)) wake();
			});
		this.queues.set(push.guid, done);
	}

	private async deliver(push: Push, signal: AbortSignal): Promise<void> {
		for (let attempt = 1; attempt <= this.settings.attempts; attempt++) {
			if (signal.aborted) return;
			const outcome = await this.send(push, signal);
			if (signal.aborted) return;
			const delivered = typeof outcome === 'number' && outcome >= 200 && outcome < 300;
			this.record(push, attempt, outcome, delivered);
			if (delivered) {
				if (push.reason !== 'duplicate' && this.random.chance(this.settings.duplicateRate)) {
					this.enqueue({ ...push, number: ++this.counter, reason: 'duplicate' });
				}
				return;
			}
			if (attempt < this.settings.attempts) {
				await this.wait(this.settings.backOffMs * 2 ** (attempt - 1));
			}
		}
	}

	private async send(push: Push, signal: AbortSignal): Promise<number | string> {
		const { url, envelope, headers, timeoutMs } = this.settings;
		if (url === null) return 'no endpoint';
		const body = envelope ? { data: push.order, success: true, code: 0, message: '' } : push.order;
		try {
			const response = await axios.post(url, body, {
				...{ headers, signal, timeout: timeoutMs, maxRedirects: 0, proxy: false },
				validateStatus: () => true,
				responseType: 'text',
			});
			return response.status;
		} catch (error) {
			return axios.isAxiosError(error) ? (error.code ?? error.message) : String(error);
		}
	}

	private wait(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const finish = (): void => {
				cancel();
				this.waits.delete(finish);
				resolve();
			};
			const cancel = this.clock.schedule(ms, finish);
			this.waits.add(finish);
		});
	}

	private record(push: Push, attempt: number, outcome: number | string, delivered: boolean): void {
		const { number, guid, status, reason } = push;
		const at = new Date(this.clock.now()).toISOString();
		this.journalEntries.push({
			...{ push: number, at, guid, status, reason, attempt, outcome, delivered },
		});
		if (this.journalEntries.length >= this.journalSize * 2) {
			this.journalEntries = this.journalEntries.slice(-this.journalSize);
		}
		this.onRecord();
	}
}

/** The sandbox talks to this machine only. Throws RangeError for any other address. */
function assertLoopback(url: string): void {
	const { protocol, hostname } = new URL(url);
	const isHttp = protocol === 'http:' || protocol === 'https:';
	if (!isHttp || !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)) {
		throw new RangeError(`The webhook URL must be http(s) on this machine, not ${url}`);
	}
}

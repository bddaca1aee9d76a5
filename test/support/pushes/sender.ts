import axios from 'axios';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { PlannedPush, Refused } from './plan';

/** How long a sender waits before it tries again, whatever Retry-After asks for: tests have no day. */
const PAUSE_MS = 250;
/** A sender that gave up would lose the push. */
const MOST_TRIES = 400;

/** What became of all pushes of a kind: HTTP status, or an error code such as ECONNRESET. */
export type Answers = Record<string, Record<string, number>>;

/** Sends pushes as Minted does: over a few connections that stay open, again when it did not work. */
export class Sender {
	readonly answers: Answers = {};
	/** Forged and malformed pushes that were answered otherwise than they should be. */
	readonly surprises: string[] = [];
	private readonly agent: Agent;

	constructor(connections: number) {
		this.agent = new Agent({ keepAlive: true, maxSockets: connections });
	}

	/** Once. */
	async send({ kind, url, body, headers }: PlannedPush): Promise<number | string> {
		const outcome = await axios
			.post(url, body, {
				headers: { 'content-type': 'application/json', ...headers },
				httpAgent: this.agent,
				proxy: false,
				validateStatus: () => true,
				transformRequest: (data: unknown) => data,
				maxBodyLength: Number.POSITIVE_INFINITY,
			})
			.then(
				({ status }) => status,
				(error: unknown) => (axios.isAxiosError(error) ? (error.code ?? error.message) : 'unknown'),
			);
		const counts = (this.answers[kind] ??= {});
		counts[outcome] = (counts[outcome] ?? 0) + 1;
		return outcome;
	}

	/** Until it is taken, as Minted's sender does. Throws when it never is. */
	async deliver(push: PlannedPush): Promise<void> {
		for (let tries = 1; tries <= MOST_TRIES; tries++) {
			const outcome = await this.send(push);
			if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) return;
			await delay(PAUSE_MS);
		}
		throw new Error(`A ${push.kind} push was not taken in ${MOST_TRIES} tries`);
	}

	/** Once: it must be refused. The API may be away while it is verified. */
	async forge(push: PlannedPush, { status, what }: Refused): Promise<void> {
		const outcome = await this.send(push);
		const isVerified = push.kind === 'unknown order';
		if (outcome === status || (isVerified && outcome === 503)) return;
		this.surprises.push(`${what} was answered ${outcome}, not ${status}`);
	}

	/** How many answers of any kind had this status. */
	count(status: number | string): number {
		return Object.values(this.answers).reduce((sum, counts) => sum + (counts[status] ?? 0), 0);
	}

	close(): void {
		this.agent.destroy();
	}
}

import { setTimeout as delay } from 'node:timers/promises';
import type { HttpRequest, HttpResponse, SendHttp } from '../../../minted/http';
import type { DigestCredentials } from '../../../minted/digest/answer';
import { digestExchange, DigestSessionPool } from '../../../minted/digest/pool';
import { createNodeHttp, type NodeHttpOptions } from '../nodeHttp';

export const ADA: DigestCredentials = { username: 'ada', password: 'correct horse' };

/** The Digest client over Node's own HTTP, with a pool of its own. */
export function createDigestClient(
	credentials: DigestCredentials = ADA,
	options: NodeHttpOptions & { probePath?: string } = {},
): {
	request: (request: Omit<HttpRequest, 'headers'>) => Promise<HttpResponse>;
	/** So many requests, so many of them at a time; gives the bodies in their order. */
	requests: (
		count: number,
		atATime: number,
		make: (index: number) => Omit<HttpRequest, 'headers'>,
	) => Promise<string[]>;
	/** Signed requests that were answered with 401. */
	refused: () => number;
	/** Requests that went out, signed or not. */
	sent: HttpRequest[];
	pool: DigestSessionPool;
	close: () => void;
} {
	const http = createNodeHttp(options);
	const pool = new DigestSessionPool({
		now: Date.now,
		sleep: async (ms) => await delay(ms, undefined, { ref: false }),
	});
	const sent: HttpRequest[] = [];
	let refused = 0;
	const send: SendHttp = async (outgoing) => {
		sent.push(outgoing);
		const response = await http.send(outgoing);
		if (response.status === 401 && outgoing.headers.authorization !== undefined) refused++;
		return response;
	};
	const request = async (wanted: Omit<HttpRequest, 'headers'>) =>
		await digestExchange(
			send,
			{ ...wanted, headers: { accept: '*/*' } },
			{ credentials, pool, probePath: options.probePath ?? '/' },
		);
	return {
		request,
		requests: async (count, atATime, make) => {
			const bodies: string[] = [];
			let next = 0;
			const caller = async () => {
				while (next < count) {
					const index = next++;
					bodies[index] = (await request(make(index))).body;
				}
			};
			await Promise.all(Array.from({ length: atATime }, caller));
			return bodies;
		},
		refused: () => refused,
		sent,
		pool,
		close: http.close,
	};
}

/** One line for the reader of the test run. */
export function report(line: string): void {
	process.stdout.write(`digest: ${line}\n`);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { HttpRequest, HttpResponse } from '../../../minted/http';
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
	return {
		request: (request) =>
			digestExchange(
				(outgoing) => {
					sent.push(outgoing);
					return http.send(outgoing);
				},
				{ ...request, headers: { accept: '*/*' } },
				{ credentials, pool, probePath: options.probePath ?? '/' },
			),
		sent,
		pool,
		close: http.close,
	};
}

/** One line for the reader of the test run. */
export function report(line: string): void {
	process.stdout.write(`digest: ${line}\n`);
}

import { MintedApi } from '../../../minted/client/api';
import { readSettings } from '../../../minted/client/connection';
import { AdaptiveLimiter } from '../../../minted/client/limiter';
import type { RetryPolicy } from '../../../minted/client/retry';
import { DigestSessionPool } from '../../../minted/digest/pool';
import type { HttpRequest, HttpResponse } from '../../../minted/http';
import { FakeClock } from '../../support/fakeClock';

/** A signed request, as the endpoint's code would see it. */
export interface Call {
	/** "POST /partner/order". */
	endpoint: string;
	body: unknown;
	request: HttpRequest;
}

/** What a server answers. A body that is no text goes as JSON. */
export interface Reply {
	status: number;
	body: unknown;
	headers?: HttpResponse['headers'];
}

/** An error is thrown, as by a transport without an answer. */
export type Replies = (call: Call) => Reply | Error | Promise<Reply | Error>;

export const data = (value: unknown, message = ''): Reply => ({
	status: 200,
	body: { data: value, success: true, code: 0, message },
});

export const refusal = (
	status: number,
	message = '',
	{ code = 1, data: details = null }: { code?: number | string; data?: unknown } = {},
): Reply => ({ status, body: { data: details, success: false, code, message } });

export const CHALLENGE: HttpResponse = {
	status: 401,
	headers: { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth"' },
	body: '',
};

interface Script {
	signal?: AbortSignal;
	retry?: RetryPolicy;
	clock?: FakeClock;
	timeoutMs?: number;
}

/** The real client over a transport of which every answer is known. */
export class ScriptedApi {
	readonly clock: FakeClock;
	readonly limiter: AdaptiveLimiter;
	/** The signed requests that were made, in order. */
	readonly calls: Call[] = [];
	/** All requests, those for a challenge included. */
	readonly requests: HttpRequest[] = [];
	readonly api: MintedApi;

	constructor(replies: Replies, script: Script = {}) {
		this.clock = script.clock ?? new FakeClock();
		this.limiter = new AdaptiveLimiter({ start: 8, most: 64 }, this.clock);
		this.api = new MintedApi({
			settings: readSettings({ environment: 'staging', username: 'ada', password: 'secret' }),
			limiter: this.limiter,
			pool: new DigestSessionPool(this.clock),
			clock: this.clock,
			retry: script.retry ?? { maxTries: 1, budgetMs: 0 },
			timeoutMs: script.timeoutMs,
			signal: script.signal,
			send: async (request) => await this.send(request, replies),
		});
	}

	get endpoints(): string[] {
		return this.calls.map(({ endpoint }) => endpoint);
	}

	/** The bodies sent to one endpoint. */
	bodies(endpoint: string): unknown[] {
		return this.calls.filter((call) => call.endpoint === endpoint).map(({ body }) => body);
	}

	private async send(request: HttpRequest, replies: Replies): Promise<HttpResponse> {
		this.requests.push(request);
		if (request.headers.authorization === undefined) return CHALLENGE;
		const endpoint = `${request.method} ${new URL(request.url).pathname}`;
		const body: unknown = request.body === undefined ? undefined : JSON.parse(request.body);
		const call = { endpoint, body, request };
		this.calls.push(call);
		const reply = await replies(call);
		if (reply instanceof Error) throw reply;
		const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
		return { status: reply.status, headers: reply.headers ?? {}, body: text };
	}
}

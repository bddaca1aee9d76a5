import http from 'http';

/** One connection to server-sent events, as a browser would keep it. */
export interface EventReader {
	status: number;
	headers: http.IncomingHttpHeaders;
	/** The newest data of each event. */
	latest: Map<string, unknown>;
	/** How often each event came. */
	counts: Map<string, number>;
	/** Resolves as soon as what has come satisfies the condition. */
	until<Data>(event: string, isWanted: (data: Data) => boolean): Promise<Data>;
	/** Resolves when the server has ended the stream. */
	ended: Promise<void>;
	close(): void;
}

/** Opens a stream of events; headers such as Host can be bent. */
export function readEvents(
	url: string,
	headers: Record<string, string> = {},
): Promise<EventReader> {
	const latest = new Map<string, unknown>();
	const counts = new Map<string, number>();
	const checks = new Set<() => void>();
	const take = (block: string): void => {
		const event = /^event: (.+)$/m.exec(block)?.[1];
		const data = /^data: (.+)$/m.exec(block)?.[1];
		if (event === undefined || data === undefined) return;
		latest.set(event, JSON.parse(data));
		counts.set(event, (counts.get(event) ?? 0) + 1);
		for (const check of checks) check();
	};
	return new Promise((resolve, reject) => {
		const request = http.get(url, { headers, agent: false }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (chunk: string) => {
				const blocks = (text + chunk).split('\n\n');
				text = blocks.pop() ?? '';
				blocks.forEach(take);
			});
			resolve({
				status: response.statusCode ?? 0,
				headers: response.headers,
				latest,
				counts,
				until: <Data>(event: string, isWanted: (data: Data) => boolean) =>
					new Promise<Data>((found) => {
						const check = (): void => {
							if (!latest.has(event) || !isWanted(latest.get(event) as Data)) return;
							checks.delete(check);
							found(latest.get(event) as Data);
						};
						checks.add(check);
						check();
					}),
				ended: new Promise((done) => response.once('close', done)),
				close: () => request.destroy(),
			});
			response.on('error', () => undefined);
		});
		request.on('error', reject);
	});
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One order and status that a workflow was started with, as it tells the receiver. */
export interface Emission {
	dedupKey: string;
	guid: string;
	status: string;
	total: number;
}

export interface Receiver {
	/** Workflows POST an {@link Emission} to `url/name`. */
	readonly url: string;
	/** What came under that name, in the order of its coming. */
	emissions(name: string): readonly Emission[];
	close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

/**
 * Takes down what workflows were started with. Counting here rather than in n8n's list of executions
 * keeps the count free of n8n's own pruning and paging.
 */
export async function startReceiver(): Promise<Receiver> {
	const received = new Map<string, Emission[]>();
	const emissions = (name: string): Emission[] => {
		const known = received.get(name) ?? [];
		received.set(name, known);
		return known;
	};
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			emissions((request.url ?? '').slice(1)).push(JSON.parse(body) as Emission);
			response.end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		emissions,
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

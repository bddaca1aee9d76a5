/** The API's own process: opens endpoints when told to, and says what they saw. */
import { serveCalls } from '../ipc';
import { openEndpoint, type Endpoint, type EndpointOptions, type Traffic } from './endpoint';
import type { Books } from './shop';

export interface ServerCalls {
	open(options: EndpointOptions): Promise<string>;
	traffic(url: string): Promise<Traffic>;
	books(url: string): Promise<Books>;
	advance(url: string, ms: number): Promise<void>;
	close(url: string): Promise<void>;
}

const endpoints = new Map<string, Endpoint>();

function known(url: string): Endpoint {
	const endpoint = endpoints.get(url);
	if (endpoint === undefined) throw new Error(`No endpoint at ${url}`);
	return endpoint;
}

serveCalls<ServerCalls>({
	async open(options) {
		const endpoint = await openEndpoint(options);
		endpoints.set(endpoint.url, endpoint);
		return endpoint.url;
	},
	traffic: async (url) => known(url).traffic(),
	books: async (url) => known(url).books(),
	advance: async (url, ms) => known(url).advance(ms),
	async close(url) {
		await known(url).close();
		endpoints.delete(url);
	},
});

import { openEndpoint, type Endpoint, type EndpointOptions } from '../../../bench/server/endpoint';
import { ACCOUNT } from '../../../bench/server/guards';
import { runNode, type RunOptions, type RunResult } from './runNode';
import { byId, type Shop } from './shop';

export interface BusyApi {
	readonly endpoint: Endpoint;
	/** Order > Get by External Order ID, one item for each id. */
	getOrders(ids: string[], options?: Partial<RunOptions>): Promise<RunResult>;
}

/**
 * The benchmark's API, new for each test: knows every order, checks Digest as the sandbox does, and
 * counts how many requests it has in hand.
 */
export function openBusyApi(shop: Shop, options: Omit<EndpointOptions, 'guard'>): BusyApi {
	let endpoint: Endpoint;
	beforeEach(async () => {
		endpoint = await openEndpoint({ guard: 'strict', ...options });
	});
	afterEach(async () => await endpoint.close());
	return {
		get endpoint() {
			return endpoint;
		},
		getOrders: async (ids, { parameters, ...more } = {}) =>
			await runNode({
				sandbox: shop.sandbox,
				credential: { baseUrl: endpoint.url, ...ACCOUNT },
				parameters: {
					resource: 'order',
					operation: 'get',
					orderIdType: 'external_id',
					orderId: byId('={{ $json.id }}'),
					...parameters,
				},
				items: ids.map((id) => ({ id })),
				...more,
			}),
	};
}

/** `order-0`, `order-1`, ... */
export const orderIds = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => `order-${index}`);

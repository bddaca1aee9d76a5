import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type Execution } from '../../../harness/n8n/client';
import type { Playground } from '../../../harness/playground';
import {
	httpRequestWorkflow,
	REQUEST_NODE,
	START_NODE,
	type HttpRequest,
} from '../../support/n8n/httpRequestWorkflow';

export function httpRequestSuite(world: () => Playground): void {
	describe("n8n's HTTP Request node with the credential", () => {
		const send = async (request: HttpRequest): Promise<Execution> => {
			const { client, credential } = world();
			const { id } = await client.createWorkflow(httpRequestWorkflow(request, credential));
			return await client.runToEnd(id, START_NODE);
		};
		const at = (path: string) => `${world().sandbox.url}${path}`;

		/** What went over the wire to the sandbox while `work` ran. */
		const counted = async <T>(work: () => Promise<T>) => {
			const { sandbox } = world();
			const before = sandbox.counters();
			const result = await work();
			const after = sandbox.counters();
			return {
				result,
				requests: after.requests - before.requests,
				bodiesTo401: after.bodiesTo401 - before.bodiesTo401,
				rejected401: after.rejected401 - before.rejected401,
			};
		};

		const priceToken = async (): Promise<string> => {
			const fixed = await send({
				method: 'POST',
				url: at('/partner/pricefix'),
				body: { type: 'digital' },
			});
			const [answer] = jsonOf(fixed, REQUEST_NODE);
			return ((answer?.body as IDataObject).data as IDataObject).token as string;
		};

		const buy = async (externalId: string): Promise<HttpRequest> => ({
			method: 'POST',
			url: at('/partner/order/digital/buy'),
			body: {
				price_token: await priceToken(),
				external_id: externalId,
				currency_code: 'TRY',
				items: [{ sku: 'GAU', amount: 0.1 }],
			},
		});

		const ordersPlaced = (externalId: string) =>
			world()
				.sandbox.orders()
				.filter((order) => order.externalId === externalId).length;

		/** How often the order's request went over the wire, whatever became of it. */
		const buysSent = (externalId: string) =>
			world()
				.sandbox.requests()
				.filter(({ body }) => (body as IDataObject | null)?.external_id === externalId).length;

		it('reads with a signed request: one for the challenge, one for the answer', async () => {
			const { result, requests, rejected401 } = await counted(
				async () => await send({ method: 'GET', url: at('/partner/balance/customer/MTD-DEMO-1') }),
			);
			expect(jsonOf(result, REQUEST_NODE)[0]).toMatchObject({
				statusCode: 200,
				body: { success: true },
			});
			expect({ requests, rejected401 }).toEqual({ requests: 2, rejected401: 0 });
		});

		it('signs a query string as it goes over the wire', async () => {
			const execution = await send({ method: 'GET', url: at('/partner/orders?page=1&total=5') });
			expect(jsonOf(execution, REQUEST_NODE)[0]).toMatchObject({ statusCode: 200 });
		});

		it('signs with "Never Error" on, and hands over what the API refused', async () => {
			const execution = await send({
				method: 'GET',
				url: at('/partner/order/no-such-order'),
				neverError: true,
			});
			expect(execution.status).toBe('success');
			expect(jsonOf(execution, REQUEST_NODE)[0]).toMatchObject({
				statusCode: 404,
				body: { success: false },
			});
		});

		it('places an order once, its body never sent to a 401', async () => {
			const request = await buy('e2e-http-once');
			const { result, bodiesTo401 } = await counted(async () => await send(request));
			expect(jsonOf(result, REQUEST_NODE)[0]).toMatchObject({ statusCode: 200 });
			expect(ordersPlaced('e2e-http-once')).toBe(1);
			expect({ sent: buysSent('e2e-http-once'), bodiesTo401 }).toEqual({ sent: 1, bodiesTo401: 0 });
		});

		it.each([
			['500After', false],
			['500After', true],
			['resetAfter', false],
			['resetAfter', true],
		] as const)(
			'does not send an order again after %s (Never Error: %s)',
			async (kind, neverError) => {
				const externalId = `e2e-http-${kind}-${neverError}`;
				const request = { ...(await buy(externalId)), neverError };
				world().sandbox.faults.add({ kind, match: { operationId: 'buyDigital' } });
				const execution = await send(request);
				expect(ordersPlaced(externalId)).toBe(1);
				expect(buysSent(externalId)).toBe(1);
				if (kind === '500After' && neverError) {
					expect(jsonOf(execution, REQUEST_NODE)[0]).toMatchObject({ statusCode: 500 });
				} else {
					expect(execution.status).toBe('error');
				}
			},
		);

		it('does not sign for another address', async () => {
			const execution = await send({ method: 'GET', url: `${world().n8n.url}/healthz` });
			expect(execution.status).toBe('error');
			expect(JSON.stringify(execution.data.resultData.error)).toMatch(/signs requests to .* only/);
		});
	});
}

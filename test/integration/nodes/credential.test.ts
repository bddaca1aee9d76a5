import type { IDataObject } from 'n8n-workflow';
import { HTTP_REQUEST_NODE, openShop, type RunOptions } from '../../support/inProcess';

const shop = openShop();

/** The same request as the HTTP Request node sends it, with this credential and without our nodes. */
const request = async (given: IDataObject, options?: Partial<RunOptions>) =>
	await shop.run(
		{
			request: {
				method: 'GET',
				headers: { 'x-client-id': 'web', 'api-version': '3' },
				json: true,
				resolveWithFullResponse: true,
				...given,
			},
		},
		{ nodeType: HTTP_REQUEST_NODE, ...options },
	);
const uri = (path: string) => `${shop.sandbox.url}${path}`;

describe('The credential in the HTTP Request node', () => {
	it('signs after one probe without a body, and stores nothing', async () => {
		const { json, requests, credentialWrites } = await request({
			method: 'POST',
			uri: uri('/partner/pricefix'),
			body: { type: 'digital' },
		});
		expect(json[0]).toMatchObject({ statusCode: 200, body: { success: true } });
		expect(requests).toMatchObject({ requests: 2, unsigned401: 1, bodiesTo401: 0 });
		expect(credentialWrites).toBe(0);
	});

	it('signs the query with the path', async () => {
		const { json } = await request({
			uri: uri('/partner/orders'),
			qs: { page: 1, total: 5, sku: 'GAU & GAG' },
		});
		expect(json[0]).toMatchObject({ statusCode: 200 });
	});

	it('works with "Never Error": a refusal comes as an answer, not as a 401', async () => {
		const { json } = await request({
			uri: uri('/partner/order/unknown'),
			simple: false,
		});
		expect(json[0]).toMatchObject({ statusCode: 404 });
	});

	it.each(['500After', '503After', 'resetAfter'] as const)(
		'never sends a POST twice (%s)',
		async (kind) => {
			shop.sandbox.faults.add({ kind, match: { operationId: 'priceFix' } });
			const { error, requests } = await request({
				method: 'POST',
				uri: uri('/partner/pricefix'),
				body: { type: 'digital' },
			});
			expect(error).toBeDefined();
			expect(requests.byOperation).toEqual({ priceFix: 1 });
		},
	);

	it('says that the password is wrong, after two requests', async () => {
		const { error, requests, run } = await request(
			{ uri: uri('/partner/orders') },
			{ credential: { password: 'wrong-but-secret-password' } },
		);
		expect(error).toBeDefined();
		expect(requests).toMatchObject({ requests: 2, rejected401: 1 });
		expect(JSON.stringify(run)).not.toContain('wrong-but-secret-password');
	});

	it('signs for the address of the credential only', async () => {
		const { error, requests } = await request({ uri: 'http://127.0.0.1:9/partner/orders' });
		expect(JSON.stringify(error)).toContain('This credential signs requests to');
		expect(requests.byOperation).toEqual({});
	});

	it('says that the host cannot be reached', async () => {
		const { error } = await request(
			{ uri: 'http://127.0.0.1:9/partner/orders' },
			{ credential: { baseUrl: 'http://127.0.0.1:9' } },
		);
		expect(JSON.stringify(error)).toContain('Minted Connect cannot be reached');
	});
});

describe('A signed request of the node', () => {
	it('costs no probe of its own once the process has a session', async () => {
		const orders = { resource: 'api', operation: 'call', path: '/partner/orders' };
		const first = await shop.run(orders);
		const second = await shop.run(orders);
		expect(first.requests.requests).toBe(2);
		expect(second.requests.requests).toBe(1);
		expect(second.credentialWrites).toBe(0);
	});

	it('takes the new nonce of a stale answer and is sent once more, never again', async () => {
		const orders = { resource: 'api', operation: 'call', path: '/partner/orders' };
		await shop.run(orders);
		shop.sandbox.faults.add({ kind: 'staleNonce' });
		const { json, requests } = await shop.run(orders);
		expect(json).toHaveLength(1);
		expect(requests.requests).toBe(2);
	});
});

import type { INodeParameters } from 'n8n-workflow';
import { openShop } from '../../support/inProcess';

const shop = openShop();

const call: INodeParameters = { resource: 'api', operation: 'call' };
const pairs = (...rows: Array<[string, string]>) => rows.map(([name, value]) => ({ name, value }));

it('signs a GET with its query', async () => {
	const { json, requests } = await shop.run({
		...call,
		path: '/partner/orders',
		query: { parameter: pairs(['page', '1'], ['total', '5'], ['sku', 'GAU & GAG']) },
	});
	expect(json[0]).toMatchObject({ current_page: 1, data: [] });
	expect(requests.byOperation).toEqual({ getOrders: 1 });
	expect(shop.sandbox.requests().at(-1)?.url).toBe(
		'/partner/orders?page=1&total=5&sku=GAU%20%26%20GAG',
	);
});

it('sends a body as JSON, and the headers of the user', async () => {
	const { json } = await shop.run({
		...call,
		method: 'POST',
		path: '/partner/pricefix',
		headers: { header: pairs(['X-Request-Id', '42']) },
		body: '{ "type": "digital" }',
	});
	expect(json[0]).toMatchObject({ token: expect.any(String) });
	expect(shop.sandbox.requests().at(-1)?.body).toEqual({ type: 'digital' });
});

it('takes a body that an expression brings as an object', async () => {
	const { json } = await shop.run(
		{ ...call, method: 'POST', path: '/partner/pricefix', body: '={{ $json }}' },
		{ items: [{ type: 'digital' }] },
	);
	expect(json[0]).toMatchObject({ token: expect.any(String) });
});

it('returns one item for each row of a list', async () => {
	const { json } = await shop.run({ ...call, path: '/partner/balance/customer/MTD-DEMO-1' });
	expect(json.length).toBeGreaterThan(2);
});

it.each([
	['partner/orders', 'Path is not a path'],
	['https://other.example/partner', 'Path is not a path'],
	['//other.example/partner', 'Path is not a path'],
	['/partner/orders?page=2', 'Path is not a path'],
	['/partner/../admin', 'Path must not contain "." or ".." as a part'],
	['/partner/%2e%2E/admin', 'Path must not contain "." or ".." as a part'],
	['/partner/order/{id}', 'Path has a place in braces that is not filled in'],
])('refuses the path %s before anything is sent', async (path, message) => {
	const { error, requests } = await shop.run({ ...call, path });
	expect(error).toMatchObject({ message });
	expect(requests.requests).toBe(0);
});

it.each([
	['Authorization', 'x', 'The header "authorization" cannot be set'],
	['Host', 'other.example', 'The header "host" cannot be set'],
	['X Y', 'z', 'The header name "X Y" is not valid'],
	['X-Y', 'z\r\nHost: other', 'Header x-y has characters that a header cannot carry'],
])('refuses the header %s: %j', async (name, value, message) => {
	const { error, requests } = await shop.run({
		...call,
		path: '/partner/orders',
		headers: { header: pairs([name, value]) },
	});
	expect(error).toMatchObject({ message });
	expect(requests.requests).toBe(0);
});

it('does not send a POST twice when its answer is lost', async () => {
	shop.sandbox.faults.add({ kind: 'resetAfter', match: { operationId: 'priceFix' } });
	const { error, requests } = await shop.run({
		...call,
		method: 'POST',
		path: '/partner/pricefix',
		body: '{ "type": "digital" }',
	});
	expect(error).toMatchObject({ message: 'Minted did not answer in time' });
	expect(requests.byOperation).toEqual({ priceFix: 1 });
});

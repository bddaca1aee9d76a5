import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import type { Reply } from './support/client';
import { Partner, send } from './support/client';

describe('the control API of the sandbox', () => {
	let sandbox: Sandbox;
	let partner: Partner;

	beforeEach(async () => {
		sandbox = await startSandbox({ seed: 5, frozen: true, startAt: '2026-05-04T09:00:00Z' });
		partner = new Partner(sandbox);
	});
	afterEach(() => sandbox.close());

	const control = (method: string, path: string, body?: unknown, headers = {}): Promise<Reply> =>
		send(
			`${sandbox.url}/_sandbox${path}`,
			method,
			{ ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
			body === undefined ? undefined : JSON.stringify(body),
		);
	const read = async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const reply = await control(method, path, body);
		expect(reply.status).toBe(200);
		return reply.json;
	};
	const buy = async (): Promise<string> => {
		const body = await partner.purchase();
		await partner.buy(body);
		return body.external_id;
	};

	test('shows everything there is', async () => {
		const id = await buy();
		expect(await read('GET', '/state')).toMatchObject({
			seed: 5,
			frozen: true,
			now: '2026-05-04T09:00:00.000Z',
			customers: [
				{ external_id: 'MTD-DEMO-1' },
				{ external_id: 'MTD-DEMO-2' },
				{ external_id: 'MTD-DEMO-3' },
			],
			orders: [{ external_id: id, history: [{ status: 'Created' }] }],
		});
	});

	test('moves the clock and with it the orders', async () => {
		const id = await buy();
		const clock = await read('POST', '/clock', { advanceMs: 900 });
		expect(clock).toEqual({ now: '2026-05-04T09:00:00.900Z', frozen: true });
		expect((await partner.order(id)).status_name).toBe('Completed');
		expect(await read('POST', '/clock', { frozen: false })).toMatchObject({ frozen: false });
	});

	test('moves an order by hand', async () => {
		const id = await buy();
		expect(await read('POST', `/orders/${id}/move`)).toMatchObject({ status: 'Pending' });
		const cancelled = await read('POST', `/orders/${id}/move`, { status: 'Cancelled' });
		expect(cancelled).toMatchObject({ status: 'Cancelled' });
		expect(sandbox.balance('MTD-DEMO-1', 'TRY')).toBe(100_000);
		const again = await control('POST', `/orders/${id}/move`, { status: 'Completed' });
		expect(again.status).toBe(400);
		expect((await control('POST', '/orders/NONE/move')).status).toBe(400);
	});

	test('changes behaviour, prices and balances', async () => {
		await read('PATCH', '/behaviour', { stepMs: null, rejectDuplicateExternalId: true });
		expect(sandbox.behaviour).toMatchObject({ stepMs: null, rejectDuplicateExternalId: true });
		await read('POST', '/prices', { frozen: true, spot: { GPT: 123 } });
		const prices = await partner.prices();
		expect(prices[4]).toMatchObject({ sku: 'GPT', spot_price: 123, buy_price: 123 });
		await read('POST', '/balances', { owner: 'MTD-DEMO-2', set: { TRY: 12.5, GAU: 1 } });
		expect(sandbox.balance('MTD-DEMO-2', 'TRY')).toBe(12.5);
		const nobody = await control('POST', '/balances', { owner: 'NOBODY', set: { TRY: 1 } });
		expect(nobody.status).toBe(404);
	});

	test('registers an endpoint for pushes without showing its headers', async () => {
		const settings = await read('PATCH', '/webhook', {
			url: 'http://127.0.0.1:9/hook',
			headers: { 'x-secret': 'example' },
		});
		expect(settings).toMatchObject({ url: 'http://127.0.0.1:9/hook', headers: ['x-secret'] });
		expect((await control('PATCH', '/webhook', { url: 'http://example.com' })).status).toBe(400);
		await buy();
		while (sandbox.pushes.journal().length === 0) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(await read('GET', '/pushes')).toMatchObject([{ attempt: 1, delivered: false }]);
	});

	test('counts, and lists requests', async () => {
		await partner.data('GET', '/partner/balance');
		expect(await read('GET', '/counters')).toMatchObject({ requests: 2, unsigned401: 1 });
		expect(await read('GET', '/requests')).toMatchObject([{ status: 401 }, { status: 200 }]);
		expect(await read('DELETE', '/counters')).toMatchObject({ requests: 0 });
	});

	test('takes faults', async () => {
		await read('POST', '/faults', {
			kind: '502Before',
			match: { operationId: 'getPartnerBalance' },
		});
		expect((await partner.call('GET', '/partner/balance')).status).toBe(502);
		await read('PUT', '/faults/plan', { seed: 1, rate: 1, kinds: ['500Before'] });
		expect((await partner.call('GET', '/partner/balance')).status).toBe(500);
		expect(await read('GET', '/faults')).toEqual({
			pending: [],
			struck: { '502Before': 1, '500Before': 1 },
		});
		await read('DELETE', '/faults');
		expect((await partner.call('GET', '/partner/balance')).status).toBe(200);
	});

	test('starts again', async () => {
		await buy();
		expect(await read('POST', '/reset', { seed: 9 })).toEqual({ seed: 9 });
		expect(sandbox.orders()).toEqual([]);
		expect(sandbox.balance('MTD-DEMO-1', 'TRY')).toBe(100_000);
	});

	test.each([
		['POST', '/clock', { advance: 1 }],
		['POST', '/clock', { advanceMs: -1 }],
		['PATCH', '/behaviour', { stepMS: 5 }],
		['POST', '/faults', { kind: 'earthquake' }],
		['POST', '/prices', { spot: { GAU: 'high' } }],
	])('%s %s refuses %j', async (method, path, body) => {
		expect((await control(method, path, body)).status).toBe(400);
	});

	test('keeps web pages and other names for this machine out', async () => {
		const origin = await control('POST', '/reset', undefined, { origin: 'http://example.com' });
		const host = await control('GET', '/state', undefined, { host: 'example.com' });
		const text = await control('POST', '/reset', {}, { 'content-type': 'text/plain' });
		expect([origin.status, host.status, text.status]).toEqual([403, 403, 415]);
	});
});

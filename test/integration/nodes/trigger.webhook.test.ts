import { eventually } from '../../../harness/eventually';
import { openRewritingProxy } from '../../support/rewritingProxy';
import { createReceiver, openShop, type TriggerOptions } from '../../support/inProcess';

const shop = openShop();

const receiver = (options: Omit<TriggerOptions, 'sandbox'> = {}) =>
	createReceiver({ sandbox: shop.sandbox, ...options });

const buy = async (externalId = 'web-shop-1') => {
	const { json } = await shop.run({
		resource: 'order',
		operation: 'buy',
		account: 'partner',
		amount: 0.1,
		externalId,
	});
	return json[0] as Record<'guid' | 'order_code' | 'external_id', string>;
};

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Until the trigger has read that many orders again. */
const sandboxAnswers = async (count: number) =>
	await eventually(
		async () => shop.sandbox.counters().byOperation.getOrderAlternative ?? 0,
		(reads) => reads >= count,
	);

describe('A genuine push', () => {
	it.each([
		['in the envelope', (data: object) => ({ success: true, code: 0, message: '', data })],
		['at the root', (data: object) => data],
	])('%s starts the workflow with the order as Minted knows it now', async (_, wrap) => {
		const { guid, order_code } = await buy();
		shop.sandbox.moveOrder(guid, 'Completed');
		const { started, status } = await receiver().push({
			body: wrap({ guid, status_name: 'Pending', total: 1 }),
		});
		expect(status).toBe(200);
		expect(started).toEqual([
			expect.objectContaining({
				guid,
				order_code,
				external_id: 'web-shop-1',
				status_name: 'Completed',
				order_at: '2026-11-02T12:00:00+03:00',
				dedupKey: `${guid}:Completed`,
				read_at: expect.stringMatching(ISO_UTC) as string,
			}),
		]);
	});

	it.each(['guid', 'order_code', 'external_id'] as const)('finds its order by %s', async (name) => {
		const order = await buy();
		const { started } = await receiver().push({ body: { data: { [name]: order[name] } } });
		expect(started).toEqual([expect.objectContaining({ guid: order.guid })]);
	});

	it('starts the workflow once for each order and status', async () => {
		const { guid } = await buy();
		const { push } = receiver();
		expect((await push({ body: { guid } })).started).toHaveLength(1);
		expect(await push({ body: { guid } })).toMatchObject({ status: 200, started: undefined });
		shop.sandbox.moveOrder(guid);
		expect((await push({ body: { guid } })).started).toHaveLength(1);
	});

	it('comes again and starts the workflow when n8n could not record the first', async () => {
		const { guid } = await buy();
		const { push } = receiver();
		const failed = await push({ body: { guid }, record: async () => 500 });
		expect(failed.status).toBe(500);
		expect((await push({ body: { guid } })).started).toHaveLength(1);
		expect(await push({ body: { guid } })).toMatchObject({ status: 200, started: undefined });
	});

	it.each([
		[200, 0],
		[500, 1],
	])('waits for the answer of the one before it: after %d it starts %d', async (status, starts) => {
		const { guid } = await buy();
		const { push } = receiver();
		let answer: (status: number) => void = () => undefined;
		const recording = new Promise<number>((resolve) => (answer = resolve));
		const earlier = push({ body: { guid }, record: async () => await recording });
		await sandboxAnswers(1);
		const repeat = push({ body: { guid } });
		await sandboxAnswers(2);
		answer(status);
		expect((await earlier).status).toBe(status);
		expect(await repeat).toMatchObject({ status: 200 });
		expect((await repeat).started ?? []).toHaveLength(starts);
	});

	it('is told to come again while the one before it is still not answered: 503', async () => {
		const { guid } = await buy();
		const { push } = receiver();
		let answer: (status: number) => void = () => undefined;
		const recording = new Promise<number>((resolve) => (answer = resolve));
		const earlier = push({ body: { guid }, record: async () => await recording });
		await sandboxAnswers(1);
		expect(await push({ body: { guid } })).toMatchObject({
			status: 503,
			started: undefined,
			headers: { 'retry-after': '5' },
		});
		answer(200);
		await earlier;
		expect(await push({ body: { guid } })).toMatchObject({ status: 200, started: undefined });
	});

	it('starts it every time while testing, and where Drop Repeats is off', async () => {
		const { guid } = await buy();
		const all = receiver({ parameters: { options: { dropRepeats: false } } });
		for (const [{ push }, mode] of [
			[receiver(), 'manual'],
			[all, 'webhook'],
		] as const) {
			expect((await push({ body: { guid }, mode })).started).toHaveLength(1);
			expect((await push({ body: { guid }, mode })).started).toHaveLength(1);
		}
	});

	it('starts nothing when type or status is not wanted', async () => {
		const { guid } = await buy();
		for (const parameters of [{ orderTypes: ['Sell'] }, { statuses: ['Completed'] }]) {
			const { started, status } = await receiver({ parameters }).push({ body: { guid } });
			expect([started, status]).toEqual([undefined, 200]);
		}
	});

	it('brings all fields without Simplify, and its headers without credentials', async () => {
		const { guid } = await buy();
		const { started } = await receiver({
			parameters: { simplify: false, options: { includeHeaders: true } },
		}).push({
			body: { guid },
			headers: { 'x-minted-event': 'order', authorization: 'Basic x', cookie: 'y', 'x-token': 'z' },
		});
		expect(started?.[0]).toMatchObject({ items: [{ sku: 'GAU' }] });
		expect(started?.[0]?.headers).toEqual({
			'content-type': 'application/json',
			'x-minted-event': 'order',
		});
	});
});

describe('A push that cannot be trusted starts nothing', () => {
	it('for an order that Minted does not know: 404', async () => {
		const { started, status } = await receiver().push({ body: { guid: 'FORGED' } });
		expect([started, status]).toEqual([undefined, 404]);
	});

	it.each(['500Before', 'resetBefore', 'htmlBefore'] as const)(
		'while Minted cannot be asked: 503, so that it is sent again (%s)',
		async (kind) => {
			const { guid } = await buy();
			shop.sandbox.faults.add({ kind, match: { operationId: 'getOrderAlternative' }, times: 50 });
			const { push } = receiver();
			expect(await push({ body: { guid } })).toMatchObject({
				started: undefined,
				status: 503,
				headers: { 'retry-after': '30' },
			});
			shop.sandbox.faults.clear();
			expect((await push({ body: { guid } })).started).toHaveLength(1);
		},
	);

	it.each([
		[404, { message: '', data: { guid: ['The selected guid is invalid.'] } }],
		[503, { message: 'Sistem bakımda, lütfen daha sonra tekrar deneyin', data: null }],
		[503, { message: 'Try again later', data: { guid: ['could not be read yet'] } }],
		[503, { message: 'Partner is not valid', data: { partner: ['is not valid'] } }],
		[503, 'Bad Request'],
	])('with %i for a look that is refused as %j', async (status, refusal) => {
		const { guid } = await buy();
		const proxy = await openRewritingProxy(shop.sandbox.url, ({ path }) =>
			path.startsWith('/partner/order')
				? {
						status: 400,
						json: typeof refusal === 'string' ? refusal : { success: false, code: 400, ...refusal },
					}
				: undefined,
		);
		const { push } = receiver({ credential: { baseUrl: proxy.url } });
		expect(await push({ body: { guid } })).toMatchObject({ started: undefined, status });
		await proxy.close();
	});

	it('while the password is wrong: 503', async () => {
		const { guid } = await buy();
		const { push } = receiver({ credential: { password: 'wrong' } });
		expect(await push({ body: { guid } })).toMatchObject({ status: 503, started: undefined });
	});

	it.each([
		['nothing', undefined, 400],
		['an empty text', '', 400],
		['no JSON', '{"guid":', 400],
		['a list', [{ guid: 'x' }], 400],
		['a number', 7, 400],
		['null', 'null', 400],
		['no order', { data: { hello: 'world' } }, 400],
		['an order without a usable id', { guid: '', order_code: 7, external_id: {} }, 400],
		['prototype keys', '{"__proto__":{"guid":"x"},"constructor":{"guid":"x"}}', 400],
		['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400],
		['more than 1 MiB', `{"guid":"${'x'.repeat(1024 * 1024)}"}`, 413],
	])('for a body of %s', async (_, body, status) => {
		const before = shop.sandbox.counters().requests;
		expect(await receiver().push({ body })).toMatchObject({
			started: undefined,
			status,
			message: expect.any(String),
		});
		expect(shop.sandbox.counters().requests).toBe(before);
	});

	it('for another type than JSON: 415', async () => {
		const { status } = await receiver().push({
			body: 'guid=x',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		expect(status).toBe(415);
	});

	it('from an address that is not allowed: 403', async () => {
		const { guid } = await buy();
		const parameters = { options: { ipAllowList: '192.0.2.10, 198.51.100.0/24, 2001:db8::/32' } };
		const { push } = receiver({ parameters });
		for (const ip of ['192.0.2.11', '203.0.113.1', '2001:db9::1']) {
			expect(await push({ body: { guid }, ip })).toMatchObject({ status: 403 });
		}
		expect((await push({ body: { guid }, ip: '::ffff:198.51.100.7' })).started).toHaveLength(1);
	});

	it('while the allow list holds something else than addresses: 503', async () => {
		const parameters = { options: { ipAllowList: 'example.com' } };
		expect((await receiver({ parameters }).push({ body: {} })).status).toBe(503);
	});
});

describe('Verified by a secret, a push', () => {
	const credential = { webhookSecret: 'only-for-tests' };
	const body = { guid: 'G-1', type: 'Buy', status_name: 'Completed', total: 5 };
	const bySecret = (more = {}) =>
		receiver({ credential, parameters: { verification: 'secret', ...more } });

	it('is believed with it, without asking Minted', async () => {
		const before = shop.sandbox.counters().requests;
		const { started } = await bySecret().push({
			body,
			headers: { 'x-webhook-secret': 'only-for-tests' },
		});
		expect(started).toEqual([
			expect.objectContaining({ guid: 'G-1', status_name: 'Completed', total: 5 }),
		]);
		expect(shop.sandbox.counters().requests).toBe(before);
	});

	it('may carry it in the query, under a name of choice', async () => {
		const { push } = bySecret({ secretLocation: 'query', fieldName: 'key' });
		expect((await push({ body, query: { key: 'only-for-tests' } })).started).toHaveLength(1);
		expect((await push({ body, query: { key: ['only-for-tests'] } })).status).toBe(401);
	});

	it.each([undefined, '', 'only-for-test', 'only-for-tests '])(
		'is refused with %j: 401',
		async (secret) => {
			const headers: Record<string, string> =
				secret === undefined ? {} : { 'x-webhook-secret': secret };
			expect(await bySecret().push({ body, headers })).toMatchObject({
				status: 401,
				started: undefined,
			});
		},
	);

	it.each([[[null, null]], [[1, 2]]])(
		'goes on as it is where its items are %j: an order of another shape is an order',
		async (items) => {
			const order = { ...body, items, guid: `odd-${String(items[0])}` };
			const { status, started } = await bySecret().push({
				body: order,
				headers: { 'x-webhook-secret': 'only-for-tests' },
			});
			expect(status).toBe(200);
			expect(started).toEqual([expect.objectContaining({ guid: order.guid })]);
		},
	);

	it('is refused while the credential has no secret at all', async () => {
		const { push } = receiver({ parameters: { verification: 'secret' } });
		expect((await push({ body, headers: { 'x-webhook-secret': '' } })).status).toBe(401);
	});

	it('is refused when it does not say enough', async () => {
		const { status } = await bySecret().push({
			body: { guid: 'G-1' },
			headers: { 'x-webhook-secret': 'only-for-tests' },
		});
		expect(status).toBe(400);
	});
});

/** The sandbox as an API whose paths, shapes, errors and Digest are not those of the contract. */
import http from 'http';
import type { AddressInfo } from 'net';
import { setImmediate as nextTurn } from 'timers/promises';
import type { Sandbox, SandboxOptions } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { loadContract } from '../../../sandbox/contract';
import { DIALECT_NAMES } from '../../../sandbox/dialect/presets';
import type { DialectName } from '../../../sandbox/dialect/presets';
import type { Reply } from './support/client';
import { BUY, Partner, SELL, authorization, readChallenge, send } from './support/client';

const UNKNOWN = '/partner/order/NONE';
const BY_GUID = { guid: 'NONE' };
const STATUSES = '/partner/order-statuses';

let sandbox: Sandbox;
let partner: Partner;

const start = async (options: SandboxOptions): Promise<void> => {
	sandbox = await startSandbox({
		seed: 3,
		frozen: true,
		startAt: '2026-05-04T09:00:00Z',
		...options,
	});
	partner = new Partner(sandbox);
};
afterEach(() => sandbox.close());

const answer = async (method: string, path: string, body?: unknown): Promise<unknown[]> => {
	const { status, json } = await partner.call(method, path, body);
	return [status, json];
};
const get = (path: string): Promise<Reply> => partner.call('GET', path);
const refusedPrice = { type: 'digital', total: -1, customer_external_id: 'MTD-DEMO-1' };

/** The partner buys and sells for itself. */
const tradeForCompany = async (grams = 0.1234): Promise<string[]> => {
	const body = await partner.purchase({
		customer: undefined,
		items: [{ sku: 'GAU', amount: grams }],
	});
	const sale = { ...body, external_id: `${body.external_id}-SOLD` };
	for (const [path, content] of [
		[BUY, body],
		[SELL, sale],
	] as const) {
		expect((await partner.call('POST', path, content)).status).toBe(200);
	}
	return [body.external_id, sale.external_id];
};

/** Every way in which an order of the partner's own is shown. */
const shownOrders = async (): Promise<Array<Record<string, unknown>>> => {
	const [id = ''] = await tradeForCompany();
	const placed = await partner.buy(await partner.purchase({ customer: undefined }));
	const page = await partner.orders();
	const found = await partner.data('POST', '/partner/order', { external_id: id });
	return [await partner.order(id), found, ...page.data, ...placed.orders] as never;
};

const challengeOf = async (): Promise<ReturnType<typeof readChallenge>> =>
	readChallenge(await send(sandbox.url + STATUSES));

/** Asks with this count of this nonce. */
const askWith = async (
	challenge: ReturnType<typeof readChallenge>,
	nc: number,
): Promise<string | number> => {
	const count = nc.toString(16).padStart(8, '0');
	const header = authorization(challenge, { method: 'GET', uri: STATUSES, nc: count });
	const reply = await send(sandbox.url + STATUSES, 'GET', {
		authorization: header,
		'x-client-id': 'web',
	});
	return reply.status === 200 ? 200 : String(reply.headers['x-sandbox-reason']);
};

/** What each dialect is, one entry each: TypeScript demands that none is missing. */
const DIALECTS: Record<DialectName, () => Promise<void>> = {
	async movedPaths() {
		const there = await get('/partner/v2/order-statuses');
		expect([there.status, (await get(STATUSES)).status]).toEqual([200, 404]);
		const page = (await get('/partner/v2/orders?page=1&total=5')).json!.data as {
			first_page_url: string;
		};
		expect(page.first_page_url).toBe(`${sandbox.url}/partner/v2/orders?page=1`);
		expect((await get('/partner/order/NONE')).json).toMatchObject({ code: 4041 });
	},

	async openRouting() {
		const unsigned = async (method: string, path: string) =>
			(await send(sandbox.url + path, method)).status;
		expect(await unsigned('GET', '/partner/nowhere')).toBe(404);
		expect(await unsigned('PUT', STATUSES)).toBe(405);
		expect(await unsigned('GET', STATUSES)).toBe(401);
	},

	async renamedFields() {
		const body = await partner.purchase({ price_token: await partner.priceToken() });
		const placed = await partner.buy(body);
		expect(placed).toMatchObject({
			uuid: [expect.any(String)],
			orders: [{ order_code: expect.any(String) }],
		});
		expect(JSON.stringify(placed)).not.toContain('"guid"');
		expect(Object.keys(await partner.fixPrices())).toContain('price_list');
		expect(Object.keys(await partner.fixPrices())).not.toContain('prices');
	},

	async laravelErrors() {
		expect(await answer('POST', '/partner/pricefix', { ...refusedPrice })).toEqual([
			422,
			{ message: 'Parameter Error.', errors: { total: [expect.any(String)] } },
		]);
		expect(await answer('GET', UNKNOWN)).toEqual([404, { message: 'Order not found.' }]);
		const unsigned = await send(sandbox.url + STATUSES);
		expect([unsigned.status, unsigned.json]).toEqual([
			401,
			{ message: 'Kimlik doğrulama başarısız.' },
		]);
	},

	async errorsWithStatus200() {
		expect(await answer('POST', '/partner/pricefix', refusedPrice)).toEqual([
			200,
			{
				data: { errors: { total: [expect.any(String)] } },
				success: false,
				code: 422,
				message: 'Parameter Error.',
			},
		]);
		expect(await answer('GET', UNKNOWN)).toMatchObject([200, { success: false, code: 4041 }]);
		expect((await send(sandbox.url + STATUSES)).status).toBe(401);
		expect((await get('/partner/nowhere')).status).toBe(404);
	},

	async unknownOrder422() {
		for (const [method, path, body, field] of [
			['GET', UNKNOWN, undefined, 'external_id'],
			['POST', '/partner/order', BY_GUID, 'guid'],
		] as const) {
			const message = `The selected ${field} is invalid.`;
			expect(await answer(method, path, body)).toEqual([
				422,
				{ data: { errors: { [field]: [message] } }, success: false, code: 422, message },
			]);
		}
	},

	async unknownOrderNull() {
		const nothing = { data: null, success: true, code: 0, message: '' };
		expect(await answer('GET', UNKNOWN)).toEqual([200, nothing]);
		expect(await answer('POST', '/partner/order', BY_GUID)).toEqual([200, nothing]);
	},

	async unknownOrderNotFound200() {
		const refusal = { data: null, success: false, code: 404, message: 'Sipariş bulunamadı' };
		expect(await answer('GET', UNKNOWN)).toEqual([200, refusal]);
	},

	async unknownOrderFailure200() {
		expect(await answer('GET', UNKNOWN)).toMatchObject([
			200,
			{ data: null, success: false, code: 500 },
		]);
	},

	async sha256() {
		expect(await challengeOf()).toMatchObject({ algorithm: 'SHA-256' });
		expect((await get(STATUSES)).status).toBe(200);
	},

	async authInt() {
		expect(await challengeOf()).toMatchObject({ qop: 'auth-int' });
		expect((await partner.buy(await partner.purchase())).guid).toHaveLength(1);
	},

	async noQop() {
		expect((await challengeOf()).qop).toBeUndefined();
		expect((await partner.buy(await partner.purchase())).guid).toHaveLength(1);
	},

	async nonceUsedOnce() {
		const challenge = await challengeOf();
		expect([await askWith(challenge, 1), await askWith(challenge, 2)]).toEqual([
			200,
			'exhausted-nonce',
		]);
		await partner.buy(await partner.purchase());
		expect(sandbox.counters().byAuthFailure['exhausted-nonce']).toBe(2);
	},

	async shortNonces() {
		const challenge = await challengeOf();
		expect(await askWith(challenge, 1)).toBe(200);
		sandbox.clock.advance(251);
		expect(await askWith(challenge, 2)).toBe('stale-nonce');
	},

	async nonceCountWindow() {
		const challenge = await challengeOf();
		const asked: Array<string | number> = [];
		for (const nc of [150, 100, 51, 50, 100, 151, 51, 52]) asked.push(await askWith(challenge, nc));
		expect(asked).toEqual([
			...[200, 200, 200, 'replayed-nc', 'replayed-nc', 200, 'replayed-nc', 200],
		]);
	},

	async nonceCountIgnored() {
		const challenge = await challengeOf();
		const asked: Array<string | number> = [];
		for (const nc of [9, 1, 1]) asked.push(await askWith(challenge, nc));
		expect(asked).toEqual([200, 200, 200]);
	},

	async roundedGrams() {
		for (const order of await shownOrders()) {
			const [item] = order.items as Array<{ amount: number }>;
			expect([0.12, 0.1]).toContain(item!.amount);
			expect(order.description).toBe(`${item!.amount}gr - #GAU`);
		}
		const [id = ''] = await tradeForCompany(0.125);
		expect((await partner.order(id)).items).toMatchObject([{ amount: 0.13 }]);
		expect(sandbox.orders().at(-1)?.lines[0]?.amount.toNumber()).toBe(0.125);
	},

	async companyCustomerAbsent() {
		for (const order of await shownOrders()) expect(order).not.toHaveProperty('customer');
		const { orders } = await partner.buy(await partner.purchase());
		expect(orders[0]?.customer).toMatchObject({ external_id: 'MTD-DEMO-1' });
	},

	async companyCustomerPartner() {
		for (const { customer } of await shownOrders()) {
			expect(customer).toMatchObject({ external_id: 'demo-partner', fullname: 'Demo Partner' });
		}
		const { orders } = await partner.buy(await partner.purchase());
		expect(orders[0]?.customer).toMatchObject({ external_id: 'MTD-DEMO-1' });
	},

	async listsAsObjects() {
		const placed = await partner.buy(await partner.purchase());
		expect(placed).toMatchObject({
			guid: { 0: expect.any(String) },
			orders: { 0: { items: { 0: { sku: 'GAU' } } } },
		});
		expect(Array.isArray(placed.orders)).toBe(false);
		const { data } = await partner.orders('page=9');
		expect(data).toEqual([]);
	},

	async numbersAsStrings() {
		const body = await partner.purchase();
		const reply = await partner.call('POST', BUY, body);
		expect(reply.json).toMatchObject({ success: true, code: 0 });
		expect(reply.json?.data).toMatchObject({
			tax: '0',
			orders: [{ items: [{ amount: '0.1', product_id: '3000001' }] }],
		});
	},

	async lateAnswers() {
		await get(STATUSES);
		const asked = get(STATUSES);
		while (sandbox.counters().byOperation.orderStatuses !== 2) await nextTurn();
		// It is signed and accepted, and waits.
		expect(sandbox.requests().at(-1)?.status).toBeNull();
		expect((await asked).status).toBe(200);
	},

	async lateLookup() {
		const { external_id: id } = await partner.purchase();
		await partner.buy(await partner.purchase({ external_id: id }));
		expect((await get(`/partner/order/${id}`)).status).toBe(404);
		sandbox.clock.advance(2_000);
		expect((await get(`/partner/order/${id}`)).status).toBe(200);
	},
};

describe('the dialect', () => {
	test.each(DIALECT_NAMES)('%s, given at the start', async (name) => {
		await start({ dialect: [name] });
		await DIALECTS[name]();
	});

	test.each(DIALECT_NAMES)('%s, chosen by the control API', async (name) => {
		await start({});
		expect((await control('PUT', '/dialect', { names: [name] })).status).toBe(200);
		await DIALECTS[name]();
	});

	test('may be several at once', async () => {
		await start({
			dialect: [
				'sha256',
				'authInt',
				'laravelErrors',
				'unknownOrder422',
				'numbersAsStrings',
				'listsAsObjects',
				'movedPaths',
				'companyCustomerAbsent',
			],
		});
		expect(await answer('GET', UNKNOWN)).toEqual([
			422,
			{
				message: 'The selected external_id is invalid.',
				errors: { external_id: ['The selected external_id is invalid.'] },
			},
		]);
		const placed = await partner.buy(await partner.purchase({ customer: undefined }));
		expect(placed.orders).toMatchObject({ 0: { items: { 0: { amount: '0.1' } } } });
		expect((placed.orders as unknown as Record<string, object>)['0']).not.toHaveProperty(
			'customer',
		);
		expect((await get('/partner/v2/prices')).status).toBe(200);
		expect(await challengeOf()).toMatchObject({ algorithm: 'SHA-256', qop: 'auth-int' });
	});

	test('counts less than what is set beside it', async () => {
		await start({
			dialect: ['nonceUsedOnce', 'lateLookup', 'laravelErrors'],
			digest: { nonceMaxUses: 7 },
			behaviour: { lookupDelayMs: 0 },
			manners: { errors: 'envelope' },
		});
		expect(sandbox.digest.nonceMaxUses).toBe(7);
		expect(sandbox.behaviour.lookupDelayMs).toBe(0);
		expect(sandbox.manners.errors).toBe('envelope');
	});

	test('that does not exist is refused', async () => {
		await start({});
		await expect(startSandbox({ dialect: ['klingon' as DialectName] })).rejects.toThrow(
			/There is no dialect klingon; there are movedPaths/,
		);
		expect((await control('PUT', '/dialect', { names: ['klingon'] })).status).toBe(400);
	});
});

const control = (method: string, path: string, body?: unknown): Promise<Reply> =>
	send(
		`${sandbox.url}/_sandbox${path}`,
		method,
		body === undefined ? {} : { 'content-type': 'application/json' },
		body === undefined ? undefined : JSON.stringify(body),
	);

describe('the control API', () => {
	test('goes back to the settings of the start when another dialect is chosen', async () => {
		await start({ digest: { nonceMaxUses: 5 }, behaviour: { stepMs: 77 } });
		await control('PUT', '/dialect', { names: ['nonceUsedOnce', 'listsAsObjects'] });
		expect([sandbox.digest.nonceMaxUses, sandbox.manners.lists]).toEqual([1, 'object']);
		await control('PUT', '/dialect', { names: [] });
		expect([sandbox.digest.nonceMaxUses, sandbox.manners.lists]).toEqual([5, 'array']);
		expect(sandbox.behaviour.stepMs).toBe(77);
	});

	test('changes single manners and the Digest, and shows all but the password', async () => {
		await start({});
		await control('PATCH', '/manners', { gramDecimals: 1, paths: { orderStatuses: '/x' } });
		await control('PATCH', '/digest', { algorithms: ['SHA-256'], nonceCount: 'ignored' });
		expect((await get('/x')).status).toBe(200);
		const { text, json } = await control('GET', '/dialect');
		expect(json).toMatchObject({
			known: DIALECT_NAMES,
			digest: { algorithms: ['SHA-256'], nonceCount: 'ignored' },
			manners: { gramDecimals: 1, paths: { orderStatuses: '/x' } },
			behaviour: { latencyMs: 0 },
		});
		expect(text).not.toContain(sandbox.password);
	});

	test.each([
		['/manners', { paths: { dance: '/x' } }],
		['/manners', { paths: { getOrder: '/partner/orders/one' } }],
		['/manners', { paths: { orderStatuses: 'x' } }],
		['/manners', { paths: { orderStatuses: '/x?y' } }],
		['/manners', { gramDecimals: 5 }],
		['/manners', { error: 'laravel' }],
		['/digest', { password: 'x' }],
		['/digest', { algorithms: [] }],
	])('refuses %s %j, and changes nothing', async (path, body) => {
		await start({});
		const before = (await control('GET', '/dialect')).text;
		expect((await control('PATCH', path, body)).status).toBe(400);
		expect((await control('GET', '/dialect')).text).toBe(before);
	});
});

describe('an endpoint on another path', () => {
	const operations = loadContract();

	test.each(operations.map((operation) => [operation.operationId, operation] as const))(
		'%s is found there alone',
		async (name, { method, path }) => {
			const moved = `/elsewhere${path}`;
			await start({ manners: { paths: { [name]: moved }, openRouting: true } });
			const filled = (template: string): string => template.replace(/\{\w+\}/g, 'A%20B');
			const ask = async (how: string, where: string): Promise<number> =>
				(await send(sandbox.url + filled(where), how)).status;
			// A customer may be called "address".
			const matches = (template: string): boolean =>
				template === path || new RegExp(`^${template.replace(/\{\w+\}/g, '[^/{]+')}$`).test(path);
			const siblings = operations.filter((other) => matches(other.path) && other.method !== method);
			expect(await ask(method, moved)).toBe(401);
			expect(await ask(method === 'PUT' ? 'POST' : 'PUT', moved)).toBe(405);
			expect(await ask(method, path)).toBe(siblings.length > 0 ? 405 : 404);
			for (const other of siblings) expect(await ask(other.method, path)).toBe(401);
		},
	);

	test('keeps its variables, its query and its faults', async () => {
		await start({
			manners: { paths: { getOrder: '/o/{order_id}/show', getOrders: '/partner/order/list' } },
		});
		const body = await partner.purchase({ external_id: 'A/B ü' });
		await partner.buy(body);
		expect((await get('/o/A%2FB%20%C3%BC/show')).json?.data).toMatchObject({
			external_id: 'A/B ü',
		});
		expect((await get('/partner/order/list?total=5')).json?.data).toMatchObject({ per_page: 5 });
		expect(sandbox.requests().at(-1)).toMatchObject({
			...{ url: '/partner/order/list?total=5', operationId: 'getOrders' },
		});
		sandbox.faults.add({ kind: '502Before', match: { operationId: 'getOrders' } });
		expect((await get('/partner/order/list')).status).toBe(502);
		sandbox.faults.add({ kind: '503Before', match: { pathPrefix: '/o/' } });
		expect((await get('/o/X/show')).status).toBe(503);
	});
});

test('pushes have the same manners', async () => {
	const bodies: string[] = [];
	const receiver = http.createServer((request, response) => {
		request.on('data', (chunk: Buffer) => bodies.push(chunk.toString('utf8')));
		request.on('end', () => response.end());
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	const { port } = receiver.address() as AddressInfo;
	try {
		await start({
			push: { url: `http://127.0.0.1:${port}/` },
			dialect: ['renamedFields', 'companyCustomerAbsent', 'numbersAsStrings'],
		});
		await partner.buy(await partner.purchase({ customer: undefined }));
		await sandbox.pushes.idle();
		const { data } = JSON.parse(bodies[0]!) as { data: object };
		expect(data).toMatchObject({ uuid: expect.any(String), tax: '0' });
		expect(data).not.toHaveProperty('guid');
		expect(data).not.toHaveProperty('customer');
	} finally {
		receiver.close();
	}
});

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import { byId, openShop, type RunOptions, type RunResult } from '../../support/inProcess';

const shop = openShop();

const get: INodeParameters = {
	resource: 'order',
	operation: 'get',
	orderId: byId('web-shop-1'),
	options: { retrySeconds: 0 },
};
const buy: INodeParameters = {
	resource: 'order',
	operation: 'buy',
	account: 'partner',
	amount: 0.1,
	externalId: 'web-shop-1',
	options: { settleSeconds: 0.05 },
};

const PASSWORD = 'wrong-but-secret-password';

/** What a failed run shows to the user. */
interface Shown {
	message: string;
	description: string;
	httpCode?: string;
}

/** Runs a step that must fail, and looks for secrets in all that n8n keeps of it. */
async function failure(
	parameters: INodeParameters,
	options?: Partial<RunOptions>,
): Promise<Shown & Pick<RunResult, 'requests'>> {
	const { error, requests, run } = await shop.run(parameters, options);
	const stored = JSON.stringify(run);
	for (const secret of [shop.sandbox.password, PASSWORD, 'Digest username', 'nonce=']) {
		expect(stored).not.toContain(secret);
	}
	expect(error).toMatchObject({ context: { itemIndex: 0 } });
	return { ...(error as unknown as Shown), requests };
}

/** A server other than the sandbox. */
async function serve(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

const servePage: RequestListener = (_request, response) =>
	response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hello');

describe('A failed step says what happened, where, and what to do next', () => {
	it('when the price token has expired', async () => {
		const { json } = await shop.run({ resource: 'price', operation: 'fix', account: 'partner' });
		shop.sandbox.clock.advance(241_000);
		const shown = await failure({
			...buy,
			priceSource: 'token',
			priceToken: json[0]?.token as string,
		});
		expect(shown).toMatchObject({
			message: 'The price token has expired or is not valid',
			httpCode: '422',
		});
		expect(shown.description).toBe(
			`Minted says: "Fiyat anahtarının (price_token) süresi doldu". Nothing was ordered. A price is fixed for about four minutes. Run Price > Fix again shortly before the order, or leave out the Price Token. Environment: ${shop.sandbox.url}, HTTP 422, code 4221.`,
		);
		expect(shop.sandbox.orders()).toHaveLength(0);
	});

	it('when the balance is not sufficient, in either language', async () => {
		shop.sandbox.setBalance('partner', 'TRY', 1);
		for (const [language, words] of [
			['tr', 'Yetersiz bakiye'],
			['en', 'Insufficient balance'],
		] as const) {
			const shown = await failure(buy, { credential: { language } });
			expect(shown.message).toBe('The balance is not sufficient');
			expect(shown.description).toContain(`Minted says: "${words}". Nothing was ordered. Look at`);
		}
	});

	it('when the customer is unknown', async () => {
		const shown = await failure({
			...buy,
			account: 'customer',
			customerId: byId('NOBODY'),
		});
		expect(shown.message).toBe('Minted does not know this customer');
		expect(shown.description).toContain('Nothing was ordered. Create the customer first');
		expect(shown.requests.byOperation).not.toHaveProperty('buyDigital');
	});

	it('when a field is missing, before anything is sent', async () => {
		const shown = await failure({ ...get, orderId: byId('={{ $json.none }}') });
		expect(shown).toMatchObject({
			message: 'External Order ID is empty',
			description: 'Enter a value for External Order ID.',
		});
		expect(shown.requests.requests).toBe(0);
	});

	it('when Minted refuses with success: false and HTTP 200', async () => {
		const challenge = 'Digest realm="x", nonce="n", qop="auth", algorithm=MD5';
		const other = await serve((request, response) => {
			if (request.headers.authorization === undefined) {
				response.writeHead(401, { 'www-authenticate': challenge }).end();
			} else {
				response
					.writeHead(200, { 'content-type': 'application/json' })
					.end('{"data":null,"success":false,"code":77,"message":"The market is closed."}');
			}
		});
		const shown = await failure(get, { credential: { baseUrl: other.url } });
		await other.close();
		expect(shown).toMatchObject({
			message: 'Minted refused the request',
			description: `Minted says: "The market is closed". Read what Minted says, correct it and run the step again. Environment: ${other.url}, HTTP 200, code 77.`,
		});
	});

	it('when a web page comes instead of JSON', async () => {
		shop.sandbox.faults.add({ kind: 'htmlBefore', match: { operationId: 'getOrder' } });
		const shown = await failure(get);
		expect(shown.message).toBe('The address answers, but not as Minted Connect');
		expect(shown.description).toContain('Check the Environment and the Base URL in the credential');
	});

	it('when the address is that of another service', async () => {
		const other = await serve(servePage);
		const shown = await failure(get, { credential: { baseUrl: other.url } });
		await other.close();
		expect(shown.message).toBe('The address answers, but not as Minted Connect');
		expect(shown.description).toContain(`Environment: ${other.url}`);
	});

	it('when user name or password are wrong, after two requests at most', async () => {
		const shown = await failure(get, { credential: { password: PASSWORD } });
		expect(shown).toMatchObject({
			message: 'Minted refused the user name or password',
			description: `Check both in the credential, and that they belong to this environment: staging and production have different ones. Environment: ${shop.sandbox.url}, HTTP 401.`,
			httpCode: '401',
		});
		expect(shown.requests).toMatchObject({ requests: 2, rejected401: 1 });
	});

	it('when the host cannot be reached: nothing was sent', async () => {
		const other = await serve(servePage);
		await other.close();
		const shown = await failure(get, { credential: { baseUrl: other.url } });
		expect(shown.message).toBe('Minted cannot be reached');
		expect(shown.description).toMatch(
			/^127\.0\.0\.1:\d+ refuses the connection: nothing listens there\. Nothing was sent\./,
		);
	});

	it('when the host name does not exist', async () => {
		const shown = await failure(get, { credential: { baseUrl: 'https://api.minted.invalid' } });
		expect(shown.description).toContain('The host name api.minted.invalid cannot be found.');
	});

	it('when Minted has a problem of its own', async () => {
		shop.sandbox.faults.add({ kind: '500Before', match: { operationId: 'getOrder' } });
		const shown = await failure(get);
		expect(shown).toMatchObject({ message: 'Minted has a problem of its own', httpCode: '500' });
	});

	it('when Minted is busy, with how often it was tried', async () => {
		shop.sandbox.faults.add({
			kind: 'rateLimited',
			match: { operationId: 'getOrder' },
			retryAfterSeconds: 0,
			times: 20,
		});
		const shown = await failure({ ...get, options: { retrySeconds: 0.6 } });
		expect(shown.message).toBe('Minted received too many requests');
		expect(shown.description).toMatch(/Tried \d times\.$/);
		expect(shown.requests.byOperation.getOrder).toBeGreaterThan(1);
	});

	it('when no answer comes within the timeout', async () => {
		shop.sandbox.faults.add({
			kind: 'hangBefore',
			match: { operationId: 'getOrder' },
			delayMs: 3_000,
		});
		const shown = await failure({ ...get, options: { timeoutSeconds: 0.2, retrySeconds: 0 } });
		expect(shown.message).toBe('Minted did not answer in time');
		expect(shown.description).toContain('gave no answer in time');
	});

	it('when the timeout is zero, which would be for ever', async () => {
		const shown = await failure({ ...get, options: { timeoutSeconds: 0 } });
		expect(shown.message).toBe('Timeout is zero');
		expect(shown.requests.requests).toBe(0);
	});

	it.each([
		['', 'The Base URL is empty.'],
		['http://api.example.com', 'must start with https://'],
		['not an address', 'is not a web address'],
		['https://user:secret@api.example.com', 'must be the plain address'],
	])('when the Base URL of the credential is %j', async (baseUrl, message) => {
		const shown = await failure(get, { credential: { baseUrl } });
		expect(shown.message).toContain(message);
		expect(shown.description).toBe('Open the Minted Connect credential to change it.');
		expect(shown.requests.requests).toBe(0);
	});
});

describe('An order whose answer is lost', () => {
	const lose = (kind: 'resetAfter' | 'resetBefore' | '502After' | 'truncatedJsonAfter') =>
		shop.sandbox.faults.add({ kind, match: { operationId: 'buyDigital' } });
	/** All but the first, which comes before the order. */
	const failLookups = (skip = 1) =>
		shop.sandbox.faults.add({
			kind: '500Before',
			match: { operationId: 'getOrderAlternative' },
			skip,
			times: 50,
		});

	it.each(['resetAfter', '502After', 'truncatedJsonAfter'] as const)(
		'is found and returned as recovered (%s)',
		async (kind) => {
			lose(kind);
			const { json, requests } = await shop.run({ ...buy, options: { settleSeconds: 2 } });
			expect(json).toEqual([
				expect.objectContaining({ outcome: 'recovered', external_id: 'web-shop-1', sku: 'GAU' }),
			]);
			expect(requests.byOperation.buyDigital).toBe(1);
			expect(shop.sandbox.orders()).toHaveLength(1);
		},
	);

	it('is looked for until it shows, when the lookup lags behind', async () => {
		shop.sandbox.clock.resume();
		shop.sandbox.behaviour.lookupDelayMs = 300;
		lose('resetAfter');
		const { json, requests } = await shop.run({ ...buy, options: { settleSeconds: 3 } });
		expect(json[0]).toMatchObject({ outcome: 'recovered' });
		expect(requests.byOperation.getOrderAlternative).toBeGreaterThan(2);
		expect(shop.sandbox.orders()).toHaveLength(1);
	});

	it('and that was not placed is reported as safe to run again', async () => {
		lose('resetBefore');
		const shown = await failure(buy);
		expect(shown.message).toBe('The order was not placed; it is safe to run it again');
		expect(shown.description).toContain(
			'did not know it. Nothing was ordered. Run it again with the same',
		);
		expect(shop.sandbox.orders()).toHaveLength(0);
		expect((await shop.run(buy)).json[0]).toMatchObject({ outcome: 'placed' });
	});

	it('and cannot be looked up is reported as unknown, with how to find out', async () => {
		lose('resetAfter');
		failLookups();
		const shown = await failure(buy);
		expect(shown.message).toBe('It is not known whether this was carried out');
		expect(shown.description).toContain('look for it with Order > Get by its External Order ID');
		expect(shown.description).toContain('ID "web-shop-1"');
	});

	it('is not called safe to run again where Duplicate Guard is off', async () => {
		lose('resetAfter');
		failLookups(0);
		const options = { settleSeconds: 0.05, duplicateGuard: false };
		const { description } = await failure({ ...buy, options });
		expect(description).toContain('Duplicate Guard is off, so after a restart of n8n');
		expect(description).not.toContain('is safe');
	});

	it('stays unknown when the next attempt cannot look it up either', async () => {
		lose('resetAfter');
		failLookups();
		await failure(buy);
		const again = await failure(buy);
		expect(again.message).toBe('It is not known whether this was carried out');
		expect(again.description).not.toContain('Nothing was ordered');
		shop.sandbox.faults.clear();
		expect((await shop.run(buy)).json[0]).toMatchObject({ outcome: 'existing' });
		expect(shop.sandbox.orders()).toHaveLength(1);
	});
});

describe('A step before the order that fails', () => {
	it.each([
		['priceFix', buy],
		['getCustomer', { ...buy, account: 'customer', customerId: byId('MTD-DEMO-1') }],
	] as const)('(%s) proves that nothing was ordered', async (operationId, parameters) => {
		shop.sandbox.faults.add({ kind: '500Before', match: { operationId } });
		const shown = await failure(parameters);
		expect(shown.message).toBe('Minted has a problem of its own');
		expect(shown.description).toContain('Nothing was ordered.');
		expect(shown.requests.byOperation).toMatchObject({ getOrderAlternative: 1, [operationId]: 1 });
	});
});

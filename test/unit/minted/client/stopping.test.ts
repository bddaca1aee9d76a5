/** What a stop ends, and what it must not. */
import { findOrder } from '../../../../minted/orders/lookup';
import { FakeClock } from '../../../support/fakeClock';
import { data, refusal, ScriptedApi, type Call } from '../../support/scriptedApi';

const retry = { maxTries: 8, budgetMs: 30_000 };
const ORDER = { guid: 'G-1', external_id: 'shop-1' };
const BODY = {
	price_token: 'token',
	currency_code: 'TRY' as const,
	external_id: 'shop-1',
	items: [{ sku: 'GAU', amount: 0.1 }],
};
const busy = { status: 429, body: '', headers: { 'retry-after': '20' } };
const page = { status: 200, body: '<!doctype html><p>Hello' };

/** A clock on which a pause never ends by itself. */
function stoppedClock(): FakeClock {
	const clock = new FakeClock();
	clock.sleep = async () => await new Promise<never>(() => undefined);
	return clock;
}

const getOrder = async ({ api }: ScriptedApi) =>
	await api.call('getOrder', { path: { order_id: 'shop-1' } });

let stop: AbortController;
beforeEach(() => {
	stop = new AbortController();
});

describe('A read', () => {
	it('carries the signal, so that its request ends with it', async () => {
		const scripted = new ScriptedApi(() => data(ORDER), { signal: stop.signal });
		await getOrder(scripted);
		expect(scripted.calls.map(({ request }) => request.signal)).toEqual([stop.signal]);
	});

	it('is not sent after the signal', async () => {
		stop.abort();
		const scripted = new ScriptedApi(() => data(ORDER), { signal: stop.signal });
		await expect(getOrder(scripted)).rejects.toMatchObject({
			details: { kind: 'cancelled', notSent: true },
		});
		expect(scripted.requests).toEqual([]);
	});

	it('is not repeated after the signal: its pause ends at once', async () => {
		const scripted = new ScriptedApi(
			() => {
				setImmediate(() => stop.abort());
				return refusal(503);
			},
			{ signal: stop.signal, retry, clock: stoppedClock() },
		);
		await expect(getOrder(scripted)).rejects.toMatchObject({ kind: 'cancelled' });
		expect(scripted.calls).toHaveLength(1);
	});
});

it('Waiting for its turn, while the API has asked all for patience, ends with the signal as well', async () => {
	const clock = stoppedClock();
	const answers = [busy, data(ORDER)];
	const scripted = new ScriptedApi(() => answers.shift() ?? data(ORDER), {
		signal: stop.signal,
		clock,
	});
	await expect(getOrder(scripted)).rejects.toMatchObject({ kind: 'rateLimited' });
	const waiting = getOrder(scripted).catch((error: unknown) => error);
	setImmediate(() => stop.abort());
	const patience = new Promise((resolve) => setTimeout(resolve, 200, 'still waiting'));
	expect(await Promise.race([waiting, patience])).toMatchObject({ kind: 'cancelled' });
});

describe('A request that moves something', () => {
	const send = async ({ api }: ScriptedApi) =>
		await api.prepare('sellDigital', { body: BODY }).send();

	it('carries no signal, it is never ended half-way; the question for a challenge carries it', async () => {
		const scripted = new ScriptedApi(
			() => {
				stop.abort();
				return data({ orders: [ORDER] });
			},
			{ signal: stop.signal },
		);
		await expect(send(scripted)).resolves.toEqual({ orders: [ORDER] });
		expect(scripted.requests.map(({ signal }) => signal)).toEqual([stop.signal, undefined]);
	});

	it('is not sent after the signal', async () => {
		stop.abort();
		const scripted = new ScriptedApi(() => data({}), { signal: stop.signal });
		await expect(send(scripted)).rejects.toMatchObject({
			kind: 'cancelled',
			mayHaveBeenProcessed: false,
		});
		expect(scripted.requests).toEqual([]);
	});

	it('is not sent when the signal comes while it is signed in', async () => {
		const scripted = new ScriptedApi(() => data({}), { signal: stop.signal });
		const sending = send(scripted);
		// The challenge is on its way.
		await Promise.resolve();
		stop.abort();
		await expect(sending).rejects.toMatchObject({
			kind: 'cancelled',
			mayHaveBeenProcessed: false,
		});
		expect(scripted.calls).toEqual([]);
	});

	it('was not sent when the signal comes after its nonce was refused as stale', async () => {
		const stale = {
			status: 401,
			body: '',
			headers: { 'www-authenticate': 'Digest realm="r", nonce="n2", qop="auth", stale=true' },
		};
		const scripted = new ScriptedApi(
			() => {
				stop.abort();
				return stale;
			},
			{ signal: stop.signal },
		);
		await expect(send(scripted)).rejects.toMatchObject({
			kind: 'cancelled',
			mayHaveBeenProcessed: false,
		});
		expect(scripted.calls).toHaveLength(1);
	});

	it('is never repeated by itself, whatever the answer', async () => {
		for (const answer of [refusal(503), busy, page, { status: 200, body: '' }]) {
			const scripted = new ScriptedApi(() => answer, { retry });
			await expect(send(scripted)).rejects.toMatchObject({ name: 'MintedError' });
			expect(scripted.calls).toHaveLength(1);
		}
	});
});

describe('Looking for what was sent', () => {
	it('goes on after the signal', async () => {
		stop.abort();
		const scripted = new ScriptedApi(() => data(ORDER), { signal: stop.signal });
		const look = findOrder(scripted.api.unstoppable, { external_id: 'shop-1' });
		await expect(look).resolves.toEqual(ORDER);
		expect(scripted.calls.map(({ request }) => request.signal)).toEqual([undefined]);
	});
});

describe('A page of something in between', () => {
	const thenOrder = (pages: number) => (call: Call) =>
		scriptedCalls(call) <= pages ? page : data(ORDER);
	let made = 0;
	const scriptedCalls = (_call: Call) => ++made;
	beforeEach(() => {
		made = 0;
	});

	it.each([1, 2])('%d times before an answer does not fail a look', async (pages) => {
		const scripted = new ScriptedApi(thenOrder(pages), { retry });
		await expect(findOrder(scripted.api, { external_id: 'shop-1' })).resolves.toEqual(ORDER);
		expect(scripted.calls).toHaveLength(pages + 1);
	});

	it('for good is no Minted, after three tries', async () => {
		const scripted = new ScriptedApi(thenOrder(99), { retry });
		await expect(findOrder(scripted.api, { external_id: 'shop-1' })).rejects.toMatchObject({
			details: { kind: 'notMinted', status: 200, tries: 3 },
		});
	});
});

import { MintedApi } from '../../../../minted/client/api';
import { readSettings } from '../../../../minted/client/connection';
import { DigestSessionPool } from '../../../../minted/digest/pool';
import type { HttpResponse } from '../../../../minted/http';
import { AdaptiveLimiter } from '../../../../minted/client/limiter';
import { explainError } from '../../../../nodes/shared/explain';
import { FakeClock } from '../../../support/fakeClock';
import { isTransient } from '../../../../minted/client/retry';

const envelope = (data: unknown) => JSON.stringify({ data, success: true, code: 0, message: '' });

const CHALLENGE: HttpResponse = {
	status: 401,
	headers: { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth"' },
	body: '',
};
const FINE: HttpResponse = { status: 200, headers: {}, body: envelope({ ok: true }) };

/** An API of which each answer is known, and the limiter that watches them. */
function api(answers: HttpResponse[], start = 8) {
	const clock = new FakeClock();
	const limiter = new AdaptiveLimiter({ start, most: 64 }, clock);
	const sent: string[] = [];
	const client = new MintedApi({
		settings: readSettings({ environment: 'staging', username: 'ada', password: 'secret' }),
		limiter,
		pool: new DigestSessionPool(clock),
		clock,
		retry: { maxTries: 1, budgetMs: 0 },
		send: async ({ headers }) => {
			sent.push(headers.authorization === undefined ? 'unsigned' : 'signed');
			return answers.shift() ?? FINE;
		},
	});
	const get = async () => await client.call('getOrder', { path: { order_id: 'a' } });
	const post = async (body: unknown) =>
		await client.request({ method: 'POST', path: '/buy', apiVersion: '1' }, { body }, false);
	return { get, post, limiter, sent, clock };
}

it('Asking for a challenge is a request like any other: both wait for their turn and are counted', async () => {
	const { get, limiter, sent } = api([CHALLENGE, FINE], 1);
	await get();
	expect(sent).toEqual(['unsigned', 'signed']);
	expect(limiter.currentLimit).toBe(3);
});

it.each([429, 503])('An answer %i halves the number of requests in flight', async (status) => {
	const { get, limiter } = api([CHALLENGE, { status, headers: {}, body: '' }]);
	await expect(get()).rejects.toThrow();
	expect(limiter.currentLimit).toBe(4);
});

it('So does a challenge that is refused', async () => {
	const { get, limiter } = api([{ status: 503, headers: {}, body: '' }]);
	await expect(get()).rejects.toThrow();
	expect(limiter.currentLimit).toBe(4);
});

it.each([400, 404, 422, 500])('An answer %i is no sign of load', async (status) => {
	const { get, limiter } = api([CHALLENGE, { status, headers: {}, body: '' }], 1);
	await expect(get()).rejects.toThrow();
	expect(limiter.currentLimit).toBe(3);
});

it('Retry-After holds back the next call, also of another workflow', async () => {
	const { get, clock } = api([
		CHALLENGE,
		{ status: 429, headers: { 'retry-after': '7' }, body: '' },
		FINE,
	]);
	await expect(get()).rejects.toThrow();
	const refusedAt = clock.now();
	await get();
	expect(clock.now() - refusedAt).toBe(7_000);
});

it('Nonces that are called stale, one after another, are no wrong password, and worth another try', async () => {
	const stale: HttpResponse = {
		status: 401,
		headers: { 'www-authenticate': 'Digest realm="r", nonce="m", qop="auth", stale=true' },
		body: '',
	};
	const { get } = api([CHALLENGE, stale, stale, stale, stale]);
	const error = await get().then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toMatchObject({ kind: 'unreachable', mayHaveBeenProcessed: false });
	expect(isTransient(error)).toBe(true);
});

it.each(['price_token', 'card_token', 'identity_number'])(
	'A refusal that repeats the %s it was sent is told without it, and with all else that it says',
	async (name) => {
		const message = `The price (${name}) Xy7Kp2Qw9Lm4 has expired`;
		const body = JSON.stringify({ data: null, success: false, code: 4221, message });
		const { post } = api([CHALLENGE, { status: 422, headers: {}, body }]);
		const error = await post({ items: [{ [name]: 'Xy7Kp2Qw9Lm4' }] }).catch(
			(reason: unknown) => reason,
		);
		const { description } = explainError(error, { environment: 'staging', secrets: [] });
		expect(description).toContain(`Minted says: "The price (${name}) **** has expired".`);
	},
);

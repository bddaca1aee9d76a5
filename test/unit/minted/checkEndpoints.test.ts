import { MintedApi } from '../../../minted/client/api';
import { checkEndpoints, type EndpointCheck } from '../../../minted/client/checkEndpoints';
import { readSettings } from '../../../minted/client/connection';
import { AdaptiveLimiter } from '../../../minted/client/limiter';
import { DigestSessionPool } from '../../../minted/digest/pool';
import { endpoints, type EndpointId } from '../../../minted/generated/endpoints';
import {
	HttpFailure,
	type HttpRequest,
	type HttpResponse,
	type SendHttp,
} from '../../../minted/http';

const DIGEST = { 'www-authenticate': 'Digest realm="r", nonce="n", qop="auth"' };
const IDS = Object.keys(endpoints) as EndpointId[];

/** They are asked first. */
const DOCUMENTED_READS = IDS.filter(
	(id) => endpoints[id].method === 'GET' && endpoints[id].certainty === 'documented',
).length;

type Answers = (request: { method: string; path: string }) => Partial<HttpResponse> | undefined;

/** An API that knows the contract's paths and asks whoever comes to sign in; `answers` goes first. */
async function check(answers: Answers = () => undefined, baseUrl = 'https://api.example') {
	const sent: HttpRequest[] = [];
	const send: SendHttp = async (request) => {
		sent.push(request);
		const path = request.url.slice(baseUrl.length);
		const answer = answers({ method: request.method, path }) ?? usual(request.method, path);
		return { status: 200, headers: {}, body: '', ...answer };
	};
	const clock = { now: () => 0, sleep: async () => {}, random: () => 0 };
	const settings = readSettings({ environment: 'custom', baseUrl, username: 'u', password: 'p' });
	const api = new MintedApi({
		settings,
		send,
		pool: new DigestSessionPool(clock),
		clock,
		retry: { maxTries: 3, budgetMs: 1_000 },
		limiter: new AdaptiveLimiter({ start: 8, most: 64 }, clock),
	});
	const checks = await checkEndpoints(api, { paths: {} });
	const of = (id: EndpointId) => checks.find(({ endpoint }) => endpoint === id) as EndpointCheck;
	return { checks, sent, of };
}

function usual(method: string, path: string): Partial<HttpResponse> {
	const here = IDS.filter((id) => path === endpoints[id].path.replace(/\{\w+\}/g, '0'));
	if (here.length === 0) return { status: 404 };
	const isServed = here.some((id) => endpoints[id].method === method);
	return isServed ? { status: 401, headers: DIGEST } : { status: 405 };
}

const writes = (sent: HttpRequest[]) => sent.filter(({ method }) => method !== 'GET');

describe('The check', () => {
	it('sends nothing but unsigned requests without a body, two for each endpoint at most', async () => {
		const { checks, sent } = await check();
		expect(new Set(checks.map(({ presence }) => presence))).toEqual(new Set(['there']));
		expect(sent.length).toBeLessThanOrEqual(2 * IDS.length);
		expect(new Set(sent.map(({ method, url }) => `${method} ${url}`)).size).toBe(sent.length);
		for (const { headers, body } of sent) {
			expect(headers.authorization).toBeUndefined();
			expect(body).toBeUndefined();
		}
	});

	it('asks for the made-up neighbour before it asks for an endpoint that writes', async () => {
		const { sent } = await check();
		const urls = sent.map(
			({ method, url }) => `${method} ${url.slice('https://api.example'.length)}`,
		);
		const neighbour = urls.indexOf('POST /partner/order/digital/minted-connect-check-no-such-path');
		expect(neighbour).toBeGreaterThan(-1);
		expect(neighbour).toBeLessThan(urls.indexOf('POST /partner/order/digital/buy'));
	});

	it('fills the places of a path with an ID that nobody has', async () => {
		const { sent } = await check();
		expect(sent.map(({ url }) => url)).toContain('https://api.example/partner/customer/0/kyc');
	});

	it('works below a path of the address', async () => {
		const { checks } = await check(undefined, 'https://api.example/minted/v2');
		expect(checks.every(({ presence }) => presence === 'there')).toBe(true);
	});
});

describe('What an answer tells', () => {
	const MADE_UP = /minted-connect-check-no-such-path/;
	const at =
		(path: string, answer: Partial<HttpResponse>): Answers =>
		(request) =>
			request.path === path ? answer : undefined;
	const statuses = '/partner/order-statuses';

	it.each<[string, Partial<HttpResponse>, Partial<EndpointCheck>]>([
		['a demand to sign in', { status: 401 }, { presence: 'there', basis: 'wantsSignature' }],
		['an answer', { status: 200 }, { presence: 'there', basis: 'answers' }],
		['a ban', { status: 403 }, { presence: 'there', basis: 'answers' }],
		['a refused value', { status: 422 }, { presence: 'there', basis: 'answers' }],
		['an unknown path', { status: 404 }, { presence: 'notThere', basis: 'noSuchPath' }],
		[
			'another method',
			{ status: 405, headers: { allow: 'POST, PUT' } },
			{ presence: 'otherMethod', basis: 'methodRefused', allowed: 'POST, PUT' },
		],
		['a redirect', { status: 302 }, { presence: 'cannotTell', basis: 'noClearAnswer' }],
		['a fault', { status: 500 }, { presence: 'cannotTell', basis: 'noClearAnswer' }],
		['a busy API', { status: 503 }, { presence: 'cannotTell', basis: 'noClearAnswer' }],
	])('%s', async (_what, answer, expected) => {
		const { of, checks } = await check(at(statuses, answer));
		expect(of('orderStatuses')).toMatchObject({ ...expected, status: answer.status });
		expect(checks.filter(({ presence }) => presence === 'there').length).toBeGreaterThanOrEqual(
			IDS.length - 1,
		);
	});

	it('no answer', async () => {
		const { of } = await check(({ path }) => {
			if (path === statuses) throw new HttpFailure('timeout', 'No answer in time');
			return undefined;
		});
		expect(of('orderStatuses')).toMatchObject({ presence: 'cannotTell', basis: 'noAnswer' });
	});

	it('a wider path that swallows the neighbour as well', async () => {
		const { of } = await check(({ method, path }) =>
			method === 'POST' && path.startsWith('/partner/card/') ? { status: 401 } : undefined,
		);
		expect(of('cardStorageList')).toMatchObject({
			presence: 'cannotTell',
			basis: 'neighbourAnswers',
		});
		expect(of('cardStorageAdd').presence).toBe('there');
	});

	it('a wider path of another method', async () => {
		const { of } = await check(({ method, path }) =>
			method === 'POST' && path.startsWith('/partner/card/') ? { status: 405 } : undefined,
		);
		expect(of('cardStorageList')).toMatchObject({
			presence: 'notThere',
			basis: 'neighbourRefusedAlike',
		});
	});

	it('an API that answers whatever path alike', async () => {
		const { checks, sent } = await check(({ path }) =>
			MADE_UP.test(path) ? { status: 401, headers: DIGEST } : undefined,
		);
		expect(checks.every(({ basis }) => basis === 'neighbourAnswers')).toBe(true);
		expect(writes(sent).every(({ url }) => MADE_UP.test(url))).toBe(true);
	});
});

describe('Nothing that writes is asked for', () => {
	it.each<[string, Partial<HttpResponse>]>([
		['that lets unsigned requests pass', { status: 200 }],
		['that asks for Basic', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }],
		['behind a login page', { status: 302 }],
		['that has none of the documented paths', { status: 404 }],
	])('of an API %s', async (_what, answer) => {
		const { checks, sent } = await check(() => answer);
		expect(checks.every(({ basis }) => basis === 'noDigest')).toBe(true);
		expect(writes(sent)).toEqual([]);
	});
});

it('An API that cannot be reached ends the check at once', async () => {
	const asked: string[] = [];
	const checking = check(({ path }) => {
		asked.push(path);
		throw new HttpFailure('refused', 'Nothing listens there');
	});
	await expect(checking).rejects.toMatchObject({ details: { kind: 'unreachable' } });
	expect(new Set(asked).size).toBeLessThanOrEqual(DOCUMENTED_READS);
});

it('A busy API is asked again, not too often', async () => {
	let busy = 0;
	const { checks } = await check(() =>
		busy++ < 2 ? { status: 429, headers: { 'retry-after': '0' } } : undefined,
	);
	expect(checks.every(({ presence }) => presence === 'there')).toBe(true);
});

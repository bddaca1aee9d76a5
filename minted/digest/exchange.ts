import type { HttpRequest, HttpResponse, SendHttp } from '../http';
import type { DigestCredentials } from './authorization';
import { parseChallenges } from './challenge';
import { DigestError } from './errors';
import type { DigestSessionPool } from './pool';
import { selectDigestChallenge } from './select';
import { challengeOf, type DigestSession } from './session';

export interface DigestExchangeOptions {
	credentials: DigestCredentials;
	/** One for the whole process, so that nonces are reused. */
	pool: DigestSessionPool;
	/** Path at the same origin that a body-less GET may ask for a challenge. */
	probePath: string;
}

/** They describe a body, and an unsigned probe has none. */
const BODY_HEADERS = new Set(['content-type', 'content-length', 'transfer-encoding']);

function refuseForeignCredentials({ headers }: HttpRequest, url: URL): void {
	if (url.username !== '' || url.password !== '') {
		throw new TypeError('The URL of a request to sign must not carry a user name or password');
	}
	if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
		throw new TypeError('The request to sign already carries an Authorization header');
	}
}

function probeFor({ headers, timeoutMs }: HttpRequest, url: URL, path: string): HttpRequest {
	const probe = new URL(path, url.origin);
	if (probe.origin !== url.origin) {
		throw new TypeError('The probe path of HTTP Digest must stay at the origin of the request');
	}
	return {
		method: 'GET',
		url: probe.href,
		headers: Object.fromEntries(
			Object.entries(headers).filter(([name]) => !BODY_HEADERS.has(name.toLowerCase())),
		),
		timeoutMs,
	};
}

const isStale = (response: HttpResponse) =>
	selectDigestChallenge(parseChallenges(response.headers['www-authenticate']))?.stale === true;

/**
 * Sends one request with HTTP Digest over any HTTP stack and resolves with the server's answer.
 *
 * With a nonce in the pool that is one request. Without one, the challenge comes from the unsigned
 * GET itself, or, so that no body is uploaded to a refusal, from a GET of `probePath` before any
 * other method. A signed request that is refused is sent once more, with the new challenge, if its
 * nonce was from an earlier call or the server calls it stale: a 401 was not processed. Nothing else
 * is ever sent again, and Authorization goes nowhere but to the request's origin.
 *
 * `send` sees every request on its way out, so a caller that moves money can tell from it whether
 * the request itself was ever sent, or only the probe for it.
 *
 * @throws DigestError when there is no challenge to answer, or user name or password are refused
 * @throws TypeError if the request already carries credentials, or the user name cannot be sent
 * @throws what `send` threw, unchanged
 * @see RFC 7616 sections 3.3 to 3.6
 */
export async function digestExchange(
	send: SendHttp,
	request: HttpRequest,
	{ credentials, pool, probePath }: DigestExchangeOptions,
): Promise<HttpResponse> {
	const url = new URL(request.url);
	refuseForeignCredentials(request, url);
	url.hash = '';
	// What is signed below is what goes on the wire: one spelling of the URL for both.
	const target: HttpRequest = { ...request, url: url.href };
	const uri = url.pathname + url.search;

	const sendSigned = async (session: DigestSession): Promise<HttpResponse> => {
		let reusable = false;
		try {
			const authorization = session.sign({ method: target.method, uri, body: target.body });
			const response = await send({ ...target, headers: { ...target.headers, authorization } });
			session.readAuthenticationInfo(response.headers['authentication-info']);
			reusable = response.status !== 401;
			return response;
		} finally {
			if (reusable) pool.release(session);
			else pool.discard(session);
		}
	};

	const leased = pool.lease(url.origin, credentials);
	let session = leased;
	if (!session) {
		const isOwnProbe = target.method === 'GET' && target.body === undefined;
		const unsigned = await send(isOwnProbe ? target : probeFor(target, url, probePath));
		if (isOwnProbe && unsigned.status !== 401) return unsigned;
		session = pool.open(url.origin, credentials, challengeOf(unsigned));
	}

	const first = await sendSigned(session);
	if (first.status !== 401) return first;
	if (!leased && !isStale(first)) throw new DigestError('rejected', first);

	const second = await sendSigned(pool.open(url.origin, credentials, challengeOf(first)));
	if (second.status === 401) throw new DigestError('rejected', second);
	return second;
}

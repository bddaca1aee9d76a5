import { randomUUID } from 'crypto';
import type { HttpResponse } from '../http';
import {
	createIdentity,
	signRequest,
	type DigestCredentials,
	type DigestIdentity,
	type SignedRequest,
} from './authorization';
import { parseAuthParams, parseChallenges } from './challenge';
import { DigestError } from './errors';
import { selectDigestChallenge, type DigestChallenge } from './select';

/** 122 random bits. Node draws them for many UUIDs at once, which is far cheaper than one by one. */
const drawCnonce = () => randomUUID();

/**
 * One server nonce and its count. Requests signed by one session must reach the server in the order
 * they were signed, so have only one of them in flight. Keeps H(A1), not the password.
 */
export class DigestSession {
	#challenge: DigestChallenge;
	#nc = 0;
	readonly #identity: DigestIdentity;
	/** A `-sess` algorithm binds H(A1) to the first cnonce, so that one serves for the whole session. */
	readonly #cnonce: string;

	/**
	 * @param challenge one that {@link selectDigestChallenge} chose
	 * @throws TypeError if the user name holds control characters
	 */
	constructor(challenge: DigestChallenge, credentials: DigestCredentials) {
		this.#challenge = challenge;
		this.#cnonce = drawCnonce();
		this.#identity = createIdentity(challenge, credentials, this.#cnonce);
	}

	/** The Authorization value for the next request; counts it. */
	sign(request: SignedRequest): string {
		const cnonce = this.#challenge.session ? this.#cnonce : drawCnonce();
		return signRequest(this.#challenge, this.#identity, request, cnonce, ++this.#nc);
	}

	/**
	 * Takes over the `nextnonce` of an Authentication-Info header, if there is one. The count starts
	 * again; a `-sess` H(A1) stays, as it belongs to the session and not to the nonce.
	 *
	 * @see RFC 7616 section 3.5
	 */
	readAuthenticationInfo(header: string | string[] | undefined): void {
		const nonce = parseAuthParams(header).get('nextnonce');
		if (!nonce || nonce === this.#challenge.nonce) return;
		this.#challenge = { ...this.#challenge, nonce };
		this.#nc = 0;
	}
}

/**
 * The Digest challenge of an answer.
 *
 * @throws DigestError `notOffered` or `unsupported`
 */
export function challengeOf(response: HttpResponse): DigestChallenge {
	const challenges = parseChallenges(response.headers['www-authenticate']);
	const challenge = response.status === 401 ? selectDigestChallenge(challenges) : undefined;
	if (challenge) return challenge;
	const offered = response.status === 401 && challenges.some(({ scheme }) => scheme === 'digest');
	throw new DigestError(offered ? 'unsupported' : 'notOffered', response);
}

/**
 * A session for a caller that cannot keep one: answers the challenge of this very response.
 *
 * @throws DigestError `notOffered` or `unsupported`
 * @throws TypeError if the user name holds control characters
 */
export function createSessionFromResponse(
	response: HttpResponse,
	credentials: DigestCredentials,
): DigestSession {
	return new DigestSession(challengeOf(response), credentials);
}

/**
 * HTTP Digest (RFC 7616, RFC 2617, RFC 2069) for a client, over any HTTP stack and with nothing but
 * Node's `crypto`: {@link digestExchange} for everything, its parts for callers with other needs.
 */
export { parseAuthParams, parseChallenges, type AuthChallenge } from './challenge';
export { selectDigestChallenge, type DigestChallenge, type DigestHash, type Qop } from './select';
export {
	createAuthorization,
	type AuthorizationInput,
	type DigestCredentials,
	type SignedRequest,
} from './authorization';
export { DigestError, type DigestErrorKind } from './errors';
export { createSessionFromResponse, DigestSession } from './session';
export { DigestSessionPool, type DigestSessionPoolOptions } from './pool';
export { digestExchange, type DigestExchangeOptions } from './exchange';

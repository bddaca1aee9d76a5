import { hash as hashOnce } from 'crypto';
import type { DigestChallenge, DigestHash } from './challenge';

/** Not to be changed once it is in use: what was computed from it is kept. */
export interface DigestCredentials {
	readonly username: string;
	readonly password: string;
}

/** What is signed of a request. */
export interface SignedRequest {
	method: string;
	/** The request target as it goes on the wire: path and query string. */
	uri: string;
	/** The exact text of the body; only qop auth-int hashes it. */
	body?: string;
}

/** The user as the header names it, and the hash that stands for user and password: H(A1). */
export interface DigestIdentity {
	/** `username="..."`, with `userhash=true` or as `username*=...` where the server asked for it. */
	usernameParams: string[];
	ha1: string;
}

const NODE_HASH: Record<DigestHash, string> = {
	MD5: 'md5',
	'SHA-256': 'sha256',
	'SHA-512-256': 'sha512-256',
};

/** nc has 8 hex digits. */
export const MAX_NC = 0xffff_ffff;

/** ASCII, which nearly all of it is, stays text: its bytes are the same in every encoding. */
type Bytes = string | Buffer;

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

/**
 * HTTP stacks give header values as one character a byte, and take them so. Text beyond that range
 * was decoded on the way, so its bytes are UTF-8 again.
 */
function headerBytes(text: string): Bytes {
	if (isAscii(text)) return text;
	return Buffer.from(text, /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8');
}

const utf8Bytes = (text: string): Bytes => (isAscii(text) ? text : Buffer.from(text, 'utf8'));

const isText = (part: Bytes): part is string => typeof part === 'string';

/** H(part ":" part ":" ...) in lower-case hex; text parts are taken as UTF-8. */
function hashOf(hash: DigestHash, ...parts: Bytes[]): string {
	const data = parts.every(isText)
		? parts.join(':')
		: Buffer.concat(parts.flatMap((part, i) => (i > 0 ? [COLON, bytesOf(part)] : [bytesOf(part)])));
	return hashOnce(NODE_HASH[hash], data, 'hex');
}

const COLON = Buffer.from(':');

const bytesOf = (part: Bytes) => (isText(part) ? Buffer.from(part, 'utf8') : part);

/** As one character a byte, which is how HTTP stacks take it. */
function quoted(bytes: Bytes): string {
	const characters = isText(bytes) ? bytes : bytes.toString('latin1');
	return `"${characters.replace(/["\\]/g, '\\$&')}"`;
}

/** An ext-value of RFC 5987: every byte that is no attr-char as %XX. */
function extValue(text: string): string {
	const encoded = Array.from(Buffer.from(text, 'utf8'), (byte) => {
		const character = String.fromCharCode(byte);
		return /[A-Za-z0-9!#$&+.^_`|~-]/.test(character)
			? character
			: `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	});
	return `UTF-8''${encoded.join('')}`;
}

/**
 * Prepares what stays the same for every answer to one challenge.
 *
 * User name and password are hashed as UTF-8, in Unicode normalization form C where the server
 * announced charset=UTF-8. In a `-sess` algorithm H(A1) is bound to this cnonce.
 *
 * @throws TypeError if the user name holds control characters, which no header can carry
 * @see RFC 7616 sections 3.4.2, 3.4.4 and 4
 */
export function createIdentity(
	challenge: DigestChallenge,
	credentials: DigestCredentials,
	cnonce: string,
): DigestIdentity {
	const { hash, session, utf8, userhash } = challenge;
	const normalize = (text: string) => (utf8 ? text.normalize('NFC') : text);
	const username = normalize(credentials.username);
	if (/\p{Cc}/u.test(username)) {
		throw new TypeError('The user name for HTTP Digest holds a control character');
	}
	const realm = headerBytes(challenge.realm);
	const secret = hashOf(hash, username, realm, normalize(credentials.password));
	return {
		usernameParams: userhash
			? [`username="${hashOf(hash, username, realm)}"`, 'userhash=true']
			: utf8 && !/^[ -~]*$/.test(username)
				? [`username*=${extValue(username)}`]
				: [`username=${quoted(utf8Bytes(username))}`],
		ha1: session ? hashOf(hash, secret, headerBytes(challenge.nonce), cnonce) : secret,
	};
}

/**
 * Writes the Authorization value for one request. Deterministic. Quoted are exactly the parameters
 * that RFC 7616 section 3.4 wants quoted; strict servers refuse a quoted nc, qop or algorithm.
 *
 * @param cnonce letters, digits and `+/=-_`, at least 64 bits of randomness in them
 * @param nc how many requests were signed with this nonce, this one included: 1 to 0xffffffff
 * @throws RangeError if nc is out of range
 * @see RFC 7616 section 3.4, RFC 2617 section 3.2.2, RFC 2069 section 2.1.2
 */
export function signRequest(
	challenge: DigestChallenge,
	identity: DigestIdentity,
	{ method, uri, body = '' }: SignedRequest,
	cnonce: string,
	nc: number,
): string {
	if (!Number.isInteger(nc) || nc < 1 || nc > MAX_NC) {
		throw new RangeError('The nonce count of HTTP Digest is out of range');
	}
	const { hash, session, algorithm, qop, opaque } = challenge;
	const count = nc.toString(16).padStart(8, '0');
	const nonce = headerBytes(challenge.nonce);
	const ha2 = hashOf(hash, method, uri, ...(qop === 'auth-int' ? [hashOf(hash, body)] : []));
	const counted = qop ? [count, cnonce, qop] : [];
	const params = [
		...identity.usernameParams,
		`realm=${quoted(headerBytes(challenge.realm))}`,
		`nonce=${quoted(nonce)}`,
		`uri=${quoted(utf8Bytes(uri))}`,
	];
	if (algorithm !== undefined) params.push(`algorithm=${algorithm}`);
	if (qop) params.push(`qop=${qop}`, `nc=${count}`);
	// Without qop a cnonce is out of place, yet no server could compute a -sess answer without it.
	if (qop || session) params.push(`cnonce="${cnonce}"`);
	params.push(`response="${hashOf(hash, identity.ha1, nonce, ...counted, ha2)}"`);
	if (opaque !== undefined) params.push(`opaque=${quoted(headerBytes(opaque))}`);
	return `Digest ${params.join(', ')}`;
}

export interface AuthorizationInput extends SignedRequest {
	challenge: DigestChallenge;
	credentials: DigestCredentials;
	cnonce: string;
	nc: number;
}

/**
 * The Authorization value for one request, from nothing but its arguments: the same input gives the
 * same text. Clients use a {@link DigestSession}, which counts and draws the cnonce.
 *
 * @throws TypeError and RangeError as {@link createIdentity} and {@link signRequest} do
 * @see RFC 7616 section 3.4
 */
export function createAuthorization(input: AuthorizationInput): string {
	const { challenge, credentials, cnonce, nc } = input;
	return signRequest(challenge, createIdentity(challenge, credentials, cnonce), input, cnonce, nc);
}

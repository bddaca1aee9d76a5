import type { HttpResponse } from '../http';

/** What a server offers: WWW-Authenticate read as RFC 9110 section 11 writes it. */

/** Longer headers and longer lists are an attack or an accident; neither is worth reading. */
const MAX_HEADER_LENGTH = 16 * 1024;
const MAX_CHALLENGES = 50;

/** One challenge of a WWW-Authenticate header. */
export interface AuthChallenge {
	/** Lower case: `digest`, `basic`, ... */
	scheme: string;
	/** For schemes that send one opaque value instead of parameters. */
	token68?: string;
	/** Lower-case names, values without quotes and escapes. The first of a repeated name counts. */
	params: ReadonlyMap<string, string>;
}

interface Visitor {
	scheme(name: string, token68: string | undefined): void;
	param(name: string, value: string): void;
}

/** A set of ASCII characters, asked by character code. */
function charSet(characters: string): (code: number) => boolean {
	const member = new Uint8Array(128);
	for (let i = 0; i < characters.length; i++) member[characters.charCodeAt(i)] = 1;
	return (code) => code < 128 && member[code] === 1;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const isTokenChar = charSet(`${ALPHANUMERIC}!#$%&'*+-.^_\`|~`);
const isToken68Char = charSet(`${ALPHANUMERIC}-._~+/`);
const isBlank = charSet(' \t');
const isSeparator = charSet(' \t,');

const COMMA = 0x2c;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const isEquals = (code: number) => code === EQUALS;

/** Servers in the field send bare values that are no tokens (base64 nonces), so only delimiters end them. */
const isBareValueChar = (code: number) =>
	code > 0x20 && code !== COMMA && code !== QUOTE && code !== 0x7f;

const isControl = (code: number) => (code < 0x20 && code !== 0x09) || code === 0x7f;

/**
 * Reads a header's list of challenges or of parameters from left to right. No character is looked
 * at more than a fixed number of times, whatever the text; what fits no rule is stepped over.
 */
class HeaderReader {
	private at = 0;

	constructor(private readonly text: string) {}

	read(visitor: Visitor): void {
		for (;;) {
			this.take(isSeparator);
			if (this.at >= this.text.length) return;
			const name = this.take(isTokenChar);
			if (name === '') {
				this.skipStray();
				continue;
			}
			this.take(isBlank);
			if (this.peek() === EQUALS) {
				this.at++;
				this.take(isBlank);
				const value = this.takeValue();
				if (value !== undefined) visitor.param(name.toLowerCase(), value);
			} else {
				visitor.scheme(name.toLowerCase(), this.takeToken68());
			}
		}
	}

	private peek(): number {
		return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
	}

	private take(belongs: (code: number) => boolean): string {
		const start = this.at;
		while (this.at < this.text.length && belongs(this.text.charCodeAt(this.at))) this.at++;
		return this.text.slice(start, this.at);
	}

	private skipStray(): void {
		if (this.peek() === QUOTE) this.takeQuoted();
		else this.at++;
	}

	private takeValue(): string | undefined {
		return this.peek() === QUOTE ? this.takeQuoted() : this.take(isBareValueChar);
	}

	/** The content of a quoted-string; undefined if it never ends or holds control characters. */
	private takeQuoted(): string | undefined {
		let value = '';
		let valid = true;
		let from = ++this.at;
		for (; this.at < this.text.length; this.at++) {
			let code = this.text.charCodeAt(this.at);
			if (code === QUOTE) {
				value += this.text.slice(from, this.at++);
				return valid ? value : undefined;
			}
			if (code === BACKSLASH) {
				value += this.text.slice(from, this.at);
				from = ++this.at;
				code = this.peek();
			}
			if (isControl(code)) valid = false;
		}
		return undefined;
	}

	/** A token68 is followed by a comma or the end, else the text is a parameter or a new scheme. */
	private takeToken68(): string | undefined {
		const start = this.at;
		const body = this.take(isToken68Char);
		const token68 = body + this.take(isEquals);
		const end = this.at;
		this.take(isBlank);
		const next = this.peek();
		if (body !== '' && (next === COMMA || next === -1)) {
			this.at = end;
			return token68;
		}
		this.at = start;
		return undefined;
	}
}

function headerLines(header: string | string[] | undefined): string[] {
	if (header === undefined) return [];
	const lines = typeof header === 'string' ? [header] : header;
	const length = lines.reduce((sum, line) => sum + line.length, 0);
	return length > MAX_HEADER_LENGTH ? [] : lines;
}

/**
 * Reads every challenge of one or several WWW-Authenticate headers, in the order they were sent.
 * Never throws: text that fits no rule is left out, and a header of more than 16 KiB or 50
 * challenges gives an empty list.
 *
 * @param header the header's value, or one value a header line
 * @see RFC 9110 sections 11.2, 11.3 and 11.6.1
 */
export function parseChallenges(header: string | string[] | undefined): AuthChallenge[] {
	const challenges: AuthChallenge[] = [];
	for (const line of headerLines(header)) {
		let params: Map<string, string> | undefined;
		new HeaderReader(line).read({
			scheme(scheme, token68) {
				params = new Map();
				challenges.push({ scheme, ...(token68 !== undefined && { token68 }), params });
			},
			param(name, value) {
				if (params && !params.has(name)) params.set(name, value);
			},
		});
	}
	return challenges.length > MAX_CHALLENGES ? [] : challenges;
}

/**
 * Reads a header that is a plain list of parameters, as Authentication-Info is. Never throws; limits
 * as in {@link parseChallenges}.
 *
 * @returns lower-case names, values without quotes and escapes
 * @see RFC 7615 section 3
 */
export function parseAuthParams(
	header: string | string[] | undefined,
): ReadonlyMap<string, string> {
	const params = new Map<string, string>();
	for (const line of headerLines(header)) {
		new HeaderReader(line).read({
			scheme() {},
			param(name, value) {
				if (!params.has(name)) params.set(name, value);
			},
		});
	}
	return params;
}

/** The hash functions of Digest, weakest first. */
const HASHES = ['MD5', 'SHA-256', 'SHA-512-256'] as const;

export type DigestHash = (typeof HASHES)[number];

export type Qop = 'auth' | 'auth-int';

/** A Digest challenge that this client can answer. */
export interface DigestChallenge {
	realm: string;
	nonce: string;
	opaque?: string;
	hash: DigestHash;
	/** Whether the algorithm is a `-sess` form. */
	session: boolean;
	/** As the server spelt it, to be sent back; absent if it sent none, which means MD5. */
	algorithm?: string;
	/** The one to use; absent if the server offered none (RFC 2069). */
	qop?: Qop;
	stale: boolean;
	/** Whether the server announced charset=UTF-8. */
	utf8: boolean;
	userhash: boolean;
}

const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true';

function readAlgorithm(name: string): Pick<DigestChallenge, 'hash' | 'session'> | undefined {
	const [, base, suffix] = /^(.+?)(-sess)?$/i.exec(name) ?? [];
	const hash = HASHES.find((candidate) => candidate === base?.toUpperCase());
	return hash && { hash, session: suffix !== undefined };
}

/** `none` when the server offered none, undefined when it offered only unknown ones. */
function readQop(offer: string | undefined): Qop | 'none' | undefined {
	if (offer === undefined) return 'none';
	const offered = offer.split(',').map((value) => value.trim().toLowerCase());
	return (['auth', 'auth-int'] as const).find((qop) => offered.includes(qop));
}

/** The challenge as this client would answer it, or undefined if it cannot. */
function readDigestChallenge({ scheme, params }: AuthChallenge): DigestChallenge | undefined {
	if (scheme !== 'digest') return undefined;
	const realm = params.get('realm');
	const nonce = params.get('nonce');
	const spelling = params.get('algorithm');
	const algorithm = readAlgorithm(spelling ?? 'MD5');
	const qop = readQop(params.get('qop'));
	if (realm === undefined || nonce === undefined || !algorithm || !qop) return undefined;
	const opaque = params.get('opaque');
	return {
		realm,
		nonce,
		...(opaque !== undefined && { opaque }),
		...algorithm,
		...(spelling !== undefined && { algorithm: spelling }),
		...(qop !== 'none' && { qop }),
		stale: isTrue(params.get('stale')),
		utf8: params.get('charset')?.toLowerCase() === 'utf-8',
		userhash: isTrue(params.get('userhash')),
	};
}

const QOP_RANK = { auth: 2, 'auth-int': 1, none: 0 };

const rank = ({ hash, qop }: DigestChallenge) => HASHES.indexOf(hash) * 3 + QOP_RANK[qop ?? 'none'];

/**
 * Chooses the Digest challenge to answer: the strongest hash first (SHA-512-256, SHA-256, MD5), then
 * qop auth before auth-int before none, then the server's own order. Challenges with an unknown
 * algorithm, no supported qop, or no realm or nonce are passed over, and so is every other scheme.
 *
 * @returns undefined if there is none that this client can answer
 * @see RFC 7616 sections 3.3 and 3.7
 */
export function selectDigestChallenge(challenges: AuthChallenge[]): DigestChallenge | undefined {
	return challenges
		.map(readDigestChallenge)
		.filter((challenge) => challenge !== undefined)
		.reduce<DigestChallenge | undefined>(
			(best, candidate) => (best && rank(best) >= rank(candidate) ? best : candidate),
			undefined,
		);
}

/**
 * - `notOffered`: the answer carried no Digest challenge;
 * - `unsupported`: it did, but with no algorithm and qop this client knows;
 * - `rejected`: an answer to a fresh nonce was refused, so user name or password is wrong;
 * - `stale`: the server let none of several fresh nonces pass, but does not say that these are wrong,
 *   or takes them in other requests at the same time. It passes by itself.
 */
export type DigestErrorKind = 'notOffered' | 'unsupported' | 'rejected' | 'stale';

const MESSAGES: Record<DigestErrorKind, string> = {
	notOffered: 'The server offered no HTTP Digest challenge',
	unsupported: 'The server offered HTTP Digest only with an algorithm or qop that is not supported',
	rejected: 'The server refused the user name or password',
	stale: 'The server took none of several fresh nonces that it gave out for HTTP Digest',
};

/**
 * Signing in failed. What the request asked for was not done: the last answer was a refusal, or the
 * answer to a probe. Holds names and numbers only, never a header's value that could be secret.
 */
export class DigestError extends Error {
	readonly name = 'DigestError';
	readonly status: number;
	/** Lower-case names of the headers that came with that status. */
	readonly headerNames: string[];
	/** Its Retry-After, as sent. */
	readonly retryAfter?: string;

	constructor(
		readonly kind: DigestErrorKind,
		response: Pick<HttpResponse, 'status' | 'headers'>,
	) {
		super(`${MESSAGES[kind]} (HTTP status ${response.status})`);
		this.status = response.status;
		this.headerNames = Object.keys(response.headers).sort();
		const retryAfter = response.headers['retry-after'];
		if (typeof retryAfter === 'string') this.retryAfter = retryAfter;
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

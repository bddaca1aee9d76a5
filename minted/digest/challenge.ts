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

import { createHash } from 'crypto';

/** The digest algorithms of RFC 7616 section 3.3 and RFC 2617. */
export const ALGORITHMS = [
	'MD5',
	'MD5-sess',
	'SHA-256',
	'SHA-256-sess',
	'SHA-512-256',
	'SHA-512-256-sess',
] as const;

export type Algorithm = (typeof ALGORITHMS)[number];
export type Qop = 'auth' | 'auth-int';

export interface Credentials {
	/** Parameter values, unquoted and unescaped, by lower-case name. */
	values: Record<string, string>;
	/** The names that were sent as quoted strings. */
	quoted: ReadonlySet<string>;
}

const HASH_NAMES = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;

/** The hexadecimal hash H(data) of an algorithm; `-sess` does not change it. */
export function hash(algorithm: Algorithm, data: string | Buffer): string {
	const base = algorithm.replace('-sess', '') as keyof typeof HASH_NAMES;
	return createHash(HASH_NAMES[base]).update(data).digest('hex');
}

/**
 * Parses `Digest name=value, name="quoted \" value"` after RFC 9110 section 11.4.
 * Returns null when the scheme is another, the syntax is broken or a parameter repeats.
 */
export function parseCredentials(header: string): Credentials | null {
	const scheme = /^digest +/i.exec(header);
	if (!scheme) return null;
	const values: Record<string, string> = Object.create(null) as Record<string, string>;
	const quoted = new Set<string>();
	const parameter =
		/[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~0-9A-Za-z-]+))[ \t]*(,|$)/y;
	parameter.lastIndex = scheme[0].length;
	for (;;) {
		const match = parameter.exec(header);
		if (!match) return null;
		const name = (match[1] ?? '').toLowerCase();
		if (name in values) return null;
		values[name] = match[2] === undefined ? (match[3] ?? '') : match[2].replace(/\\(.)/g, '$1');
		if (match[2] !== undefined) quoted.add(name);
		if (match[4] === '') return { values, quoted };
	}
}

/** A quoted-string of RFC 9110 section 5.6.4. */
export function quote(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

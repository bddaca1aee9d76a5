/** Card data never leaves the package in full, whatever the API echoes. */

const CARD_KEYS = new Set(['card_number', 'card_cvv', 'cvv']);

/** First six and last four digits; anything shorter is hidden whole. */
export function maskCardNumber(text: string): string {
	const digits = text.replace(/[\s-]/g, '');
	if (!/^[\d*]{12,19}$/.test(digits)) return '****';
	return `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`;
}

/** A copy of any JSON value with card numbers masked and security codes left out. */
export function redactCardData<T>(value: T): T {
	return redact(value) as T;
}

function redact(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(redact);
	if (typeof value !== 'object' || value === null) return value;
	const result: Record<string, unknown> = {};
	for (const [key, inner] of Object.entries(value)) {
		if (!CARD_KEYS.has(key)) result[key] = redact(inner);
		else if (key === 'card_number')
			result[key] = inner === null ? null : maskCardNumber(String(inner));
	}
	return result;
}

/** An Authorization header of Digest, to the end of the text: what it says after it is not missed. */
const DIGEST_HEADER = /\bDigest\s+username[^]*$/i;
/** What answers a nonce, wherever else it is echoed. */
const NONCE_ANSWERS = /\b(response|cnonce)(\s*=[\s\\"]*)[\w+/=-]{8,}/gi;

/**
 * `text` without any of the given secrets, however they are escaped, and without Authorization
 * headers: for messages that the API may have echoed them into.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.filter((secret) => secret.length >= 3)
		.flatMap(writtenForms)
		.sort((a, b) => b.length - a.length)
		.reduce((result, secret) => result.split(secret).join('****'), text)
		.replace(DIGEST_HEADER, 'Digest ****')
		.replace(NONCE_ANSWERS, '$1$2****');
}

/** A value as it stands in text, in JSON, in JSON inside of JSON, and in a URL. */
function writtenForms(secret: string): string[] {
	const escaped = JSON.stringify(secret).slice(1, -1);
	return [
		...new Set([
			secret,
			escaped,
			JSON.stringify(escaped).slice(1, -1),
			encodeURIComponent(Buffer.from(secret).toString()),
		]),
	];
}

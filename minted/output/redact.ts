import { textOf } from '../values';

/** First six and last four digits; anything shorter is hidden whole. */
export function maskCardNumber(text: string): string {
	const digits = text.replace(/[\s-]/g, '');
	if (!/^[\d*]{12,19}$/.test(digits)) return '****';
	return `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`;
}

/** The last two digits, to tell people apart; anything shorter than six characters is hidden whole. */
export function maskIdentityNumber(text: string): string {
	return text.length < 6 ? '****' : `${'*'.repeat(text.length - 2)}${text.slice(-2)}`;
}

/** What of the answers of the API may go on in full. */
export interface Disclosure {
	identityNumbers?: boolean;
}

/**
 * A copy of any JSON value for a workflow to keep: card numbers masked and security codes left out,
 * whatever the API echoes, and identity numbers masked unless they are asked for.
 */
export function redactPersonalData<T>(value: T, { identityNumbers }: Disclosure = {}): T {
	return redact(value, identityNumbers ? CARD_DATA : PERSONAL_DATA) as T;
}

/** By key: how its value is shown, or null where it is left out. */
type Masks = ReadonlyMap<string, ((text: string) => string) | null>;

const CARD_DATA: Masks = new Map([
	['card_number', maskCardNumber],
	['card_cvv', null],
	['cvv', null],
]);
/** A company's tax number has ten digits; a person's is the identity number. */
const maskTaxNumber = (text: string): string =>
	/^\d{11}$/.test(text) ? maskIdentityNumber(text) : text;
const PERSONAL_DATA: Masks = new Map([
	...CARD_DATA,
	['identity_number', maskIdentityNumber],
	['tax_number', maskTaxNumber],
]);

/** Deeper than this is nothing that the API would say; what is there must not end what was done. */
export const DEEPEST = 200;

function redact(value: unknown, masks: Masks, depth = 0): unknown {
	if (depth > DEEPEST) return '…';
	if (Array.isArray(value)) return value.map((inner) => redact(inner, masks, depth + 1));
	if (typeof value !== 'object' || value === null) return value;
	// Copied at once, an object takes no more room than its fields need.
	const copy: Record<string, unknown> = { ...value };
	for (const [key, inner] of Object.entries(copy)) {
		const mask = masks.get(key);
		if (mask === undefined) copy[key] = redact(inner, masks, depth + 1);
		else if (mask === null) Reflect.deleteProperty(copy, key);
		else if (inner !== null && inner !== '') copy[key] = mask(textOf(inner));
	}
	return copy;
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

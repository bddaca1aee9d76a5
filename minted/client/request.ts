import type { ConnectionSettings } from './connection';
import { baseUrlOf } from './connection';
import { FieldError } from '../errors';
import type { HttpMethod, HttpRequest } from '../http';

export type QueryValue = string | number | boolean | undefined;

/** Where a call goes: an entry of the contract, or the same facts for any other endpoint. */
export interface Endpoint {
	method: HttpMethod;
	/** With `{name}` for each path parameter. */
	path: string;
	/** What the endpoint's page says; the credential can override it. */
	apiVersion: string;
}

export interface RequestParts {
	pathParameters?: Record<string, string>;
	query?: Record<string, QueryValue>;
	/** Sent as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
	/** Replaces the endpoint's path, with the same `{name}` places. */
	endpointPath?: string;
	timeoutMs?: number;
}

/** Headers that the package sets itself or that would change where and how the request goes. */
const RESERVED_HEADERS = new Set([
	'authorization',
	'proxy-authorization',
	'host',
	'content-length',
	'transfer-encoding',
	'connection',
	'cookie',
]);

/**
 * One signed-ready request: absolute URL as it goes on the wire, documented headers, JSON body.
 *
 * @throws FieldError for an id, path or header that could change the meaning of the request
 */
export function buildRequest(
	settings: ConnectionSettings,
	endpoint: Endpoint,
	parts: RequestParts = {},
): HttpRequest {
	const path = fillPath(parts.endpointPath?.trim() || endpoint.path, parts.pathParameters ?? {});
	const { base, origin, pathname } = placeOf(settings);
	const url = new URL(`${base}${path}${queryString(parts.query ?? {})}`);
	if (url.origin !== origin || !url.pathname.startsWith(pathname)) {
		throw new FieldError(
			'Path',
			'The path leads away from the API',
			'Use a path such as /partner/order.',
		);
	}
	const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
	return {
		method: endpoint.method,
		url: url.href,
		headers: {
			...readHeaders(parts.headers ?? {}),
			accept: 'application/json',
			'api-version':
				settings.apiVersion === 'documented' ? endpoint.apiVersion : settings.apiVersion,
			'x-client-id': headerValue('Client ID', settings.clientId || 'web'),
			'accept-language': settings.language,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		body,
		timeoutMs: parts.timeoutMs,
	};
}

interface Place {
	base: string;
	origin: string;
	pathname: string;
}

/** Settings serve a whole run: their address is taken apart once, not for each request. */
const places = new WeakMap<ConnectionSettings, Place>();

function placeOf(settings: ConnectionSettings): Place {
	const known = places.get(settings);
	if (known) return known;
	const base = baseUrlOf(settings);
	const { origin, pathname } = new URL(base);
	const place = { base, origin, pathname };
	places.set(settings, place);
	return place;
}

/** A path the user may type: it starts with one slash and stays below the base URL. */
export function checkPath(path: string, field: string): string {
	const hint = 'It starts with one slash, e.g. /partner/order; a query goes into its own field.';
	if (!/^\/(?!\/)[\x21-\x7e]*$/.test(path) || /[?#\\]/.test(path)) {
		throw new FieldError(field, `${field} is not a path`, hint);
	}
	const segments = path.split('/').map((segment) => segment.replace(/%2e/gi, '.'));
	if (segments.includes('.') || segments.includes('..')) {
		throw new FieldError(field, `${field} must not contain "." or ".." as a part`, hint);
	}
	return path;
}

function fillPath(template: string, values: Record<string, string>): string {
	checkPath(template, 'Endpoint Path');
	return template.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) {
			throw new FieldError(
				'Endpoint Path',
				`Endpoint Path has an unknown place {${name}}`,
				`This operation fills ${
					Object.keys(values)
						.map((key) => `{${key}}`)
						.join(', ') || 'no places'
				}.`,
			);
		}
		return encodeSegment(value);
	});
}

/** An id as exactly one path segment; the callers have checked it with `readId`. */
function encodeSegment(value: string): string {
	return encodeURIComponent(value).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function queryString(query: Record<string, QueryValue>): string {
	const pairs = Object.entries(query)
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${encodeSegment(name)}=${encodeSegment(wellFormed(String(value)))}`);
	return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function wellFormed(text: string): string {
	return text.replace(
		/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
		'\uFFFD',
	);
}

function readHeaders(headers: Record<string, string>): Record<string, string> {
	const result: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		const key = name.trim().toLowerCase();
		if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(key)) {
			throw new FieldError('Headers', `The header name "${name.slice(0, 40)}" is not valid`);
		}
		if (RESERVED_HEADERS.has(key)) {
			throw new FieldError(
				'Headers',
				`The header "${key}" cannot be set`,
				'The node sets it itself.',
			);
		}
		result[key] = headerValue(`Header ${key}`, value);
	}
	return result;
}

function headerValue(field: string, value: string): string {
	if (!/^[\x20-\x7e]*$/.test(value)) {
		throw new FieldError(
			field,
			`${field} has characters that a header cannot carry`,
			'Use letters, digits and punctuation only.',
		);
	}
	return value.trim();
}

/**
 * An identifier as the user gave it: text or number, kept to the letter.
 *
 * @throws FieldError when it is empty, too long, or could not stand in a path or a JSON text
 */
export function readId(
	value: unknown,
	field: string,
	limits: { max: number; min?: number },
): string {
	const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
	if (text === null || text === undefined) {
		throw new FieldError(field, `${field} is empty`, `Enter a value for ${field}.`);
	}
	if (typeof text !== 'string') {
		throw new FieldError(
			field,
			`${field} is not a text`,
			'Enter the id as Minted or you wrote it.',
		);
	}
	if (text.trim() === '')
		throw new FieldError(field, `${field} is empty`, `Enter a value for ${field}.`);
	if (text !== text.trim()) {
		throw new FieldError(
			field,
			`${field} begins or ends with a space`,
			'Remove it, or use the expression {{ $json.yourField.trim() }}.',
		);
	}
	if (/[\p{Cc}\u2028\u2029]/u.test(text)) {
		throw new FieldError(
			field,
			`${field} contains a line break or another control character`,
			'Remove it.',
		);
	}
	if (text !== wellFormed(text)) {
		throw new FieldError(
			field,
			`${field} contains half a character`,
			'The text was probably cut in the middle; use the whole id.',
		);
	}
	if (/^\.+$/.test(text)) {
		throw new FieldError(
			field,
			`${field} consists of dots only`,
			'Enter the id as Minted or you wrote it.',
		);
	}
	const { min = 1, max } = limits;
	if (text.length < min || text.length > max) {
		throw new FieldError(
			field,
			`${field} must have ${min} to ${max} characters, it has ${text.length}`,
		);
	}
	return text;
}

/**
 * JSON as the user typed it, or the value itself from an expression; undefined for an empty field.
 *
 * @throws FieldError
 */
export function readJson(value: unknown, field: string): unknown {
	if (typeof value !== 'string') return value ?? undefined;
	if (value.trim() === '') return undefined;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		throw new FieldError(field, `${field} is not valid JSON`, 'Check quotes, commas and brackets.');
	}
}

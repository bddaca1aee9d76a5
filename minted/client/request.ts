import { FieldError } from '../errors';
import type { HttpMethod, HttpRequest } from '../http';
import { checkPath, wellFormed } from '../values';
import { baseUrlOf, type ConnectionSettings } from './connection';

export type QueryValue = string | number | boolean | undefined;

/** Where a call goes: an entry of the contract, or the same facts for any other endpoint. */
export interface Endpoint {
	method: HttpMethod;
	/** With `{name}` for each path parameter. */
	path: string;
	/** What the endpoint's page says; the credential can override it. */
	apiVersion: string;
}

/** What is sent to an endpoint. {@link PartsOf} says it more closely for one of the contract. */
export interface RequestParts {
	/** By the names of the places in the path. */
	path?: Record<string, string>;
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
	const path = fillPath(parts.endpointPath ?? endpoint.path, parts.path ?? {});
	const { base, origin, pathname } = addressOf(settings);
	const url = new URL(`${base}${path}${queryString(parts.query ?? {})}`);
	if (url.origin !== origin || !url.pathname.startsWith(pathname)) {
		throw new FieldError(
			'path',
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
			'x-client-id': headerValue('x-client-id', settings.clientId || 'web'),
			'accept-language': settings.language,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		body,
		timeoutMs: parts.timeoutMs,
	};
}

interface Address {
	base: string;
	origin: string;
	pathname: string;
}

/** Settings serve a whole run: their address is taken apart once, not for each request. */
const addresses = new WeakMap<ConnectionSettings, Address>();

function addressOf(settings: ConnectionSettings): Address {
	const known = addresses.get(settings);
	if (known) return known;
	const base = baseUrlOf(settings);
	const { origin, pathname } = new URL(base);
	const address = { base, origin, pathname };
	addresses.set(settings, address);
	return address;
}

function fillPath(template: string, values: Record<string, string>): string {
	checkPath(template, 'The path');
	return template.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) {
			throw new FieldError(
				'path',
				`The path ${template} has an unknown place {${name}}`,
				`This endpoint fills ${
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

function readHeaders(headers: Record<string, string>): Record<string, string> {
	const result: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		const key = name.trim().toLowerCase();
		if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(key)) {
			throw new FieldError('headers', `The header name "${name.slice(0, 40)}" is not valid`);
		}
		if (RESERVED_HEADERS.has(key)) {
			throw new FieldError(
				'headers',
				`The header "${key}" cannot be set`,
				'It is set with each request.',
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

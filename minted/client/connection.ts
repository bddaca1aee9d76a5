import { endpoints, type EndpointId } from '../generated/endpoints';
import { checkPath, placesOf, textOf } from '../values';

/** What a partner configures once: where the API is, who calls it, and which headers go along. */

export type Environment = 'staging' | 'production' | 'custom';

export interface ConnectionSettings {
	environment: Environment;
	/** Only read for `custom`. */
	baseUrl?: string;
	username: string;
	password: string;
	apiVersion: 'documented' | '2' | '3';
	clientId: string;
	language: 'tr' | 'en';
	/** Paths that Minted gave the partner, where they differ from the contract's. */
	endpointPaths: Readonly<Partial<Record<EndpointId, string>>>;
}

/** Staging is documented; production is the analogy, no public page gives it. */
const BASE_URLS = {
	staging: 'https://api.staging.mintedconnect.com',
	production: 'https://api.mintedconnect.com',
} as const;

/** A setting that cannot work; the message says which and how to mend it. */
export class ConnectionSettingsError extends Error {
	readonly name = 'ConnectionSettingsError';
}

/**
 * The settings as a partner has stored them; whatever is missing has the documented default.
 *
 * @throws ConnectionSettingsError for endpoint paths that cannot be read
 */
export function readSettings(stored: Record<string, unknown>): ConnectionSettings {
	return {
		environment: stored.environment as Environment,
		baseUrl: stored.baseUrl as string | undefined,
		username: textOf(stored.username),
		password: textOf(stored.password),
		apiVersion: (stored.apiVersion ?? 'documented') as ConnectionSettings['apiVersion'],
		clientId: textOf(stored.clientId) || 'web',
		language: stored.language === 'en' ? 'en' : 'tr',
		endpointPaths: readEndpointPaths(stored.endpointPaths),
	};
}

/** An object, or its JSON: `{"getOrders": "/partner/order/list"}`. */
function readEndpointPaths(stored: unknown): ConnectionSettings['endpointPaths'] {
	if (stored === undefined || stored === null || stored === '' || stored === '{}') return {};
	const paths = parseJson(stored);
	if (typeof paths !== 'object' || paths === null || Array.isArray(paths)) {
		throw new ConnectionSettingsError(
			'The endpoint paths are not a JSON object. It looks like {"getOrders": "/partner/orders"}.',
		);
	}
	for (const [id, path] of Object.entries(paths)) checkEndpointPath(id, path);
	return paths;
}

function parseJson(stored: unknown): unknown {
	if (typeof stored !== 'string') return stored;
	try {
		return JSON.parse(stored) as unknown;
	} catch {
		return undefined;
	}
}

/** Each entry is named in its error: a path to the wrong endpoint could order what nobody wants. */
function checkEndpointPath(id: string, path: unknown): void {
	const endpoint = Object.hasOwn(endpoints, id) ? endpoints[id as EndpointId] : undefined;
	if (endpoint === undefined) {
		throw new ConnectionSettingsError(
			`The endpoint paths have an entry "${id}", which is no endpoint. Endpoints are: ${Object.keys(endpoints).join(', ')}.`,
		);
	}
	if (typeof path !== 'string' || !isPath(path) || placesOf(path) !== placesOf(endpoint.path)) {
		throw new ConnectionSettingsError(
			`The endpoint path of "${id}" cannot be used. It starts with one slash and has the same places in braces as ${endpoint.path}.`,
		);
	}
}

function isPath(text: string): boolean {
	try {
		return checkPath(text, 'path') === text;
	} catch {
		return false;
	}
}

/**
 * The address every path is appended to, without a slash at its end.
 *
 * @throws ConnectionSettingsError for a custom address that is missing, malformed or not encrypted
 */
export function baseUrlOf(settings: Pick<ConnectionSettings, 'environment' | 'baseUrl'>): string {
	if (settings.environment !== 'custom') {
		const known = BASE_URLS[settings.environment];
		if (known === undefined) {
			throw new ConnectionSettingsError(
				`The environment "${settings.environment as string}" does not exist. There are staging, production and custom.`,
			);
		}
		return known;
	}
	const text = (settings.baseUrl ?? '').trim();
	if (text === '') {
		throw new ConnectionSettingsError(
			'The Base URL is empty. Enter the address of the API, e.g. https://api.staging.mintedconnect.com.',
		);
	}
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new ConnectionSettingsError(
			'The Base URL is not a web address. It starts with https://, e.g. https://api.staging.mintedconnect.com.',
		);
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw new ConnectionSettingsError(
			'The Base URL must start with https://. Plain http:// is accepted only for this machine (localhost, 127.0.0.1), e.g. for the sandbox.',
		);
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new ConnectionSettingsError(
			'The Base URL must be the plain address, without a user name, a "?" or a "#".',
		);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * What any partner may read once signed in: asked without a body it brings the Digest challenge.
 * Documented: https://docs.mintedconnect.com/api-3652432
 *
 * @throws ConnectionSettingsError
 */
export function probeUrlOf(settings: ConnectionSettings): URL {
	const path = settings.endpointPaths.getOrder ?? endpoints.getOrder.path;
	return new URL(`${baseUrlOf(settings)}${path.replace('{order_id}', '0')}`);
}

/** How messages name the place that was asked: "staging", "production" or the custom address. */
export function environmentName(
	settings: Pick<ConnectionSettings, 'environment' | 'baseUrl'>,
): string {
	return settings.environment === 'custom' ? baseUrlOf(settings) : settings.environment;
}

/** Whether what is ordered there is real: anywhere but at the staging server and on this machine. */
export function isForReal(settings: Pick<ConnectionSettings, 'environment' | 'baseUrl'>): boolean {
	const { origin, hostname } = new URL(baseUrlOf(settings));
	return origin !== BASE_URLS.staging && !isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127(\.\d{1,3}){3}$/.test(hostname)
	);
}

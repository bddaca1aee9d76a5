/**
 * The credential used without this package's nodes: by its test in the editor, and by n8n's HTTP
 * Request node. There is no hook after the answer, so a nonce serves one request and is not pooled.
 */
import {
	baseUrlOf,
	ConnectionSettingsError,
	environmentName,
	probeUrlOf,
	readSettings,
	type ConnectionSettings,
} from '../../minted/client/connection';
import { DigestError } from '../../minted/digest/challenge';
import { createSessionFromResponse, type DigestSession } from '../../minted/digest/session';
import type { HttpFailure, HttpResponse } from '../../minted/http';
import { asHttpFailure } from '../../minted/client/httpFailure';

/** The credential cannot be used for this request; the message is for the user. */
export class CredentialUseError extends Error {
	readonly name = 'CredentialUseError';
}

/** n8n's `RequestHelper`, as far as it is needed here. */
export interface RequestHelper {
	helpers: { httpRequest(options: ProbeOptions): Promise<unknown> };
}

interface ProbeOptions {
	method: 'GET';
	url: string;
	headers: Record<string, string>;
	encoding: 'text';
	returnFullResponse: true;
	ignoreHttpStatusErrors: true;
	disableFollowRedirect: true;
	timeout: number;
}

/** n8n's request options; the HTTP Request node sends `uri` where all others send `url`. */
export interface RequestOptions {
	method?: string;
	url?: string;
	uri?: string;
	baseURL?: string;
	qs?: unknown;
	body?: unknown;
	headers?: unknown;
}

const SESSION = Symbol('digest session');

interface AttachedSession {
	session: DigestSession;
	used: boolean;
}

type WithSession = Record<string, unknown> & { [SESSION]?: AttachedSession };

/**
 * Asks for a challenge, without a body, and keeps the session on the credential object. Called again
 * after a failure it leaves the session as it is: n8n must not repeat what may have been processed.
 *
 * @throws CredentialUseError that says whether the host, the address or the settings are wrong
 */
export async function attachSession(
	helper: RequestHelper,
	credentials: Record<string, unknown>,
): Promise<void> {
	if ((credentials as WithSession)[SESSION] !== undefined) return;
	const settings = readSettings(credentials);
	const session = createSessionOrExplain(await probe(helper, settings), settings);
	Object.defineProperty(credentials, SESSION, {
		value: { session, used: false } satisfies AttachedSession,
		enumerable: false,
	});
}

/**
 * Signs the request in place, with its final absolute address.
 *
 * @throws CredentialUseError for another origin, and when n8n asks for a second try: the first one was
 *   signed with a fresh nonce, so its 401 means that user name or password is wrong
 */
export function signWithSession<Options extends RequestOptions>(
	credentials: Record<string, unknown>,
	requestOptions: Options,
): Options {
	const settings = readSettings(credentials);
	const attached = (credentials as WithSession)[SESSION];
	if (attached === undefined)
		throw new CredentialUseError('The Minted Connect credential has no Digest session');
	if (attached.used) throw rejected(settings);
	attached.used = true;
	const url = absoluteUrl(requestOptions, settings);
	makeBodyFinal(requestOptions);
	requestOptions.headers = {
		...(requestOptions.headers as object | undefined),
		authorization: attached.session.sign({
			method: (requestOptions.method ?? 'GET').toUpperCase(),
			uri: `${url.pathname}${url.search}`,
			body: typeof requestOptions.body === 'string' ? requestOptions.body : '',
		}),
	};
	return requestOptions;
}

async function probe(helper: RequestHelper, settings: ConnectionSettings): Promise<HttpResponse> {
	const url = explainSettings(() => probeUrlOf(settings));
	try {
		const response = (await helper.helpers.httpRequest({
			method: 'GET',
			url: url.href,
			headers: { 'x-client-id': settings.clientId, 'accept-language': settings.language },
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 20_000,
		})) as { statusCode: number; headers: HttpResponse['headers'] };
		return { status: response.statusCode, headers: response.headers, body: '' };
	} catch (error) {
		throw unreachable(asHttpFailure(error, url.host));
	}
}

function createSessionOrExplain(
	response: HttpResponse,
	settings: ConnectionSettings,
): DigestSession {
	try {
		return createSessionFromResponse(response, settings);
	} catch (error) {
		throw error instanceof DigestError ? noChallenge(error, environmentName(settings)) : error;
	}
}

function unreachable({ message }: HttpFailure): CredentialUseError {
	return new CredentialUseError(
		`Minted Connect cannot be reached: ${message}. Check the Environment and the Base URL, and the network of this n8n.`,
	);
}

function noChallenge({ status }: DigestError, environment: string): CredentialUseError {
	return new CredentialUseError(
		status >= 500 || status === 429
			? `Minted Connect (${environment}) is not available at the moment: it answered HTTP ${status}. Try again later.`
			: `The address answers, but not as Minted Connect (${environment}): it asked for no Digest authentication (HTTP ${status}). Check the Environment and the Base URL.`,
	);
}

function rejected(settings: ConnectionSettings): CredentialUseError {
	return new CredentialUseError(
		`Minted Connect (${environmentName(settings)}) refused the user name or password. Check both, and that they belong to this environment.`,
	);
}

/** Folds base URL and query into one address: what is signed is what goes on the wire. */
function absoluteUrl(options: RequestOptions, settings: ConnectionSettings): URL {
	const base = explainSettings(() => baseUrlOf(settings));
	const given = options.url || options.uri || '';
	const prefix = options.baseURL ?? (given.startsWith('/') ? base : '');
	const url = new URL(`${prefix}${given}`);
	for (const [name, value] of Object.entries((options.qs ?? {}) as Record<string, unknown>)) {
		for (const single of Array.isArray(value) ? value : [value]) {
			if (single !== undefined && single !== null) url.searchParams.append(name, String(single));
		}
	}
	if (url.origin !== new URL(base).origin) {
		throw new CredentialUseError(
			`This credential signs requests to ${new URL(base).origin} only, not to ${url.origin}. Change the URL, or the Environment in the credential.`,
		);
	}
	delete options.baseURL;
	delete options.qs;
	if (options.uri === undefined) options.url = url.href;
	else options.uri = url.href;
	return url;
}

/** qop=auth-int hashes the body, so its text must be decided before signing. */
function makeBodyFinal(options: RequestOptions): void {
	const { body } = options;
	if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return;
	const prototype = Object.getPrototypeOf(body) as unknown;
	if (prototype !== Object.prototype && !Array.isArray(body)) return;
	if (Object.keys(body).length === 0) return;
	options.body = JSON.stringify(body);
	options.headers = {
		'content-type': 'application/json',
		...(options.headers as object | undefined),
	};
}

function explainSettings<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw error instanceof ConnectionSettingsError ? new CredentialUseError(error.message) : error;
	}
}

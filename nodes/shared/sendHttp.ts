import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import './oldestN8n';
import { asHttpFailure } from '../../minted/client/httpFailure';
import { HttpFailure, type HttpResponse, type SendHttp } from '../../minted/http';
import { attachSession, signWithSession } from './credentialHooks';

/** As n8n stores it: never rename. */
export const CREDENTIAL_TYPE = 'mintedConnectApi';

/** Everywhere in n8n that can send a request with a credential. */
export type RequestContext =
	IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

const DEFAULT_TIMEOUT_MS = 60_000;

/** What a request of this package's own nodes brings along to the credential's hooks. */
interface Prepared {
	/** Finished Authorization value; undefined: to be sent unsigned. */
	authorization: string | undefined;
	/** What ends the request. Undefined for one that may move money: it is never ended half-way. */
	signal: AbortSignal | undefined;
}

/** On the credential object itself, where no copy to JSON can carry it along. */
const PREPARED = Symbol('prepared');

type WithPrepared = ICredentialDataDecryptedObject & { [PREPARED]?: Prepared };

/**
 * `SendHttp` over n8n's own HTTP helper, through the credential: n8n lets a node send requests in no
 * other way. A non-empty `digestSession` keeps n8n from asking for a nonce of its own.
 */
export function createSendHttp(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
): SendHttp {
	return async ({ method, url, headers, body, timeoutMs, signal }) => {
		const { authorization, ...plainHeaders } = headers;
		const options: IHttpRequestOptions = {
			method,
			url,
			headers: plainHeaders,
			body,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs ?? DEFAULT_TIMEOUT_MS,
		};
		const data = { ...credentials, digestSession: 'prepared' };
		Object.defineProperty(data, PREPARED, {
			value: { authorization, signal } satisfies Prepared,
			enumerable: false,
		});
		try {
			const response = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_TYPE,
				options,
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL_TYPE, data } },
			)) as { statusCode: number; headers: HttpResponse['headers']; body: unknown };
			return {
				status: response.statusCode,
				headers: response.headers,
				body: decodeBody(response.body),
			};
		} catch (error) {
			throw signal?.aborted ? stopped() : asHttpFailure(error, new URL(url).host);
		}
	};
}

const stopped = () => new HttpFailure('aborted', 'It was stopped');

function decodeBody(body: unknown): string {
	if (typeof body === 'string') return body;
	if (Buffer.isBuffer(body)) return body.toString('utf8');
	return body instanceof ArrayBuffer ? Buffer.from(body).toString('utf8') : '';
}

/**
 * The credential's `authenticate`: takes what was prepared here, or signs for n8n's own HTTP Request
 * node and credential test.
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const prepared = (credentials as WithPrepared)[PREPARED];
	if (prepared === undefined) return signWithSession(credentials, requestOptions);
	const { authorization, signal } = prepared;
	// n8n has put the execution's signal here, which would also end a request that moves money.
	requestOptions.abortSignal = signal;
	if (authorization !== undefined) {
		requestOptions.headers = { ...requestOptions.headers, authorization };
	}
	return requestOptions;
}

/** The credential's `preAuthentication`: fetches a challenge, and stores nothing. */
export async function preAuthentication(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<Record<string, never>> {
	if ((credentials as WithPrepared)[PREPARED] === undefined) await attachSession(this, credentials);
	return {};
}

import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { HttpResponse, SendHttp } from '../../minted/http';
import { prepareAuthorization } from './preparedAuthorization';
import { asHttpFailure } from '../../minted/client/httpFailure';

export const CREDENTIAL_TYPE = 'mintedConnectApi';

/** Everywhere in n8n that can send a request with a credential. */
export type RequestContext =
	IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * `SendHttp` over n8n's own HTTP helper. The Authorization value is handed to the credential's
 * `authenticate` hook, and a non-empty `digestSession` keeps n8n from probing a second time.
 */
export function createSendHttp(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
): SendHttp {
	return async ({ method, url, headers, body, timeoutMs }) => {
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
		const data = prepareAuthorization(
			{ ...credentials, digestSession: 'prepared' },
			{ value: authorization },
		);
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
				body: textOf(response.body),
			};
		} catch (error) {
			throw asHttpFailure(error, new URL(url).host);
		}
	};
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	if (Buffer.isBuffer(body)) return body.toString('utf8');
	return body instanceof ArrayBuffer ? Buffer.from(body).toString('utf8') : '';
}

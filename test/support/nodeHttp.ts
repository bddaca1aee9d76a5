import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import {
	HttpFailure,
	type HttpFailureKind,
	type HttpRequest,
	type SendHttp,
} from '../../minted/http';

export interface NodeHttpOptions {
	/** Headers sent several times come as arrays instead of Node's comma-joined strings. */
	distinctHeaders?: boolean;
	keepAlive?: boolean;
}

/** More than Node's 16 KiB, so that a hostile server's headers reach the code under test. */
const MAX_HEADER_SIZE = 64 * 1024;

const FAILURES: Record<string, HttpFailureKind> = {
	ENOTFOUND: 'dns',
	EAI_AGAIN: 'dns',
	ECONNREFUSED: 'refused',
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	ECONNRESET: 'reset',
	EPIPE: 'reset',
};

function toFailure(error: NodeJS.ErrnoException): Error {
	if (error instanceof HttpFailure) return error;
	const kind = FAILURES[error.code ?? ''];
	return kind ? new HttpFailure(kind, `No answer: ${error.code}`) : error;
}

async function readText(response: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

/** {@link SendHttp} over Node's own client. `close` ends its idle connections. */
export function createNodeHttp({
	distinctHeaders = false,
	keepAlive = true,
}: NodeHttpOptions = {}): {
	send: SendHttp;
	close: () => void;
} {
	const http = new HttpAgent({ keepAlive });
	const https = new HttpsAgent({ keepAlive });

	const send: SendHttp = ({ method, url, headers, body, timeoutMs }: HttpRequest) =>
		new Promise((resolve, reject) => {
			const secure = url.startsWith('https:');
			const outgoing = (secure ? httpsRequest : httpRequest)(
				url,
				{
					method,
					headers,
					agent: secure ? https : http,
					timeout: timeoutMs,
					maxHeaderSize: MAX_HEADER_SIZE,
				},
				(incoming) => {
					readText(incoming).then(
						(text) =>
							resolve({
								status: incoming.statusCode ?? 0,
								headers: distinctHeaders ? incoming.headersDistinct : incoming.headers,
								body: text,
							}),
						(error: unknown) => reject(toFailure(error as NodeJS.ErrnoException)),
					);
				},
			);
			outgoing.on('timeout', () =>
				outgoing.destroy(new HttpFailure('timeout', 'No answer in time')),
			);
			outgoing.on('error', (error) => reject(toFailure(error)));
			// As bytes: with a string Node would write the headers in the body's encoding as well.
			outgoing.end(body === undefined ? undefined : Buffer.from(body));
		});

	return {
		send,
		close() {
			http.destroy();
			https.destroy();
		},
	};
}

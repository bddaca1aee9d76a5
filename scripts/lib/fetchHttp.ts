import { asHttpFailure } from '../../minted/client/httpFailure';
import { HttpFailure, type SendHttp } from '../../minted/http';

const DEFAULT_TIMEOUT_MS = 20_000;

/** The package's requests over Node's own client, for scripts. */
export const sendByFetch: SendHttp = async ({ method, url, headers, body, timeoutMs }) => {
	const timeout = AbortSignal.timeout(timeoutMs ?? DEFAULT_TIMEOUT_MS);
	const { host } = new URL(url);
	try {
		const response = await fetch(url, {
			method,
			headers,
			body,
			signal: timeout,
			redirect: 'manual',
		});
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: await response.text(),
		};
	} catch (error) {
		throw timeout.aborted
			? new HttpFailure('timeout', `${host} gave no answer in time`)
			: asHttpFailure(error, host);
	}
};

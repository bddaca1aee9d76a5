import type { IncomingHttpHeaders } from 'http';

export interface Refusal {
	status: 403 | 415;
	error: string;
}

/** Whether a Host header names this machine. A name that only resolves to it does not count. */
export function isThisMachine(host: string): boolean {
	return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
}

/**
 * Why a request for the page or its parts is refused, or null. A foreign web page can have its own
 * name point to this machine (DNS rebinding); the browser then sends that name as the host.
 */
export function refuseHost({ host }: IncomingHttpHeaders): Refusal | null {
	return isThisMachine(host ?? '')
		? null
		: { status: 403, error: 'The console answers to this machine only' };
}

/** As {@link refuseHost}, for what only the console's own page may read. */
export function refuseReader(headers: IncomingHttpHeaders, protocol: string): Refusal | null {
	const { origin, host } = headers;
	const site = headers['sec-fetch-site'];
	const isForeign =
		(origin !== undefined && origin !== `${protocol}://${host}`) ||
		(site !== undefined && site !== 'same-origin');
	return (
		refuseHost(headers) ??
		(isForeign ? { status: 403, error: 'Only the console itself may do this' } : null)
	);
}

/**
 * As {@link refuseReader}, for what presses a button. A browser names the page's origin with every
 * such request, so one without it is none of ours; other programs have the control API.
 */
export function refuseAction(headers: IncomingHttpHeaders, protocol: string): Refusal | null {
	const refusal = refuseReader(headers, protocol);
	if (refusal) return refusal;
	if (headers.origin === undefined) {
		return { status: 403, error: 'Not from a page; use the control API under /_sandbox' };
	}
	// A form of a foreign page cannot send this type.
	const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
	return isJson ? null : { status: 415, error: 'Send Content-Type: application/json' };
}

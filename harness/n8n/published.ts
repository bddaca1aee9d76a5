import axios from 'axios';

import { eventually } from '../eventually';

const TIMEOUT_MS = 60_000;

/** What is sent to find out whether a workflow listens. */
export interface Knock {
	body?: unknown;
	headers?: Record<string, string>;
	/** Whether the answer is the workflow's: anything but 404 unless told otherwise. */
	isHeard?: (status: number) => boolean;
}

/**
 * Knocks at the address of a workflow that was just published until the workflow hears it: n8n takes
 * up a published trigger some seconds later, and answers 404 until then. Knocking may start a run.
 */
export async function whenListening(
	url: string,
	{ body = {}, headers = {}, isHeard = (status) => status !== 404 }: Knock = {},
): Promise<void> {
	const request = { headers, validateStatus: () => true, proxy: false } as const;
	await eventually(async () => (await axios.post(url, body, request)).status, isHeard, TIMEOUT_MS);
}

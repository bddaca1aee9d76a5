/** Where published workflows listen, and from when on. */
import axios from 'axios';
import { NodeHelpers } from 'n8n-workflow';

import { eventually } from '../eventually';
import { TRIGGER_NODE } from '../package';
import type { StoredWorkflow } from '../workflows';

const TIMEOUT_MS = 60_000;

/** The address of a published workflow that starts with n8n's own Webhook node. */
export function webhookUrl(n8nUrl: string, path: string): string {
	return `${n8nUrl}/webhook/${path}`;
}

/** Where Minted pushes to: the published address of a workflow's Minted Connect Trigger. */
export function pushUrlOf(n8nUrl: string, workflow: StoredWorkflow): string {
	const trigger = workflow.nodes.find(({ type }) => type === TRIGGER_NODE);
	if (trigger === undefined) throw new Error(`"${workflow.name}" has no Minted Connect Trigger`);
	return NodeHelpers.getNodeWebhookUrl(`${n8nUrl}/webhook`, workflow.id, trigger, 'webhook');
}

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

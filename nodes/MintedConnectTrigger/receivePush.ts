import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { MintedError } from '../../minted/errors';
import { isAllowedIp } from '../../minted/ipAllowList';
import type { Order } from '../../minted/model';
import {
	dedupKey,
	isSameSecret,
	PushFormatError,
	readPush,
	SeenKeys,
	type Push,
} from '../../minted/push';
import { redactCardData } from '../../minted/redact';
import { simplifyOrder, withIsoDates } from '../../minted/simplify';
import { textOf } from '../../minted/text';
import { connect, type Connection } from '../transport/client';
import { isWanted } from '../triggerFields';

/** Order and status pairs that this process has started a workflow for, over all triggers. */
const seen = new SeenKeys(50_000);

/** A push that starts nothing, and what its sender is told. */
class Refusal {
	constructor(
		readonly status: number,
		readonly message: string,
		readonly headers: Record<string, string> = {},
	) {}
}

/** What is used here of Express's request and response, whose types n8n does not bring along. */
interface PushRequest {
	ip?: string;
	rawBody?: Buffer;
	headers: Record<string, string | undefined>;
}
interface PushResponse {
	status(code: number): PushResponse;
	set(headers: Record<string, string>): PushResponse;
	json(body: object): PushResponse;
}

const NOTHING_STARTS: IWebhookResponseData = {};
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Answers one push. n8n itself answers 200 once the execution is recorded; everything else is
 * answered here, so that the sender knows whether sending again makes sense.
 */
export async function receivePush(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await trustedOrder(context);
	if (received instanceof Refusal) return refuse(context, received);
	const { order, connection } = received;
	const filter = {
		types: context.getNodeParameter('orderTypes', []) as string[],
		statuses: context.getNodeParameter('statuses', []) as string[],
	};
	if (!isWanted(order, filter) || isRepeat(context, order, connection)) return NOTHING_STARTS;
	return { workflowData: [[{ json: output(context, order) }]] };
}

async function trustedOrder(
	context: IWebhookFunctions,
): Promise<{ order: Order; connection: Connection } | Refusal> {
	const address = checkAddress(context);
	if (address) return address;
	let connection: Connection;
	try {
		connection = await connect(context);
	} catch {
		return new Refusal(503, 'The credential of the trigger cannot be used', {
			'retry-after': '60',
		});
	}
	const bySecret = context.getNodeParameter('verification', 'api') === 'secret';
	if (bySecret && !isSameSecret(sentSecret(context), connection.webhookSecret)) {
		return new Refusal(401, 'The secret is missing or wrong');
	}
	const push = parse(context);
	if (push instanceof Refusal) return push;
	const order = bySecret ? claimedOrder(push) : await readAgain(connection, push);
	return order instanceof Refusal ? order : { order, connection };
}

function checkAddress(context: IWebhookFunctions): Refusal | undefined {
	const list = textOf(context.getNodeParameter('options.ipAllowList', ''));
	if (list.trim() === '') return undefined;
	const { ip = '' } = requestOf(context);
	try {
		return isAllowedIp(ip, list) ? undefined : new Refusal(403, 'This address may not push');
	} catch {
		return new Refusal(503, 'The IP Allow List of the trigger is not valid');
	}
}

function requestOf(context: IWebhookFunctions): PushRequest {
	return context.getRequestObject() as PushRequest;
}

function parse(context: IWebhookFunctions): Push | Refusal {
	const { rawBody, headers } = requestOf(context);
	try {
		return readPush(rawBody, headers['content-type']);
	} catch (error) {
		const { status, message } =
			error instanceof PushFormatError
				? error
				: new PushFormatError(400, 'The body cannot be read');
		return new Refusal(status, message);
	}
}

function sentSecret(context: IWebhookFunctions): unknown {
	const name = textOf(context.getNodeParameter('fieldName', '')).trim();
	return context.getNodeParameter('secretLocation', 'header') === 'query'
		? (context.getQueryData() as IDataObject)[name]
		: context.getHeaderData()[name.toLowerCase()];
}

/** With a shared secret the push itself is believed, if it says enough. */
function claimedOrder({ claimed }: Push): Order | Refusal {
	const { guid, type, status_name } = claimed;
	if (typeof guid !== 'string' || typeof type !== 'string' || typeof status_name !== 'string') {
		return new Refusal(400, 'The order has no guid, type or status_name');
	}
	return { ...claimed, items: Array.isArray(claimed.items) ? claimed.items : [] } as Order;
}

/** The order as Minted knows it now. What cannot be verified yet, the sender shall send again. */
async function readAgain(connection: Connection, { key }: Push): Promise<Order | Refusal> {
	try {
		return await connection
			.api({ retryForMs: 5_000, timeoutMs: 10_000 })
			.call('getOrderAlternative', { body: key });
	} catch (error) {
		const kind = error instanceof MintedError ? error.kind : undefined;
		return kind === 'notFound' || kind === 'parameter' || kind === 'refused'
			? new Refusal(404, 'Minted does not know this order')
			: new Refusal(503, 'The order could not be verified; send the push again', {
					'retry-after': '30',
				});
	}
}

function isRepeat(context: IWebhookFunctions, order: Order, connection: Connection): boolean {
	if (context.getMode() === 'manual') return false;
	if (context.getNodeParameter('options.dropRepeats', true) === false) return false;
	const { id: workflowId } = context.getWorkflow();
	return !seen.add(
		JSON.stringify([workflowId, context.getNode().id, connection.environment, dedupKey(order)]),
	);
}

function output(context: IWebhookFunctions, order: Order): IDataObject {
	const simplify = context.getNodeParameter('simplify', true) === true;
	return {
		...(redactCardData(simplify ? simplifyOrder(order) : withIsoDates(order)) as IDataObject),
		dedupKey: dedupKey(order),
		...(context.getNodeParameter('options.includeHeaders', false) === true
			? { headers: harmlessHeaders(context) }
			: {}),
	};
}

const SECRET_HEADER = /authorization|cookie|secret|token|api-?key|signature|password/i;

function harmlessHeaders(context: IWebhookFunctions): IDataObject {
	const secretName = textOf(context.getNodeParameter('fieldName', '')).trim().toLowerCase();
	return Object.fromEntries(
		Object.entries(context.getHeaderData()).filter(
			([name]) => name !== secretName && !SECRET_HEADER.test(name),
		),
	);
}

function refuse(
	context: IWebhookFunctions,
	{ status, message, headers }: Refusal,
): IWebhookResponseData {
	const response = context.getResponseObject() as unknown as PushResponse;
	response.status(status).set(headers).json({ message });
	return ANSWERED;
}

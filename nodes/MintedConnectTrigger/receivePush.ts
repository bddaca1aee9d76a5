import {
	sleep,
	type IDataObject,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { MintedError } from '../../minted/errors';
import { isAllowedIp } from '../../minted/pushes/ipAllowList';
import type { Order } from '../../minted/model';
import { findOrder, refusesOrderName } from '../../minted/orders/lookup';
import {
	dedupKey,
	isSameSecret,
	PushFormatError,
	readPush,
	SeenKeys,
	type Claim,
	type Push,
} from '../../minted/pushes/push';
import { textOf } from '../../minted/values';
import { clock, connectTrigger, type Connection } from '../shared/client';
import { orderItem } from '../shared/orderItem';
import { isWanted } from '../shared/triggerFields';

/** Order and status pairs that this process has started a workflow for, over all triggers. */
const seen = new SeenKeys(50_000);

/** An order that is believed, and since when. */
interface Trusted {
	order: Order;
	/** When Minted gave it, or when the push that is believed came. Milliseconds. */
	readAt: number;
	connection: Connection;
}

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
	/** Brings `rawBody` where n8n has not read it, for a content type that it does not know. */
	readRawBody?(): Promise<void>;
	headers: Record<string, string | undefined>;
}
interface PushResponse {
	status(code: number): PushResponse;
	set(headers: Record<string, string>): PushResponse;
	json(body: object): PushResponse;
	readonly statusCode: number;
	readonly writableEnded: boolean;
}

/** How long a repeat waits to hear whether n8n recorded the push before it. */
const PATIENCE_MS = 5_000;
/** A push that n8n has not recorded by then counts as not taken. */
const RECORDING_MS = 60_000;
const LOOK_AGAIN_MS = 20;

const NOTHING_STARTS: IWebhookResponseData = {};
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Answers one push. n8n itself answers 200 once the execution is recorded; everything else is
 * answered here, so that the sender knows whether sending again makes sense.
 */
export async function receivePush(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = await trustedOrder(context);
	if (received instanceof Refusal) return refuse(context, received);
	const { order } = received;
	const filter = {
		types: context.getNodeParameter('orderTypes', []) as string[],
		statuses: context.getNodeParameter('statuses', []) as string[],
	};
	if (!isWanted(order, filter)) return NOTHING_STARTS;
	const workflowData = [[{ json: output(context, received) }]];
	switch (await claim(context, received)) {
		case 'first':
			return { workflowData };
		case 'repeat':
			return NOTHING_STARTS;
		case 'undecided':
			return refuse(context, sendAgain('This push is being taken; send it again', 5));
	}
}

async function trustedOrder(context: IWebhookFunctions): Promise<Trusted | Refusal> {
	const address = checkAddress(context);
	if (address) return address;
	let connection: Connection;
	try {
		connection = await connectTrigger(context);
	} catch {
		return sendAgain('The credential of the trigger cannot be used', 60);
	}
	const bySecret = context.getNodeParameter('verification', 'api') === 'secret';
	if (bySecret && !isSameSecret(sentSecret(context), connection.webhookSecret)) {
		return new Refusal(401, 'The secret is missing or wrong');
	}
	const push = await parse(context);
	if (push instanceof Refusal) return push;
	const order = bySecret ? claimedOrder(push) : await readAgain(connection, push);
	return order instanceof Refusal ? order : { order, readAt: Date.now(), connection };
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

async function parse(context: IWebhookFunctions): Promise<Push | Refusal> {
	const request = requestOf(context);
	try {
		await request.readRawBody?.();
		const { rawBody, headers } = request;
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
		const order = await findOrder(connection.api({ retryForMs: 5_000, timeoutMs: 10_000 }), key);
		return order ?? unknownOrder();
	} catch (error) {
		// A value that Minted refuses is no order's name, whenever it is sent.
		return error instanceof MintedError && refusesOrderName(error.details)
			? unknownOrder()
			: sendAgain('The order could not be verified; send the push again', 30);
	}
}

const unknownOrder = () => new Refusal(404, 'Minted does not know this order');

/** Claims the order and status for this trigger. Without Drop Repeats every push is the first. */
async function claim(
	context: IWebhookFunctions,
	{ order, connection: { environment } }: Trusted,
): Promise<Claim> {
	const isTest = context.getMode() === 'manual';
	if (isTest || context.getNodeParameter('options.dropRepeats', true) === false) return 'first';
	const { id: workflowId } = context.getWorkflow();
	return await seen.claim(
		JSON.stringify([workflowId, context.getNode().id, environment, dedupKey(order)]),
		async () => await isRecorded(responseOf(context)),
		async () => await sleep(PATIENCE_MS),
	);
}

/**
 * Whether n8n recorded the execution: it ends the answer with 2xx only after that, else with 500.
 * The end is looked for rather than listened for, since n8n goes on recording, and no event comes,
 * when the sender has hung up.
 */
async function isRecorded(response: PushResponse): Promise<boolean> {
	const deadline = clock.now() + RECORDING_MS;
	while (!response.writableEnded && clock.now() < deadline) await sleep(LOOK_AGAIN_MS);
	return response.writableEnded && response.statusCode >= 200 && response.statusCode < 300;
}

function output(context: IWebhookFunctions, { order, readAt }: Trusted): IDataObject {
	const simplify = context.getNodeParameter('simplify', true) === true;
	return {
		...orderItem(order, simplify, readAt),
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

function sendAgain(message: string, afterSeconds: number): Refusal {
	return new Refusal(503, message, { 'retry-after': String(afterSeconds) });
}

function responseOf(context: IWebhookFunctions): PushResponse {
	return context.getResponseObject() as PushResponse;
}

function refuse(
	context: IWebhookFunctions,
	{ status, message, headers }: Refusal,
): IWebhookResponseData {
	responseOf(context).status(status).set(headers).json({ message });
	return ANSWERED;
}

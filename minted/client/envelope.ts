import { MintedError, type MintedErrorDetails, type MintedErrorKind } from '../errors';
import type { HttpResponse } from '../http';

/** The documented wrapper around every answer. */
interface Envelope {
	data?: unknown;
	success: boolean;
	/** Opaque: the API's codes are not public, and some begin with a zero. */
	code: number | string;
	message: string;
}

/** What came back: the data, or what the answer says instead. */
export type Answer = { data: unknown; message: string } | { refusal: MintedErrorDetails };

/** Takes `{ data, success, code, message }` apart, whatever the status. Throws nothing. */
export function readAnswer(response: HttpResponse): Answer {
	const envelope = parseEnvelope(response.body);
	return isSuccess(response) && envelope?.success === true
		? { data: envelope.data, message: envelope.message }
		: { refusal: describe(response, envelope) };
}

/**
 * The `data` of a successful answer.
 *
 * @throws MintedError for every other answer
 */
export function dataOf(answer: Answer): unknown {
	if ('data' in answer) return answer.data;
	throw new MintedError(answer.refusal);
}

const isSuccess = ({ status }: HttpResponse) => status >= 200 && status < 300;

function describe(response: HttpResponse, envelope: Envelope | undefined): MintedErrorDetails {
	return {
		kind: kindOf(response, envelope),
		status: response.status,
		apiCode: envelope?.code,
		apiMessage: envelope?.message || undefined,
		fieldErrors: envelope && fieldErrorsOf(envelope.data),
		retryAfterMs: retryAfterMs(response.headers['retry-after']),
	};
}

function kindOf(response: HttpResponse, envelope: Envelope | undefined): MintedErrorKind {
	const { status } = response;
	if (status === 401) return 'credentials';
	if (status === 408) return 'noAnswer';
	if (status === 409) return 'conflict';
	if (status === 429) return 'rateLimited';
	if (status >= 500) return 'server';
	if (status === 405) return 'noSuchPath';
	if (status >= 300 && status < 400) return 'notMinted';
	if (envelope === undefined) return kindOfForeign(response);
	if (isServerCode(envelope.code)) return 'server';
	const meaning = meaningOf(envelope);
	if (meaning !== undefined) return meaning;
	if (status === 403) return 'forbidden';
	if (status === 404) return 'notFound';
	return status >= 400 ? 'parameter' : 'refused';
}

/** An answer that is not the API's. */
function kindOfForeign(response: HttpResponse): MintedErrorKind {
	const { status } = response;
	if (status === 404) return 'noSuchPath';
	if (looksLikeHtml(response)) return 'notMinted';
	if (status === 403) return 'forbidden';
	if (status === 422 || status === 400) return 'parameter';
	return status >= 400 ? 'notMinted' : 'unreadable';
}

/** 500 and more is a fault of the server, but for longer codes of the 4xx kind such as 4224. */
function isServerCode(code: number | string): boolean {
	return Number(code) >= 500 && !/^4\d{3,}$/.test(String(code));
}

/** Error codes are not public, so the message is read, in both languages the API speaks. */
const MEANINGS: ReadonlyArray<[MintedErrorKind, RegExp]> = [
	['priceTokenExpired', /(price|fiyat).{0,20}token.*(expired|invalid|süre|geçersiz|dolmuş)/iu],
	[
		'insufficientBalance',
		/(insufficient|not enough|yetersiz).*(balance|bakiye)|(balance|bakiye).*(insufficient|yetersiz)/iu,
	],
	[
		'unknownCustomer',
		/(customer|müşteri).*(not found|unknown|not exist|bulunamadi|new customer|yeni müşteri)|new customer|yeni müşteri/iu,
	],
	[
		'conflict',
		/(external.?id|order|sipariş)(?:(?!token).)*(already|(?<!not |n't )in use|duplicate|(must be|not) unique|daha önce|zaten|mükerrer|kullanimda|kullanil(mi[sş]|iyor|di)|benzersiz)|already (placed|created|processed|submitted|used) (an?|the|this|your) (external.?id|order)|duplicate (order|external)|mükerrer sipariş/iu,
	],
];

function meaningOf({ message, data }: Envelope): MintedErrorKind | undefined {
	const fields = Object.entries(fieldErrorsOf(data) ?? {});
	const said = [message, ...fields.map(([field, texts]) => `${field}: ${texts.join(' ')}`)];
	// Turkish has an i and an ı, and neither folds to the other's capital.
	const text = said.join('\n').slice(0, 1_000).replace(/[İı]/g, 'i');
	return MEANINGS.find(([, pattern]) => pattern.test(text))?.[0];
}

function parseEnvelope(body: string): Envelope | undefined {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const { data, success, code, message } = value as Record<string, unknown>;
	if (typeof success !== 'boolean') return undefined;
	return {
		data,
		success,
		code: typeof code === 'number' || typeof code === 'string' ? code : 0,
		message: typeof message === 'string' ? message : '',
	};
}

/** Accepts `{ errors: { field: [text] } }` and `{ field: [text] }`; the real shape is not public. */
function fieldErrorsOf(data: unknown): Record<string, string[]> | undefined {
	if (typeof data !== 'object' || data === null) return undefined;
	const source = (data as { errors?: unknown }).errors ?? data;
	if (typeof source !== 'object' || source === null || Array.isArray(source)) return undefined;
	const entries = Object.entries(source)
		.map(([field, texts]): [string, string[]] => [
			field,
			(Array.isArray(texts) ? texts : [texts]).filter(
				(text): text is string => typeof text === 'string',
			),
		])
		.filter(([, texts]) => texts.length > 0)
		.slice(0, 20);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function looksLikeHtml(response: HttpResponse): boolean {
	return /^\s*<(!doctype|html|head|body)\b/i.test(response.body.slice(0, 200));
}

/** RFC 9110 section 10.2.3: seconds, or a date; as milliseconds from now. */
export function retryAfterMs(header: string | string[] | undefined): number | undefined {
	const text = (Array.isArray(header) ? header[0] : header)?.trim();
	if (!text) return undefined;
	if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
	const date = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

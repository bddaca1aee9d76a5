import { Decimal } from 'decimal.js';
import type { ApiError } from '../errors';
import type { ErrorEnvelope, Language } from '../errors';
import type { Manners } from './manners';

/** Status and body of an answer, before they are sent. */
export interface Answer {
	status: number;
	body: unknown;
}

type Fields = Record<string, unknown>;

/** Who an order is of that the partner placed for itself, where the API names somebody at all. */
const PARTNER_ACCOUNT = {
	external_id: 'demo-partner',
	firstname: 'Demo',
	middlename: null,
	lastname: 'Partner',
	fullname: 'Demo Partner',
	email: 'partner@example.com',
	phone: '+902120000000',
	gender: '',
	identity_number: '',
	birthdate: '',
};

/** A successful answer of the contract's shape, in the manners of this API. */
export function successInManner(
	manners: Manners,
	operationId: string | null,
	envelope: { data: unknown },
): Answer {
	const body = { ...envelope, data: dataInManner(manners, envelope.data) };
	return { status: 200, body: renamed(body, manners, operationId) };
}

/** The `data` of an answer or a push in the manners of this API, but for its field names. */
function dataInManner(manners: Manners, data: unknown): unknown {
	const { gramDecimals, companyCustomer, numbers, lists } = manners;
	let shown = data;
	if (gramDecimals !== null || companyCustomer !== 'null') {
		shown = transform(shown, (value) => (isOrder(value) ? orderInManner(manners, value) : value));
	}
	if (numbers === 'string') {
		shown = transform(shown, (value) => (typeof value === 'number' ? String(value) : value));
	}
	return lists === 'object' ? transform(shown, listAsObject) : shown;
}

/** An order as a push shows it. */
export function pushInManner(manners: Manners, order: unknown): unknown {
	return renamed(dataInManner(manners, order), manners, null);
}

/** A refusal; `asked` is the field by which an order was looked for. */
export function refusalInManner(
	manners: Manners,
	error: ApiError,
	language: Language,
	asked = 'external_id',
): Answer {
	const unknown = error.kind === 'orderNotFound' && unknownOrder(manners, asked);
	if (unknown && 'answer' in unknown) return unknown.answer;
	const { status, envelope } = unknown
		? unknown.refusal
		: { status: error.status, envelope: error.envelope(language) };
	if (manners.errors === 'laravel') return { status, body: laravelBody(envelope) };
	// Signing in, rate limits and paths are not the application's: their status stays.
	const isApplication = ![401, 404, 405, 429].includes(envelope.code);
	return {
		status: manners.errors === 'envelope200' && isApplication ? 200 : status,
		body: envelope,
	};
}

function unknownOrder(
	{ unknownOrder: manner }: Manners,
	asked: string,
): { answer: Answer } | { refusal: { status: number; envelope: ErrorEnvelope } } | undefined {
	const failure = (code: number, message: string): { answer: Answer } => ({
		answer: { status: 200, body: { data: null, success: false, code, message } },
	});
	switch (manner) {
		case 'notFound404':
			return undefined;
		case 'null200':
			return { answer: { status: 200, body: { data: null, success: true, code: 0, message: '' } } };
		case 'notFound200':
			return failure(404, 'Sipariş bulunamadı');
		case 'failure200':
			return failure(500, 'Beklenmeyen hata');
		case 'invalid422': {
			const message = `The selected ${asked} is invalid.`;
			const data = { errors: { [asked]: [message] } };
			return { refusal: { status: 422, envelope: { data, success: false, code: 422, message } } };
		}
	}
}

function laravelBody({ data, message }: ErrorEnvelope): Fields {
	return { message, ...(data ? { errors: data.errors } : {}) };
}

function isOrder(value: unknown): value is Fields & { items: Fields[] } {
	if (typeof value !== 'object' || value === null) return false;
	return 'guid' in value && 'customer' in value && 'items' in value && Array.isArray(value.items);
}

function orderInManner(manners: Manners, order: Fields & { items: Fields[] }): Fields {
	const { gramDecimals, companyCustomer } = manners;
	const shown: Fields = { ...order };
	if (gramDecimals !== null) {
		const items = order.items.map((item) => ({
			...item,
			amount: rounded(item.amount, gramDecimals),
		}));
		shown.items = items;
		if (typeof order.description === 'string') {
			shown.description = items
				.map(({ amount, ...item }) => `${amount}gr - #${String((item as Fields).sku)}`)
				.join(', ');
		}
	}
	if (order.customer === null && companyCustomer === 'absent') delete shown.customer;
	if (order.customer === null && companyCustomer === 'partner') shown.customer = PARTNER_ACCOUNT;
	return shown;
}

function rounded(amount: unknown, decimals: number): number {
	return new Decimal(Number(amount)).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).toNumber();
}

/** PHP writes a list whose keys are not 0, 1, 2 ... as an object; an empty one stays a list. */
function listAsObject(value: unknown): unknown {
	return Array.isArray(value) && value.length > 0 ? Object.fromEntries(value.entries()) : value;
}

/** A copy of any JSON value, every value in it changed; what is outside comes first. */
function transform(value: unknown, change: (value: unknown) => unknown): unknown {
	const changed = change(value);
	if (Array.isArray(changed)) return changed.map((inner) => transform(inner, change));
	if (typeof changed !== 'object' || changed === null) return changed;
	return Object.fromEntries(
		Object.entries(changed).map(([key, inner]) => [key, transform(inner, change)]),
	);
}

function renamed(value: unknown, { renamedFields }: Manners, operationId: string | null): unknown {
	if (Object.keys(renamedFields).length === 0) return value;
	return transform(value, (inner) => {
		if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
		return Object.fromEntries(
			Object.entries(inner).map(([key, field]) => [
				renamedFields[`${operationId ?? ''}.${key}`] ?? renamedFields[key] ?? key,
				field as unknown,
			]),
		);
	});
}

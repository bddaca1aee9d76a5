import { MintedError, type MintedErrorDetails } from '../errors';
import type { MintedApi } from '../client/api';
import type { Order, OrderKey } from '../model';
import { decimalPlaces } from '../values';
import { OrderRefusal, type FoundOrder } from './refusal';

/**
 * An order by one of its names, or undefined when the API says that it knows none.
 *
 * @throws MintedError for every answer that does not prove either
 * @see https://docs.mintedconnect.com/api-3874525
 */
export async function findOrder(api: MintedApi, key: OrderKey): Promise<Order | undefined> {
	const answer = await api.ask('getOrderAlternative', { body: key });
	if ('refusal' in answer) {
		if (provesAbsence(answer.refusal)) return undefined;
		throw new MintedError(answer.refusal);
	}
	const { data } = answer;
	if (data === null || data === undefined) return undefined;
	if (isOrderOf(data, key)) return data;
	throw unreadable();
}

/** The API leaves external_id out where it never had one; what differs is a different order. */
function isOrderOf(data: unknown, key: OrderKey): data is Order {
	if ('external_id' in key) return isNamed(data, key.external_id);
	if (typeof data !== 'object' || data === null) return false;
	const { guid, order_code } = data as { guid?: unknown; order_code?: unknown };
	if (typeof guid !== 'string') return false;
	// GUIDs are written in capitals, and compared as what they are.
	return 'guid' in key
		? guid.toLowerCase() === key.guid.toLowerCase()
		: order_code === undefined || order_code === key.order_code;
}

export const unreadable = (): MintedError => new MintedError({ kind: 'unreadable', status: 200 });

/** The API leaves the id out where it never had one; a different one is a different order. */
export function isNamed(order: unknown, externalId: string): boolean {
	if (typeof order !== 'object' || order === null) return false;
	const { guid, external_id } = order as { guid?: unknown; external_id?: unknown };
	if (typeof guid !== 'string') return false;
	return external_id === null || external_id === undefined || external_id === externalId;
}

/** How an API says that there is no such thing, in both languages, with what is not there before it. */
const NOT_THERE =
	/(?:no such (\S+)|(\S+)?\s*(?:is|was|could|can|does|do)?\s*(?:not|cannot)\s+(?:be\s+)?(?:found|exist)|unknown (order)|(\S+)?\s*(?:bulunamad[ıi]|bulunmamaktad[ıi]r|mevcut değil|yok\b))/iu;
/** What may be missing without saying anything about the order. */
const OTHER_THING =
	/customer|user|partner|account|route|path|page|endpoint|url|method|service|server|host|token|product|price|currency|müşteri|kullanıcı|hesap|hesab|sayfa|adres|servis|sunucu|ürün|fiyat|yetki/iu;
/** What is only so for now proves nothing. */
const FOR_NOW =
	/try again|later|temporar|process|pending|maintenance|yet|tekrar dene|sonra|geçici|işlen|bekle|bakım|henüz/iu;

/**
 * The answer for an unknown order is not public. Only Minted's own envelope counts, not a page of
 * something in between, and it must say so: in words, or by a 404 without any words.
 */
function provesAbsence({
	kind,
	status,
	apiCode,
	apiMessage,
	fieldErrors,
}: MintedErrorDetails): boolean {
	if (apiCode === undefined || !SAYS_SOMETHING.has(kind)) return false;
	const said = [apiMessage ?? '', ...Object.values(fieldErrors ?? {}).flat()].filter(
		(text) => text.trim() !== '',
	);
	if (said.length === 0) return status === 404 || Number(apiCode) === 404;
	return said.some(saysNotThere) && !said.some((text) => FOR_NOW.test(text));
}

/** Kinds of answers in which an unknown order may be told. */
const SAYS_SOMETHING: ReadonlySet<MintedErrorDetails['kind']> = new Set([
	'notFound',
	'parameter',
	'refused',
]);

function saysNotThere(text: string): boolean {
	const match = NOT_THERE.exec(text);
	if (match === null) return false;
	const [, ...things] = match;
	return !things.some((thing) => thing !== undefined && OTHER_THING.test(thing));
}

/** What an order is compared by. */
export interface WantedOrder {
	externalId: string;
	type: 'Buy' | 'Sell' | 'Delivery';
	/** Undefined where what is found may have another. */
	sku?: string;
	/** Undefined for the partner's own account. */
	customerExternalId: string | undefined;
	/** Grams; or money, which the found total must come near to. */
	quantity: { grams: number } | { total: number; gramDecimals: number };
}

type Likeness = 'same' | 'different' | 'unclear';

/**
 * Whether what was found is what is wanted, so that no foreign order is taken for it.
 *
 * @throws OrderRefusal `taken`, certain where something differs
 */
export function refuseOtherOrder(found: Order, wanted: WantedOrder): void {
	const likenesses = [
		likenessOfType(found, wanted),
		likenessOfOwner(found, wanted),
		...likenessOfItem(found, wanted),
	];
	if (likenesses.every((likeness) => likeness === 'same')) return;
	throw new OrderRefusal({
		kind: 'taken',
		externalId: wanted.externalId,
		certain: likenesses.includes('different'),
		found: describe(found),
	});
}

function likenessOfType({ type }: Partial<Order>, wanted: WantedOrder): Likeness {
	if (typeof type !== 'string') return 'unclear';
	return type.toLowerCase() === wanted.type.toLowerCase() ? 'same' : 'different';
}

/** Undefined where the order does not say; null for the partner's own account. */
function ownerOf({ customer }: Partial<Order>): string | null | undefined {
	if (customer === null) return null;
	return customer?.external_id ?? undefined;
}

/** An order of the company itself names no customer, one way or the other. */
function likenessOfOwner(found: Order, { customerExternalId }: WantedOrder): Likeness {
	const owner = ownerOf(found);
	if (customerExternalId === undefined) {
		if (owner === null || !('customer' in found)) return 'same';
		return owner === undefined ? 'unclear' : 'different';
	}
	if (owner === undefined) return 'unclear';
	return owner === customerExternalId ? 'same' : 'different';
}

function likenessOfItem(found: Order, { sku, quantity }: WantedOrder): Likeness[] {
	const [item, ...more] = Array.isArray(found.items) ? found.items : [];
	if (item === undefined) return ['unclear'];
	if (more.length > 0) return ['different'];
	const likenessOfSku =
		sku === undefined || item.sku === sku ? 'same' : item.sku ? 'different' : 'unclear';
	return [
		likenessOfSku,
		'grams' in quantity
			? likenessOfGrams(numberOf(item.amount), quantity.grams)
			: likenessOfTotal(found, quantity),
	];
}

/** Minted may round grams, and no page says to how many decimals: to two or more it does no harm. */
const FEWEST_DECIMALS = 2;

function likenessOfGrams(found: number, wanted: number): Likeness {
	if (!Number.isFinite(found)) return 'unclear';
	if (found === wanted) return 'same';
	const places = decimalPlaces(found);
	if (places >= decimalPlaces(wanted)) return 'different';
	const isRounded = (to: number) => Math.abs(found - wanted) < 10 ** -to;
	if (isRounded(Math.max(places, FEWEST_DECIMALS))) return 'same';
	return isRounded(places) ? 'unclear' : 'different';
}

/** Grams are whole parts of a gram, so the total comes near to the money, and seldom meets it. */
function likenessOfTotal(
	{ total, items }: Order,
	wanted: { total: number; gramDecimals: number },
): Likeness {
	const price = numberOf(items[0]?.price ?? 0);
	const smallest = price / 10 ** Math.min(wanted.gramDecimals, FEWEST_DECIMALS);
	const slack = wanted.total / 100 + smallest;
	// What is no number is near to nothing.
	return Math.abs(numberOf(total) - wanted.total) <= slack ? 'same' : 'unclear';
}

/** NaN for what is none; some answers have their numbers as texts. */
function numberOf(value: unknown): number {
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

function describe(order: Order): FoundOrder {
	const { type, items = [], order_code } = order as Partial<Order>;
	return {
		type,
		sku: items[0]?.sku,
		amount: items[0]?.amount,
		customerExternalId: ownerOf(order),
		orderCode: order_code,
	};
}

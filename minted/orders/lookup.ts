import { MintedError, type MintedErrorDetails } from '../errors';
import type { MintedApi } from '../client/api';
import { METALS, type Customer, type Order, type OrderCustomer, type OrderKey } from '../model';
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
	const { data, message } = answer;
	if (data === null || data === undefined) {
		if (isForNow(message)) throw unreadable();
		return undefined;
	}
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

/** Minted's success with something in it that is not what was asked for: it proves nothing. */
export const unreadable = (): MintedError => new MintedError({ kind: 'unreadable', status: 200 });

/** The API leaves the id out where it never had one; a different one is a different order. */
export function isNamed(order: unknown, externalId: string): boolean {
	if (typeof order !== 'object' || order === null) return false;
	const { guid, external_id } = order as { guid?: unknown; external_id?: unknown };
	if (typeof guid !== 'string') return false;
	return external_id === null || external_id === undefined || external_id === externalId;
}

/** What a lookup may miss: the order itself, or a record that nothing else is said of. */
const ORDER = String.raw`(?:orders?|records?|resources?|results?|external[ _]?id|sipari[sş](?:iniz|i)?|kay[iı]t|kayd[iı]|sonuç)`;
const NAMES_ORDER = new RegExp(`(?:^| )${ORDER}(?: |$)`, 'iu');
/**
 * Whole sentences that say that there is no such order, in both languages. What has a word more may be
 * about something else: a customer, a route, a permission, the state of a cache.
 */
const NOT_THERE: readonly RegExp[] = [
	new RegExp(
		`^(?:(?:the|this|that|your|any|requested|no|such|an?) )*${ORDER}? ?(?:(?:is|was|were|has|could|can|does|do) )?(?:not|cannot) (?:been )?(?:be )?(?:found|exists?)$`,
		'iu',
	),
	new RegExp(`^(?:no|no such|unknown) ${ORDER}(?: (?:was )?found)?$`, 'iu'),
	new RegExp(
		`^(?:(?:bu|böyle|bir|ilgili|aranan|belirtilen) )*${ORDER}? ?(?:bulunamad[iı]|bulunmamaktad[iı]r|mevcut değil(?:dir)?|yok(?:tur)?)$`,
		'iu',
	),
];
/** What is only so for now proves nothing. */
const FOR_NOW =
	/try again|later|soon|temporar|process|pending|queue|cache|maintenance|yet|tekrar dene|sonra|geçici|işlen|bekle|bak[iı]m|henüz|kuyruk|şu an/iu;

/** Turkish has an i and an ı, and neither folds to the other's capital. */
const folded = (text: string): string => text.replace(/[İı]/g, 'i').replace(/i\u0307/gu, 'i');

const isForNow = (text: string): boolean => FOR_NOW.test(folded(text));

/** Fields by which an order is asked for; what a refusal says of another is not about the order. */
const ORDER_FIELDS: ReadonlySet<string> = new Set(['external_id', 'guid', 'order_code']);

/**
 * The answer for an unknown order is not public. Only Minted's own envelope counts, not a page of
 * something in between, and it must say so: in words, or by a 404 without any words.
 */
function provesAbsence({
	kind,
	status,
	apiCode,
	apiMessage,
	fieldErrors = {},
}: MintedErrorDetails): boolean {
	if (apiCode === undefined || !SAYS_SOMETHING.has(kind)) return false;
	const isSaid = (text: string) => text.trim() !== '';
	const message = [apiMessage ?? ''].filter(isSaid);
	const ofFields = Object.entries(fieldErrors).map(([field, texts]) => ({
		isOfOrder: ORDER_FIELDS.has(field),
		texts: texts.filter(isSaid),
	}));
	const all = [...message, ...ofFields.flatMap(({ texts }) => texts)];
	if (all.length === 0) return status === 404 || Number(apiCode) === 404;
	const ofOrder = ofFields.flatMap(({ isOfOrder, texts }) => (isOfOrder ? texts : []));
	return [...message, ...ofOrder].some(saysNotThere) && !all.some(isForNow);
}

/** Whether it is the order's name that Minted cannot read, so that no later look will find an order. */
export function refusesOrderName(refusal: MintedErrorDetails): boolean {
	const { kind, apiCode, apiMessage = '', fieldErrors = {} } = refusal;
	if (kind !== 'parameter' || apiCode === undefined) return false;
	const isOfOrder = Object.keys(fieldErrors).some((field) => ORDER_FIELDS.has(field));
	return isOfOrder && ![apiMessage, ...Object.values(fieldErrors).flat()].some(isForNow);
}

/** Kinds of answers in which an unknown order may be told. */
const SAYS_SOMETHING: ReadonlySet<MintedErrorDetails['kind']> = new Set([
	'notFound',
	'parameter',
	'refused',
]);

/** A part of a sentence may lack its subject, "Partner: not found": then it must name the order. */
function saysNotThere(text: string): boolean {
	const sentences = folded(text)
		.split(/[.!]/)
		.map((sentence) => sentence.trim());
	return sentences.some(
		(sentence) =>
			isNotThere(sentence) ||
			sentence
				.split(/[;,:]/)
				.map((part) => part.trim())
				.some((part) => NAMES_ORDER.test(part) && isNotThere(part)),
	);
}

const isNotThere = (sentence: string): boolean =>
	NOT_THERE.some((pattern) => pattern.test(sentence));

/** What an order is compared by. */
export interface WantedOrder {
	externalId: string;
	type: 'Buy' | 'Sell' | 'Delivery';
	sku: string;
	/** Undefined for the partner's own account. */
	customerExternalId: string | undefined;
	/** Undefined where what is found may have another. */
	currency?: string;
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
		likenessOfCurrency(found, wanted),
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

/** Whether Minted tells the currency of the order or of the account, no page says. */
function likenessOfCurrency(
	{ currency_code }: Partial<Order>,
	{ currency }: WantedOrder,
): Likeness {
	const isOther = typeof currency_code === 'string' && currency_code !== currency;
	return isOther && currency !== undefined ? 'unclear' : 'same';
}

/** What is delivered may have another SKU than the metal in the wallet, but is no other metal. */
function likenessOfSku(found: unknown, { type, sku }: WantedOrder): Likeness {
	if (found === sku) return 'same';
	if (type !== 'Delivery') return found ? 'different' : 'unclear';
	const isMetal = (one: unknown) => METALS.some((metal) => metal.sku === one);
	return isMetal(found) && isMetal(sku) ? 'unclear' : 'same';
}

function likenessOfItem(found: Order, wanted: WantedOrder): Likeness[] {
	const { quantity } = wanted;
	const [item, ...more] = Array.isArray(found.items) ? found.items : [];
	if (typeof item !== 'object' || item === null) return ['unclear'];
	if (more.length > 0) return ['different'];
	return [
		likenessOfSku(item.sku, wanted),
		'grams' in quantity
			? likenessOfGrams(numberOf(item.amount), quantity.grams)
			: likenessOfTotal(found, quantity),
	];
}

/** Minted may round grams, and no page says to how many decimals: to two or more it does no harm. */
const FEWEST_DECIMALS = 2;
/** Less than any gram can be sent with: what a sum of binary fractions adds. */
const NOISE = 1e-9;

function likenessOfGrams(found: number, wanted: number): Likeness {
	if (!Number.isFinite(found)) return 'unclear';
	if (Math.abs(found - wanted) < NOISE) return 'same';
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
	const { type, items, order_code, currency_code } = order as Partial<Order>;
	const item = Array.isArray(items) ? items[0] : undefined;
	return {
		type,
		sku: item?.sku,
		amount: item?.amount,
		customerExternalId: ownerOf(order),
		orderCode: order_code,
		currency: currency_code,
	};
}

/** The customer of an order: as the caller knows it, or as Minted has it. */
export interface WantedCustomer {
	/** Partner's own id. */
	externalId: string;
	/** What the body is to say; left out where Minted's own record is read. */
	details?: OrderCustomer;
	/** Whether the identity number goes along: deliveries want none. */
	identityNumber: boolean;
}

/**
 * The customer as the body of an order has it. Minted is asked once a run for each customer.
 *
 * @throws OrderRefusal `incompleteCustomer` for a record that lacks what orders want; MintedError, also
 *   for the record of somebody else
 * @see https://docs.mintedconnect.com/api-8228811
 */
export async function customerOf(api: MintedApi, wanted: WantedCustomer): Promise<OrderCustomer> {
	const { externalId, details, identityNumber } = wanted;
	if (details !== undefined) return details;
	const record = await api.callOnce('getCustomer', { path: { external_customer_id: externalId } });
	const { external_id = externalId } = record as Partial<Customer>;
	if (external_id !== externalId) throw unreadable();
	const isCompany = record.account_type === 'company';
	const missing = DETAILS.filter(
		(name) =>
			!record[name] &&
			(identityNumber || name !== 'identity_number') &&
			// A company has one name, which Minted keeps as the first.
			!(isCompany && name === 'lastname'),
	);
	if (missing.length > 0) {
		throw new OrderRefusal({ kind: 'incompleteCustomer', customer: externalId, missing });
	}
	return fromRecord(externalId, record);
}

const DETAILS = ['firstname', 'lastname', 'email', 'phone', 'identity_number'] as const;

function fromRecord(externalId: string, record: Customer): OrderCustomer {
	const { firstname, middlename, lastname, email, phone, identity_number, gender, birthdate } =
		record;
	return {
		external_id: externalId,
		firstname,
		lastname: lastname ?? '',
		email: email ?? '',
		phone,
		identity_number,
		...(middlename ? { middlename } : {}),
		...(gender === 'F' || gender === 'M' ? { gender } : {}),
		...(birthdate ? { birthdate: dayFirst(birthdate) } : {}),
	};
}

/** Get Customer has YYYY-MM-DD, the field table of Buy DD-MM-YYYY. */
function dayFirst(date: string): string {
	const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
	return year === undefined ? date : `${day}-${month}-${year}`;
}

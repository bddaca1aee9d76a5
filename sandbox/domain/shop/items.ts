import { fieldError } from '../../errors';
import type { Bar, Section } from './bars';
import { findBar } from './bars';
import type { Basket, BasketKey, BasketKind } from './baskets';
import type { Shop } from './shop';

export interface AddItemRequest extends Partial<BasketKey> {
	external_customer_id: string;
	sku: string;
	qty: number;
	/** Of Walletable: what the basket is for. */
	type?: BasketKind;
}

export interface ItemRequest extends BasketKey {
	sku: string;
}

/** The most pieces in one basket (assumed). */
const MAX_PIECES = 100;

/** Puts pieces into a basket, into a new one where none is named. Throws ApiError. */
export function addItem(shop: Shop, section: Section, request: AddItemRequest): Basket {
	const { external_customer_id: customerId, cart_token: token, sku, qty } = request;
	const now = shop.clock.now();
	const customer = shop.customers.get(customerId);
	const bar = knownBar(section, sku);
	const basket = token
		? shop.baskets.open(section, { external_customer_id: customerId, cart_token: token })
		: null;
	const pieces = basket?.content.pieces ?? [];
	const added = repeat(bar, readQuantity(qty));
	demandRoom(shop, bar, [...pieces, ...added]);
	const kind = section === 'ecom' ? 'buy' : (request.type ?? basket?.content.kind ?? 'buy');
	if (basket && basket.content.kind !== kind) {
		throw fieldError('type', `is ${basket.content.kind} here`, `bu sepette ${basket.content.kind}`);
	}
	const target = basket ?? shop.baskets.create(section, kind, customer, now);
	shop.baskets.renew(target, now);
	target.content.pieces.push(...added);
	return target;
}

/** Sets how many pieces of a bar the basket holds. Throws ApiError. */
export function updateItem(
	shop: Shop,
	section: Section,
	request: ItemRequest & { qty: number },
): Basket {
	const basket = shop.baskets.open(section, request);
	const bar = barInside(basket, request.sku);
	const { content } = basket;
	const others = content.pieces.filter((piece) => piece !== bar);
	const pieces = [...others, ...repeat(bar, readQuantity(request.qty))];
	demandRoom(shop, bar, pieces);
	shop.baskets.renew(basket, shop.clock.now());
	content.pieces = pieces;
	return basket;
}

/** Takes all pieces of a bar out. Throws ApiError. */
export function deleteItem(shop: Shop, section: Section, request: ItemRequest): Basket {
	const basket = shop.baskets.open(section, request);
	const bar = barInside(basket, request.sku);
	shop.baskets.renew(basket, shop.clock.now());
	basket.content.pieces = basket.content.pieces.filter((piece) => piece !== bar);
	return basket;
}

/** Takes everything out; prices that have expired stay so. Throws ApiError. */
export function clearBasket(shop: Shop, section: Section, key: BasketKey): Basket {
	const basket = shop.baskets.open(section, key);
	basket.content.pieces = [];
	return basket;
}

function knownBar(section: Section, sku: string): Bar {
	const bar = findBar(section, sku);
	if (!bar) throw fieldError('sku', 'is not a known product', 'bilinen bir ürün değil');
	return bar;
}

function barInside({ content }: Basket, sku: string): Bar {
	const bar = content.pieces.find((piece) => piece.sku === sku);
	if (!bar) throw fieldError('sku', 'is not in the basket', 'sepette yok');
	return bar;
}

function readQuantity(qty: number): number {
	if (Number.isInteger(qty) && qty >= 1 && qty <= MAX_PIECES) return qty;
	throw fieldError(
		'qty',
		`must be a whole number from 1 to ${MAX_PIECES}`,
		`1 ile ${MAX_PIECES} arasında bir tam sayı olmalıdır`,
	);
}

function demandRoom(shop: Shop, bar: Bar, pieces: readonly Bar[]): void {
	if (pieces.length > MAX_PIECES) {
		throw fieldError('qty', `makes more than ${MAX_PIECES} pieces`, `${MAX_PIECES} parçayı aşıyor`);
	}
	if (pieces.filter((piece) => piece === bar).length > shop.stock(bar)) {
		throw fieldError('qty', 'is more than the stock', 'stoktan fazla');
	}
}

function repeat(bar: Bar, count: number): Bar[] {
	return Array.from({ length: count }, () => bar);
}

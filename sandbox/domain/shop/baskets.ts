import type { RandomStream } from '../../random';
import { ApiError } from '../../errors';
import type { Customer } from '../customers';
import type { ShippingAddress } from './addresses';
import type { BarPrice, BarPrices } from './bar-prices';
import type { Bar, Section } from './bars';
import type { ShopOrder } from './orders';

export type BasketKind = 'buy' | 'sell' | 'delivery';

/** Prices that hold for a while. */
export interface PriceFix {
	token: string;
	/** ms since 1970. */
	expiresAt: number;
	prices: ReadonlyMap<string, BarPrice>;
}

/** What a basket holds, and an order keeps of it. */
export interface Content {
	section: Section;
	kind: BasketKind;
	cartToken: string;
	customer: Customer;
	/** Every piece by itself. */
	pieces: Bar[];
	fix: PriceFix;
	shipping: ShippingAddress | null;
}

/** What basket and order are known by. */
export interface Identity {
	/** Counts baskets, and orders; newest is highest. */
	sequence: number;
	id: number;
	guid: string;
	incrementId: string;
	createdAt: number;
}

export interface Basket extends Identity {
	content: Content;
	/** What completing it has made: one order, or more where the server minds nothing. */
	orders: ShopOrder[];
}

/** How a request names a basket. */
export interface BasketKey {
	external_customer_id: string;
	cart_token: string;
}

/** The price of a bar under the basket's price token. */
export function priceOf({ fix }: Content, { sku }: Bar): BarPrice {
	const price = fix.prices.get(sku);
	if (!price) throw new RangeError(`There is no price of ${sku}`);
	return price;
}

/** All baskets, and the prices that are renewed in them. */
export class Baskets {
	private readonly baskets: Basket[] = [];
	private readonly byToken = new Map<string, Basket>();

	constructor(
		private readonly random: RandomStream,
		private readonly prices: BarPrices,
		private readonly ttlSeconds: () => number,
	) {}

	all(): readonly Basket[] {
		return this.baskets;
	}

	create(section: Section, kind: BasketKind, customer: Customer, now: number): Basket {
		const sequence = this.baskets.length + 1;
		const cartToken = this.random.token();
		const fix = this.fix(section, kind, now);
		const basket: Basket = {
			sequence,
			...this.identity(section, 70_000 + sequence, now),
			content: { section, kind, cartToken, customer, pieces: [], fix, shipping: null },
			orders: [],
		};
		this.baskets.push(basket);
		this.byToken.set(cartToken, basket);
		return basket;
	}

	/** Names of a new basket or order. */
	identity(section: Section, id: number, now: number): Omit<Identity, 'sequence'> {
		const { random } = this;
		const incrementId = section === 'ecom' ? random.ecomIncrement() : random.walletIncrement();
		return { id, guid: random.guid(), incrementId, createdAt: now };
	}

	/** The customer's basket of that token, completed or not. Throws ApiError basketNotFound. */
	find(section: Section, key: BasketKey): Basket {
		const basket = this.byToken.get(key.cart_token);
		const owner = basket?.content.customer.details.external_id;
		if (basket?.content.section !== section || owner !== key.external_customer_id) {
			throw new ApiError('basketNotFound');
		}
		return basket;
	}

	/** The same, for changing it. Throws ApiError basketNotFound or basketCompleted. */
	open(section: Section, key: BasketKey): Basket {
		const basket = this.find(section, key);
		if (basket.orders.length > 0) throw new ApiError('basketCompleted');
		return basket;
	}

	/** The customer's baskets that are not known to be completed, newest first. */
	incomplete(section: Section, customerId: string, now: number): Basket[] {
		return this.baskets
			.filter(
				({ content, orders }) =>
					content.section === section &&
					content.customer.details.external_id === customerId &&
					orders.every(({ visibleAt }) => visibleAt > now),
			)
			.reverse();
	}

	/** Fixes the prices anew where they have expired; says whether they had. */
	renew({ content }: Basket, now: number): boolean {
		if (now < content.fix.expiresAt) return false;
		content.fix = this.fix(content.section, content.kind, now);
		return true;
	}

	/** Lets the prices of a basket expire before their time. */
	expire(cartToken: string): void {
		const basket = this.byToken.get(cartToken);
		if (basket) basket.content.fix = { ...basket.content.fix, expiresAt: 0 };
	}

	private fix(section: Section, kind: BasketKind, now: number): PriceFix {
		return {
			token: this.random.token(),
			expiresAt: (Math.floor(now / 1000) + this.ttlSeconds()) * 1000,
			prices: this.prices.quote(section, kind === 'sell' ? 'sell' : 'buy', now),
		};
	}
}

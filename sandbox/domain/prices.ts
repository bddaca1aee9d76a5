import { Decimal } from 'decimal.js';
import { ApiError, fieldError } from '../errors';
import type { RandomStream } from '../random';
import type { Product } from './products';
import { AMOUNT_DECIMALS, PRODUCTS, findCash } from './products';

/** Prices of one gram. */
export interface Quote {
	product: Product;
	spot: Decimal;
	/** What a buyer pays. */
	buy: Decimal;
	/** What a seller receives. */
	sell: Decimal;
}

export interface PriceToken {
	token: string;
	currency: string;
	customerExternalId: string | null;
	/** ms since 1970. */
	expiresAt: number;
	/** From Total Price: the money to be converted into metal. */
	total: Decimal | null;
	quotes: readonly Quote[];
	used: boolean;
}

/** A longer pause moves the prices no further than this many seconds. */
const LONGEST_WALK_SECONDS = 3600;
/** Largest step a second, and pull back to the documented price, as parts of the price. */
const STEP = 0.0004;
const PULL = 0.002;

/** The moving market: one seeded, mean-reverting random walk a metal, a step each second. */
export class Market {
	private readonly factors = new Map<string, number>(PRODUCTS.map(({ sku }) => [sku, 1]));
	private readonly fixed = new Map<string, Decimal>();
	private walkedTo: number;
	frozen = false;

	constructor(
		private readonly random: RandomStream,
		startedAt: number,
	) {
		this.walkedTo = Math.floor(startedAt / 1000);
	}

	/** Pins the spot price of a metal in TRY; buy and sell keep their documented distance. */
	setSpot(sku: string, spot: Decimal | null): void {
		if (spot) this.fixed.set(sku, spot);
		else this.fixed.delete(sku);
	}

	/** Today's prices in a currency, buy and sell with two decimals, spot with four. */
	quotes(currency: string, now: number): Quote[] {
		this.walk(now);
		const inTry = findCash(currency)?.inTry ?? 1;
		return PRODUCTS.map((product) => {
			const moved = new Decimal(product.spot).times(this.factors.get(product.sku) ?? 1);
			const spot = this.fixed.get(product.sku) ?? moved;
			const scaled = (price: number): Decimal =>
				spot.times(price).div(product.spot).div(inTry).toDecimalPlaces(2);
			return {
				product,
				spot: spot.div(inTry).toDecimalPlaces(4),
				buy: scaled(product.buy),
				sell: scaled(product.sell),
			};
		});
	}

	private walk(now: number): void {
		const second = Math.floor(now / 1000);
		if (this.frozen) {
			this.walkedTo = second;
			return;
		}
		const steps = Math.min(second - this.walkedTo, LONGEST_WALK_SECONDS);
		this.walkedTo = Math.max(this.walkedTo, second);
		for (let step = 0; step < steps; step++) {
			for (const [sku, factor] of this.factors) {
				const change = (this.random.fraction() * 2 - 1) * STEP + (1 - factor) * PULL;
				this.factors.set(sku, factor + change);
			}
		}
	}
}

/** The price tokens of Price Fix. */
export class PriceTokens {
	private readonly tokens = new Map<string, PriceToken>();

	constructor(
		private readonly random: RandomStream,
		private readonly ttlSeconds: () => number,
	) {}

	fix(request: Omit<PriceToken, 'token' | 'expiresAt' | 'used'>, now: number): PriceToken {
		const expiresAt = (Math.floor(now / 1000) + this.ttlSeconds()) * 1000;
		const token = { ...request, token: this.random.token(), expiresAt, used: false };
		this.tokens.set(token.token, token);
		this.forgetOld(now);
		return token;
	}

	/** Throws ApiError priceTokenUnknown, priceTokenExpired or priceTokenUsed. */
	redeem(token: string, now: number, reusable: boolean): PriceToken {
		const known = this.tokens.get(token);
		if (!known) throw new ApiError('priceTokenUnknown');
		if (now >= known.expiresAt) throw new ApiError('priceTokenExpired');
		if (known.used && !reusable) throw new ApiError('priceTokenUsed');
		return known;
	}

	expire(token: string): void {
		const known = this.tokens.get(token);
		if (known) known.expiresAt = -Infinity;
	}

	/** An expired token stays known for an hour, so that its refusal can say why. */
	private forgetOld(now: number): void {
		for (const [key, { expiresAt }] of this.tokens) {
			if (expiresAt !== -Infinity && now - expiresAt < 3_600_000) return;
			this.tokens.delete(key);
		}
	}
}

/** How many grams a total buys, rounded down so that it is never exceeded. */
export function amountForTotal(total: Decimal, quote: Quote): Decimal {
	return total.div(quote.buy).toDecimalPlaces(AMOUNT_DECIMALS, Decimal.ROUND_DOWN);
}

/** Grams of an order line. Throws ApiError parameter. */
export function parseAmount(value: unknown, field: string): Decimal {
	if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
		throw fieldError(field, 'must be greater than 0', '0 değerinden büyük olmalıdır');
	}
	const amount = new Decimal(value);
	if (amount.decimalPlaces() > AMOUNT_DECIMALS) {
		throw fieldError(
			field,
			`must have at most ${AMOUNT_DECIMALS} decimals`,
			`en fazla ${AMOUNT_DECIMALS} ondalık basamak içerebilir`,
		);
	}
	return amount;
}

/** Money with two decimals from a price per gram; halves round up. */
export function lineTotal(price: Decimal, amount: Decimal): Decimal {
	return price.times(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Converts money between two cash currencies by the fixed table; not rounded. */
export function convert(amount: Decimal, from: string, to: string): Decimal {
	return amount.times(findCash(from)?.inTry ?? 1).div(findCash(to)?.inTry ?? 1);
}

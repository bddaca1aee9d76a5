import { Decimal } from 'decimal.js';
import type { Market } from '../prices';
import type { Bar, Section } from './bars';
import { SECTIONS, anyBar, barsOf } from './bars';

export interface BarPrice {
	/** Of one piece. */
	price: Decimal;
	/** Of its metal. */
	spot: Decimal;
}

/** What a bar costs above its metal, in parts of it (assumed). */
const MARKUP = new Decimal('1.03');
const MARKET_SKU = { gold: 'GAU', silver: 'GAG' } as const;

/** What bars cost: the market's metal and a markup, unless a price is pinned. */
export class BarPrices {
	private readonly pinned = new Map<string, Decimal>();

	constructor(private readonly market: Market) {}

	/** Pins the price of one piece in the section's currency; null frees it. Throws RangeError. */
	pin(sku: string, price: Decimal | null): void {
		anyBar(sku);
		if (price) this.pinned.set(sku, price);
		else this.pinned.delete(sku);
	}

	/** The prices of all bars of a section at one moment, by SKU. */
	quote(section: Section, side: 'buy' | 'sell', now: number): ReadonlyMap<string, BarPrice> {
		const quotes = this.market.quotes('TRY', now);
		const price = (bar: Bar): BarPrice => {
			const quote = quotes.find(({ product }) => product.sku === MARKET_SKU[bar.metal]);
			if (!quote) throw new RangeError(`The market has no ${bar.metal}`);
			const inSection = (perGram: Decimal): Decimal =>
				perGram.times(bar.grams).div(SECTIONS[section].inTry);
			const perPiece = side === 'buy' ? inSection(quote.buy).times(MARKUP) : inSection(quote.sell);
			return {
				price: this.pinned.get(bar.sku) ?? perPiece.toDecimalPlaces(2),
				spot: inSection(quote.spot).toDecimalPlaces(4),
			};
		};
		return new Map(barsOf(section).map((bar) => [bar.sku, price(bar)]));
	}
}

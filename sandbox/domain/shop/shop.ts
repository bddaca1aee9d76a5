import { Decimal } from 'decimal.js';
import type { SandboxClock } from '../../clock';
import type { RandomStream } from '../../random';
import type { Customer, Customers } from '../customers';
import type { Market } from '../prices';
import { Wallets } from '../wallets';
import { Addresses } from './addresses';
import { BarPrices } from './bar-prices';
import type { Bar } from './bars';
import { anyBar, barsOf } from './bars';
import { Baskets } from './baskets';
import type { WalletRates } from './fees';
import { ShopOrders } from './orders';

export interface ShopSettings {
	stepMs: number | null;
	lookupDelayMs: number;
	priceTokenTtlSeconds: number;
	rejectCompletedBaskets: boolean;
	walletRates: WalletRates;
}

/** Bars by the piece, free of the wallets of cash and grams. */
const BAR_WALLETS = barsOf('wallet').map(({ sku, currencyId, currencyName }) => ({
	...{ code: sku, currencyId, name: currencyName, symbol: 'pcs', isCash: false },
}));

/** The part of the world that sells bars. */
export class Shop {
	readonly prices: BarPrices;
	readonly baskets: Baskets;
	readonly orders: ShopOrders;
	readonly addresses = new Addresses();
	private readonly stocks = new Map<Bar, number>();
	private readonly bars = new WeakMap<Customer, Wallets>();

	constructor(
		readonly clock: SandboxClock,
		random: RandomStream,
		market: Market,
		readonly customers: Customers,
		readonly settings: ShopSettings,
	) {
		this.prices = new BarPrices(market);
		this.baskets = new Baskets(random, this.prices, () => settings.priceTokenTtlSeconds);
		this.orders = new ShopOrders(clock, random, settings);
	}

	/** The bars in a customer's Walletable wallet. */
	barsOf(customer: Customer): Wallets {
		const bars = this.bars.get(customer) ?? new Wallets(BAR_WALLETS);
		this.bars.set(customer, bars);
		return bars;
	}

	/** Sets how many pieces of a bar lie free in a customer's wallet. */
	setBars(customerId: string, sku: string, pieces: number): void {
		const bars = this.barsOf(this.customers.get(customerId));
		const delta = new Decimal(pieces).minus(bars.available(sku));
		bars.move(sku, delta, this.clock.now(), 'Set by hand');
	}

	/** Pieces that are left: those of undone orders are back. */
	stock(bar: Bar): number {
		return (this.stocks.get(bar) ?? bar.stock) - this.sold(bar);
	}

	/** Sets how many pieces are left. */
	setStock(sku: string, pieces: number): void {
		const bar = anyBar(sku);
		this.stocks.set(bar, pieces + this.sold(bar));
	}

	private sold(bar: Bar): number {
		let pieces = 0;
		for (const { content, status } of this.orders.all()) {
			if (status === 'Cancelled' || status === 'Refunded') continue;
			for (const piece of content.pieces) if (piece === bar) pieces++;
		}
		return pieces;
	}
}

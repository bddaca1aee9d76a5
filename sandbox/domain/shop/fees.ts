import { Decimal } from 'decimal.js';
import { countBars } from './bars';
import type { Content } from './baskets';
import { priceOf } from './baskets';

/** Percent. */
export interface WalletRates {
	charge: number;
	minting: number;
	storage: number;
	vat: number;
}

export interface WalletFigures {
	total: Decimal;
	deliveryCost: Decimal;
	chargeFee: Decimal;
	mintingFee: Decimal;
	storageFee: Decimal;
	/** On the fees, or on the cost of a delivery. */
	vat: Decimal;
	/** What is finally paid, or received for a sale. */
	paidTotal: Decimal;
	/** The rates that apply; 0 where there is no such fee. */
	rates: WalletRates;
}

export interface EcomFigures {
	total: Decimal;
	deliveryPrice: Decimal;
	silverCraftsmanship: Decimal;
	paymentCost: Decimal;
	paidTotal: Decimal;
}

const ZERO = new Decimal(0);
/** As in the documented delivery of Walletable, AED. */
const WALLET_DELIVERY_COST = new Decimal(3);
/** TRY (assumed). */
const ECOM_DELIVERY_PRICE = new Decimal(50);
const SILVER_CRAFTSMANSHIP = new Decimal('12.5');

/** A part of an amount in percent, in cents; halves round up. */
export function percent(amount: Decimal, rate: number): Decimal {
	return amount.times(rate).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Buying: all fees and the VAT on them come on top of the raw price. */
export function buyFigures(total: Decimal, rates: WalletRates): WalletFigures {
	const chargeFee = percent(total, rates.charge);
	const mintingFee = percent(total, rates.minting);
	const storageFee = percent(total, rates.storage);
	const fees = chargeFee.plus(mintingFee).plus(storageFee);
	const vat = percent(fees, rates.vat);
	const paidTotal = total.plus(fees).plus(vat);
	return { total, deliveryCost: ZERO, chargeFee, mintingFee, storageFee, vat, paidTotal, rates };
}

/** Selling: the charge and the VAT on it are taken off. */
export function sellFigures(total: Decimal, rates: WalletRates): WalletFigures {
	const chargeFee = percent(total, rates.charge);
	const vat = percent(chargeFee, rates.vat);
	const none = { deliveryCost: ZERO, mintingFee: ZERO, storageFee: ZERO };
	const paidTotal = total.minus(chargeFee).minus(vat);
	return { ...none, total, chargeFee, vat, paidTotal, rates: { ...rates, minting: 0, storage: 0 } };
}

/** Delivery: its cost is the total, and the VAT is on that. */
export function deliveryFigures(cost: Decimal, rates: WalletRates): WalletFigures {
	const vat = percent(cost, rates.vat);
	const none = { chargeFee: ZERO, mintingFee: ZERO, storageFee: ZERO };
	return {
		...none,
		total: cost,
		deliveryCost: cost,
		vat,
		paidTotal: cost.plus(vat),
		rates: { charge: 0, minting: 0, storage: 0, vat: rates.vat },
	};
}

/** The figures of a Walletable basket or order. */
export function walletFigures(content: Content, rates: WalletRates): WalletFigures {
	if (content.kind === 'delivery') {
		return deliveryFigures(content.pieces.length > 0 ? WALLET_DELIVERY_COST : ZERO, rates);
	}
	const total = rawTotal(content);
	return content.kind === 'buy' ? buyFigures(total, rates) : sellFigures(total, rates);
}

/** The figures of an E-Commerce basket or order; only their names are public. */
export function ecomFigures(content: Content, paymentCost: Decimal = ZERO): EcomFigures {
	const total = rawTotal(content);
	const deliveryPrice = content.pieces.length > 0 ? ECOM_DELIVERY_PRICE : ZERO;
	const silver = content.pieces.filter(({ metal }) => metal === 'silver').length;
	const silverCraftsmanship = SILVER_CRAFTSMANSHIP.times(silver);
	const paidTotal = total.plus(deliveryPrice).plus(silverCraftsmanship).plus(paymentCost);
	return { total, deliveryPrice, silverCraftsmanship, paymentCost, paidTotal };
}

function rawTotal(content: Content): Decimal {
	return [...countBars(content.pieces)].reduce(
		(sum, [bar, count]) => sum.plus(priceOf(content, bar).price.times(count)),
		ZERO,
	);
}

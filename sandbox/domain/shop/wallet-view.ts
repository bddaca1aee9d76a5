import { Decimal } from 'decimal.js';
import { dayAfter, shopOrderDate } from '../dates';
import { customerView } from '../views';
import type { Json } from '../views';
import type { ShippingAddress } from './addresses';
import type { Bar } from './bars';
import { SECTIONS } from './bars';
import { priceOf } from './baskets';
import { barView } from './ecom-view';
import type { WalletFigures, WalletRates } from './fees';
import { percent, walletFigures } from './fees';
import type { ShopOrder } from './orders';
import { imageOf } from './product-view';
import type { Subject } from './subject';
import { orderOf, pricefixView, statusView } from './subject';

export interface WalletViewOptions {
	now: number;
	baseUrl: string;
	/** The rates of today; an order has its own. */
	rates: WalletRates;
	/** Get Active Basket alone says whether the prices were renewed, and shows their token there. */
	updated?: boolean;
}

const DELIVERY_DAYS = 4;

/** The Walletable order object, of a basket or an order: one line a piece. */
export function walletView(subject: Subject, options: WalletViewOptions): Json {
	const { now, baseUrl, updated } = options;
	const { content } = subject;
	const { details } = content.customer;
	const order = orderOf(subject);
	const figures = walletFigures(content, order?.rates ?? options.rates);
	const shown = updated === undefined ? {} : { token: content.fix.token };
	return {
		...(order ? {} : { pricefix: { ...pricefixView(subject, now, updated), ...shown } }),
		id: subject.id,
		guid: subject.guid,
		external_id: order?.externalId ?? null,
		increment_id: subject.incrementId,
		token: content.cartToken,
		price_token: content.fix.token,
		type: order ? 'walletable_ecommerce' : content.kind,
		...figuresView(figures),
		currency_code: SECTIONS.wallet.currency,
		...statusView(subject),
		customer: {
			...customerView(details),
			tax_office: details.tax_office ?? null,
			account_type: details.account_type ?? 'person',
		},
		shippingaddress: content.shipping && addressView(content.shipping, details.email ?? null),
		billingaddress: null,
		payment: order && content.kind !== 'sell' ? paymentView(figures) : null,
		delivery: order && content.kind === 'delivery' ? deliveryView(order, baseUrl) : null,
		order_at: shopOrderDate(subject.createdAt),
		items: content.pieces.map((bar) => pieceView(subject, bar, figures.rates)),
	};
}

function figuresView(figures: WalletFigures): Json {
	return {
		price: figures.total.toNumber(),
		tax: 0,
		total: figures.total.toNumber(),
		payment_cost: 0,
		paid_total: figures.paidTotal.toNumber(),
		delivery_cost: figures.deliveryCost.toNumber(),
		insurance_price: 0,
		conversion_price: 0,
		market_commission: 0,
		minted_markup_price: 0,
		silver_craftsmanship: 0,
		charge_fee: figures.chargeFee.toNumber(),
		charge_fee_rate: figures.rates.charge,
		minting_fee: figures.mintingFee.toNumber(),
		storage_fee: figures.storageFee.toNumber(),
		storage_fee_rate: figures.rates.storage,
		charges_vat: figures.vat.toNumber(),
		vat_rate: figures.rates.vat,
	};
}

function pieceView({ content }: Subject, bar: Bar, rates: WalletRates): Json {
	const price = content.kind === 'delivery' ? new Decimal(0) : priceOf(content, bar).price;
	return {
		...barView(bar),
		price: price.toNumber(),
		tax_rate: 0,
		tax: 0,
		amount: 1,
		total: price.toNumber(),
		product_images: [imageOf(bar)],
		prices: [{ id: 7, name: 'Mint Ücreti', price: percent(price, rates.minting).toNumber() }],
	};
}

/** Settled outside of the API: empty texts where a card would have something. */
function paymentView({ paidTotal }: WalletFigures): Json {
	const amount = paidTotal.toNumber();
	return {
		...{ redirect_url: '', token: '', is_3d: false, auth_mode: '' },
		...{ amount, state: 'new', comission: 0, total: amount, details: null },
	};
}

function deliveryView({ trackingNumber, history, createdAt }: ShopOrder, baseUrl: string): Json {
	return {
		cargo_tracking_url: trackingNumber && `${baseUrl}/cargo/${trackingNumber}`,
		cargo_tracking_number: trackingNumber,
		estimated_arrival_date: dayAfter(history[0]?.at ?? createdAt, DELIVERY_DAYS),
	};
}

function addressView(address: ShippingAddress, email: string | null): Json {
	return {
		id: address.id ?? 0,
		tax_number: address.tax_number,
		external_id: address.external_id ?? null,
		fullname: address.fullname,
		phone: address.phone,
		email,
		city: address.city,
		county: address.county,
		district: address.district,
		street: address.street ?? null,
		zipcode: address.zipcode ?? null,
		address: address.address,
	};
}

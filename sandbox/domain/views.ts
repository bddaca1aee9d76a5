import { Decimal } from 'decimal.js';
import { fullName } from './customers';
import type { Customer, CustomerDetails } from './customers';
import type { DateFormat } from './dates';
import { isoDate, placedOrderDate } from './dates';
import type { Order, OrderLine } from './orders';
import { hasInvoice, statusId } from './orders';
import type { CardPayment } from './payments';
import { productName } from './products';
import type { Wallet, Wallets } from './wallets';
import type { PriceToken, Quote } from './prices';
import { amountForTotal } from './prices';

/** JSON as the contract describes it; the contract's validator judges it before it is sent. */
export type Json = Record<string, unknown>;

/** Order Schema. */
export function orderView(order: Order, date: DateFormat, baseUrl: string): Json {
	const { total, type, lines } = order;
	return {
		guid: order.guid,
		order_code: order.orderCode,
		external_id: order.externalId,
		type,
		price: total.toNumber(),
		tax: 0,
		total: total.toNumber(),
		status_name: order.status,
		payment_type: order.payment ? 'credit-card' : 'cash',
		order_at: date(order.createdAt),
		payment_cost: order.paymentCost.toNumber(),
		currency_code: order.currency,
		customer: order.customer && customerView(order.customer),
		payment: order.payment && paymentView(order.payment, baseUrl),
		items: lines.map(lineView),
		delivery: type === 'Delivery' ? shipmentView(order, baseUrl) : null,
		address: order.address,
		description:
			type === 'Delivery'
				? null
				: lines.map(({ amount, product }) => `${amount}gr - #${product.sku}`).join(', '),
	};
}

/** Order Response of Buy and Sell: one order a line. */
export function orderResponse(orders: readonly Order[], baseUrl: string): Json {
	const total = orders.reduce((sum, order) => sum.plus(order.total), new Decimal(0)).toNumber();
	const first = orders[0];
	if (!first) throw new RangeError('There is no order to show');
	return {
		order_code: orders.map(({ orderCode }) => orderCode),
		guid: orders.map(({ guid }) => guid),
		price: total,
		tax: 0,
		total,
		order_at: placedOrderDate(first.createdAt),
		orders: orders.map((order) => orderView(order, placedOrderDate, baseUrl)),
		...(first.payment ? { payment: paymentView(first.payment, baseUrl) } : {}),
	};
}

/** Get Order Invoice; where the invoice itself stands is assumed. There is none before the end. */
export function invoiceView(order: Order, baseUrl: string): Json {
	const { guid, orderCode, externalId } = order;
	return {
		guid,
		order_code: orderCode,
		external_id: externalId,
		invoice_url: hasInvoice(order) ? `${baseUrl}/invoice/${orderCode}` : null,
	};
}

/** The answer to Delivery Create. */
export function deliveryView(order: Order): Json {
	const total = order.total.toNumber();
	return {
		id: order.id,
		guid: order.guid,
		order_code: order.orderCode,
		external_id: order.externalId,
		channel: order.channel,
		tx_type: 'delivery',
		price_token: null,
		price: total,
		tax: 0,
		total,
		currency_rate: 1,
		currency_total: total,
		status_id: statusId(order.status),
		status_name: order.status,
		order_at: isoDate(order.createdAt),
		items: order.lines.map((line) => ({
			item_currency_id: line.product.currencyId,
			item_currency_name: line.product.metalName,
			product_id: line.product.productId,
			product_name: productName(line.product),
			product_weight: 1,
			spot_price: 0,
			price: 0,
			tax_rate: 0,
			tax: 0,
			amount: line.amount.toNumber(),
			total,
			currency_id: 1000003,
			currency_rate: 1,
		})),
	};
}

/** `payment` with the card masked; a CVV is never part of it. */
export function paymentView(payment: CardPayment, baseUrl: string): Json {
	const { card, amount, commission } = payment;
	return {
		state: payment.state,
		...(payment.is3d ? { redirect_url: `${baseUrl}/pay/${payment.token}` } : {}),
		token: payment.token,
		is_3d: payment.is3d,
		auth_mode: 'preauth',
		amount: amount.toNumber(),
		comission: commission.toNumber(),
		total: amount.plus(commission).toNumber(),
		details: {
			card_holder: card.holder,
			card_number: card.maskedNumber,
			card_expiry: card.expiry,
			card_association: card.association,
			customer_ip: payment.customerIp,
		},
	};
}

/** The ten fields of an order's customer. */
export function customerView(details: CustomerDetails): Json {
	return {
		external_id: details.external_id,
		firstname: details.firstname,
		middlename: details.middlename ?? null,
		lastname: details.lastname,
		fullname: fullName(details),
		email: details.email ?? '',
		phone: details.phone,
		gender: details.gender ?? '',
		identity_number: details.identity_number,
		birthdate: details.birthdate ?? '',
	};
}

/** Get Customer: the customer's fields and ten fields of each wallet. */
export function customerWithWallets({ details, wallets, walletBase }: Customer): Json {
	return {
		...customerView(details),
		tax_office: details.tax_office ?? null,
		account_type: details.account_type ?? 'person',
		wallets: wallets.all().map((wallet, i) => ({
			id: walletBase + i,
			customer_external_id: details.external_id,
			name: wallet.name,
			currency_id: wallet.currencyId,
			currency_symbol: wallet.symbol,
			currency_code: wallet.code,
			is_cash: wallet.isCash,
			balance: wallet.balance.toNumber(),
			blocked: wallet.blocked.toNumber(),
			real_balance: realBalance(wallet),
		})),
	};
}

/** The documented 12 fields; what stands in stats and prices is assumed. */
export function balanceViews(
	wallets: Wallets,
	externalId: string,
	quotes: readonly Quote[],
	currency: string,
): Json[] {
	return wallets.all().map((wallet) => {
		const quote = quotes.find(({ product }) => product.sku === wallet.code);
		return {
			customer_external_id: externalId,
			name: wallet.name,
			currency_id: wallet.currencyId,
			currency_symbol: wallet.symbol,
			currency_code: wallet.code,
			is_cash: wallet.isCash,
			balance: wallet.balance.toNumber(),
			blocked: wallet.blocked.toNumber(),
			real_balance: realBalance(wallet),
			soft_blocked_amount: wallet.softBlocked.toNumber(),
			stats: quote
				? { currency_code: currency, value: round2(wallet.balance.times(quote.sell)) }
				: {},
			prices: quote
				? {
						currency_code: currency,
						spot_price: quote.spot.toNumber(),
						buy_price: quote.buy.toNumber(),
						sell_price: quote.sell.toNumber(),
					}
				: {},
		};
	});
}

/** One row of Price Fix; buy_amount only where a total was asked for. */
export function priceView(quote: Quote, total: PriceToken['total']): Json {
	return {
		currency_id: quote.product.currencyId,
		product_id: quote.product.productId,
		spot_price: quote.spot.toNumber(),
		buy_price: quote.buy.toNumber(),
		sell_price: quote.sell.toNumber(),
		buy_amount: total ? amountForTotal(total, quote).toNumber() : null,
		sku: quote.product.sku,
	};
}

/** Pricefix Response. */
export function priceTokenView(token: PriceToken, now: number): Json {
	return {
		token: token.token,
		total: token.total?.toNumber() ?? null,
		expires_at: isoDate(token.expiresAt),
		is_total_price: token.total !== null,
		expire_ttl: Math.max(0, Math.floor((token.expiresAt - now) / 1000)),
		prices: token.quotes.map((quote) => priceView(quote, token.total)),
		currency: token.currency,
	};
}

function lineView(line: OrderLine): Json {
	return {
		product_id: line.product.productId,
		sku: line.product.sku,
		product_name: productName(line.product),
		spot_price: line.spotPrice.toNumber(),
		price: line.price.toNumber(),
		tax_rate: 0,
		tax: 0,
		amount: line.amount.toNumber(),
		total: line.total.toNumber(),
	};
}

function shipmentView(order: Order, baseUrl: string): Json {
	const { trackingNumber } = order;
	return {
		status_id: statusId(order.status),
		status_name: order.status,
		cargo_tracking_url: trackingNumber && `${baseUrl}/cargo/${trackingNumber}`,
		cargo_tracking_number: trackingNumber,
		sync_status: trackingNumber !== null,
		products: order.lines.map(({ product, amount }) => ({
			product_id: product.productId,
			sku: product.sku,
			product_name: productName(product),
			amount: amount.toNumber(),
		})),
	};
}

function realBalance({ balance, blocked, softBlocked }: Wallet): number {
	return balance.minus(blocked).minus(softBlocked).toNumber();
}

function round2(value: Wallet['balance']): number {
	return value.toDecimalPlaces(2).toNumber();
}

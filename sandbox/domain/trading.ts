import { Decimal } from 'decimal.js';
import { ApiError, fieldError } from '../errors';
import type { CardOnFile, CardInput } from './cards';
import { INSTALMENT_MARGINS, readCard } from './cards';
import type { Customer, CustomerDetails } from './customers';
import type { NewOrder, Order, OrderLine } from './orders';
import type { CardPayment } from './payments';
import type { PriceToken, Quote } from './prices';
import { amountForTotal, convert, lineTotal, parseAmount } from './prices';
import { findProduct } from './products';
import type { Credit, Hold } from './progress';
import { InsufficientFunds } from './wallets';
import type { Wallets } from './wallets';
import type { World } from './world';

export interface LineRequest {
	sku?: string;
	product_id?: string | number;
	amount?: number;
}

export interface PaymentRequest extends Partial<CardInput> {
	card_token?: string;
	customer_ip?: string;
}

export interface TradeRequest {
	price_token: string;
	currency_code?: string;
	external_id?: string;
	customer?: Partial<CustomerDetails> & { external_id: string };
	items: LineRequest[];
	payment_type?: string;
	payment?: PaymentRequest;
}

/** Buys metal: one order a line, all or nothing. Throws ApiError. */
export function buy(world: World, request: TradeRequest, channel: string): Order[] {
	const token = prepare(world, request);
	const customer = request.customer ? knownOrNewCustomer(world, request.customer) : null;
	const currency = request.currency_code ?? token.currency;
	const lines = request.items.map((item, i) => readLine(item, i, 'buy', token, currency));
	const total = lines.reduce((sum, line) => sum.plus(line.total), new Decimal(0));
	const card = readPayment(world, request, customer);
	const payment = card ? startPayment(world, card, total, currency, request.payment) : null;
	const payer = payment ? null : choosePayer(world, customer, currency, total);
	const owner = customer?.wallets ?? world.partnerWallets;

	token.used = true;
	if (customer && !world.customers.find(customer.details.external_id)) {
		world.customers.register(customer);
	}
	const drafts = lines.map((line, i): NewOrder => {
		const holds = payer ? [hold(payer, currency, line.total, 'Completed')] : [];
		const credits: Credit[] = [
			{
				wallets: owner,
				code: line.product.sku,
				amount: line.amount,
				creditAt: 'Completed',
				done: false,
			},
		];
		const cost = payment && i === 0 ? payment.commission : new Decimal(0);
		return draft(request, 'Buy', {
			customer,
			currency,
			line,
			payment,
			cost,
			channel,
			holds,
			credits,
		});
	});
	return world.orders.place(drafts);
}

/** Sells metal out of the customer's or the partner's wallet. Throws ApiError. */
export function sell(world: World, request: TradeRequest, channel: string): Order[] {
	const token = prepare(world, request);
	const customer = request.customer ? existingCustomer(world, request.customer.external_id) : null;
	const currency = request.currency_code ?? token.currency;
	const lines = request.items.map((item, i) => readLine(item, i, 'sell', token, currency));
	const owner = customer?.wallets ?? world.partnerWallets;
	demandMetal(owner, lines);

	token.used = true;
	const drafts = lines.map((line): NewOrder => {
		const holds = [hold(owner, line.product.sku, line.amount, 'Completed')];
		const credits: Credit[] = [
			{ wallets: owner, code: currency, amount: line.total, creditAt: 'Completed', done: false },
		];
		const cost = new Decimal(0);
		return draft(request, 'Sell', {
			...{ customer, currency, line, payment: null, cost, channel, holds, credits },
		});
	});
	return world.orders.place(drafts);
}

/** Prices lines under a token without placing anything. Throws ApiError. */
export function priceLines(token: PriceToken, items: LineRequest[]): OrderLine[] {
	return items.map((item, i) => readLine(item, i, 'buy', token, token.currency));
}

/** Reserves an amount; a lack of it becomes the API's refusal. */
export function hold(
	wallets: Wallets,
	code: string,
	amount: Decimal,
	captureAt: Hold['captureAt'],
	awaitsPayment = false,
): Hold {
	try {
		if (awaitsPayment) wallets.softBlock(code, amount);
		else wallets.block(code, amount);
	} catch (error) {
		if (!(error instanceof InsufficientFunds)) throw error;
		throw new ApiError(error.isCash ? 'insufficientBalance' : 'insufficientMetal');
	}
	return { wallets, code, amount, captureAt, awaitsPayment, state: 'held' };
}

/**
 * Who pays: the customer's own cash where it is enough, else the partner stands in (assumed).
 * Throws ApiError insufficientBalance.
 */
export function choosePayer(
	world: World,
	customer: Customer | null,
	currency: string,
	total: Decimal,
): Wallets {
	if (customer?.wallets.available(currency).gte(total)) return customer.wallets;
	if (world.partnerWallets.available(currency).gte(total)) return world.partnerWallets;
	throw new ApiError('insufficientBalance');
}

/** Throws ApiError duplicateExternalId where the sandbox is told to mind it. */
export function refuseDuplicate(world: World, externalId: string | undefined): void {
	if (!world.behaviour.rejectDuplicateExternalId || externalId === undefined) return;
	if (world.orders.withExternalId(externalId).length > 0) throw new ApiError('duplicateExternalId');
}

/** The registered customer of a sell, delivery or card. Throws ApiError. */
export function existingCustomer(world: World, externalId: string): Customer {
	const customer = world.customers.find(externalId);
	if (!customer) {
		throw new ApiError(world.customers.wasRemoved(externalId) ? 'customerRemoved' : 'newCustomer');
	}
	demandKyc(world, customer);
	return customer;
}

/** The card of a request, stored or typed in; null for cash. Throws ApiError. */
export function readPayment(
	world: World,
	request: { payment_type?: string; payment?: PaymentRequest },
	customer: Customer | null,
): CardOnFile | null {
	if (request.payment_type === undefined) {
		if (request.payment) {
			throw fieldError(
				'payment_type',
				'is required with payment',
				'payment ile birlikte zorunludur',
			);
		}
		return null;
	}
	const { payment } = request;
	if (!payment) throw fieldError('payment', 'is required', 'zorunludur');
	const card = payment.card_token
		? customer?.cards.find(({ token }) => token === payment.card_token)
		: readCard(payment as CardInput, world.clock.now(), 'payment.');
	if (!card) {
		throw fieldError(
			'payment.card_token',
			'is not a stored card of the customer',
			'müşterinin kayıtlı kartı değil',
		);
	}
	if (card.behaviour === 'declined') throw new ApiError('cardDeclined');
	return card;
}

export function startPayment(
	world: World,
	card: CardOnFile,
	amount: Decimal,
	currency: string,
	request: PaymentRequest | undefined,
): CardPayment {
	const is3d = card.behaviour === '3d';
	const margin = INSTALMENT_MARGINS[1] ?? 0;
	return {
		token: world.ids.token(),
		state: is3d ? 'new' : 'approved',
		is3d,
		amount,
		commission: amount.times(margin).div(100).toDecimalPlaces(2),
		currency,
		card,
		customerIp: request?.customer_ip ?? '',
	};
}

function prepare(world: World, request: TradeRequest): PriceToken {
	refuseDuplicate(world, request.external_id);
	const now = world.clock.now();
	return world.priceTokens.redeem(request.price_token, now, world.behaviour.reusablePriceTokens);
}

function knownOrNewCustomer(
	world: World,
	request: Partial<CustomerDetails> & { external_id: string },
): Customer {
	const known = world.customers.find(request.external_id);
	if (known) {
		demandKyc(world, known);
		return known;
	}
	if (world.customers.wasRemoved(request.external_id)) throw new ApiError('customerRemoved');
	const problems = (['firstname', 'lastname', 'email', 'phone', 'identity_number'] as const)
		.filter((field) => (request[field] ?? '').trim().length < 3)
		.map((field) => ({
			field: `customer.${field}`,
			en: 'is required for a new customer',
			tr: 'yeni müşteri için zorunludur',
		}));
	if (problems.length > 0) throw new ApiError('newCustomer', problems);
	const details = { ...(request as CustomerDetails), account_type: 'person' };
	const customer = world.customers.draft(details);
	demandKyc(world, customer);
	return customer;
}

function demandKyc(world: World, { kyc }: Customer): void {
	const wanted = world.behaviour.requireApprovedKyc;
	if (kyc.status === 'rejected' || (wanted && kyc.status !== 'approved')) {
		throw new ApiError('kycNotApproved');
	}
}

function readLine(
	item: LineRequest,
	index: number,
	side: 'buy' | 'sell',
	token: PriceToken,
	currency: string,
): OrderLine {
	const path = `items.${index}`;
	const reference = item.sku ?? item.product_id;
	if (reference === undefined) throw fieldError(`${path}.sku`, 'is required', 'zorunludur');
	const product = findProduct(reference);
	const quote = token.quotes.find((candidate) => candidate.product === product);
	if (!quote || (item.sku !== undefined && product?.sku !== item.sku)) {
		throw fieldError(`${path}.sku`, 'is not a known product', 'bilinen bir ürün değil');
	}
	const rate = (price: Decimal): Decimal => convert(price, token.currency, currency);
	const price = rate(side === 'buy' ? quote.buy : quote.sell).toDecimalPlaces(2);
	const spotPrice = rate(quote.spot).toDecimalPlaces(4);
	const amount = lineAmount(item, path, token, quote);
	const whole = side === 'buy' && token.total && amount.eq(amountForTotal(token.total, quote));
	const total =
		whole && token.total ? rate(token.total).toDecimalPlaces(2) : lineTotal(price, amount);
	if (total.isZero()) {
		throw fieldError(`${path}.amount`, 'is worth less than 0.01', "0,01'den az değerde");
	}
	return { product: quote.product, spotPrice, price, amount, total };
}

/** From Total Price may leave the amount out: the token knows it. */
function lineAmount(item: LineRequest, path: string, token: PriceToken, quote: Quote): Decimal {
	if (item.amount === undefined && token.total) return amountForTotal(token.total, quote);
	if (item.amount === undefined) throw fieldError(`${path}.amount`, 'is required', 'zorunludur');
	return parseAmount(item.amount, `${path}.amount`);
}

function demandMetal(owner: Wallets, lines: readonly OrderLine[]): void {
	const wanted = new Map<string, Decimal>();
	for (const { product, amount } of lines) {
		wanted.set(product.sku, (wanted.get(product.sku) ?? new Decimal(0)).plus(amount));
	}
	for (const [sku, amount] of wanted) {
		if (amount.gt(owner.available(sku))) throw new ApiError('insufficientMetal');
	}
}

interface DraftParts {
	customer: Customer | null;
	currency: string;
	line: OrderLine;
	payment: CardPayment | null;
	cost: Decimal;
	channel: string;
	holds: Hold[];
	credits: Credit[];
}

function draft(request: TradeRequest, type: 'Buy' | 'Sell', parts: DraftParts): NewOrder {
	const { customer, currency, line, payment, cost, channel, holds, credits } = parts;
	return {
		externalId: request.external_id ?? null,
		type,
		currency,
		customer: customer ? { ...customer.details } : null,
		payment,
		paymentCost: cost,
		lines: [line],
		total: line.total,
		channel,
		address: null,
		holds,
		credits,
	};
}

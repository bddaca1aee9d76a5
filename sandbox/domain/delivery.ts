import { Decimal } from 'decimal.js';
import { ApiError, fieldError } from '../errors';
import type { FieldError } from '../errors';
import type { Customer } from './customers';
import type { DeliveryAddress, Order } from './orders';
import { findProduct } from './products';
import type { Product } from './products';
import type { PaymentRequest } from './trading';
import {
	choosePayer,
	existingCustomer,
	hold,
	readPayment,
	refuseDuplicate,
	startPayment,
} from './trading';
import type { World } from './world';

export interface DeliveryRequest {
	customer: { external_id: string };
	external_id: string;
	sku: string;
	amount: number;
	address: DeliveryAddress;
	payment_type?: string;
	payment?: PaymentRequest;
}

/** In TRY; three grams cost 70.01, as in the documented example. */
const CARGO = new Decimal(50);
const MINTING_PER_GRAM = new Decimal('6.67');
const CURRENCY = 'TRY';

export interface DeliveryCost {
	total: Decimal;
	items: Array<{ name: string; price: Decimal }>;
}

export function deliveryCost(grams: number): DeliveryCost {
	const minting = MINTING_PER_GRAM.times(grams);
	return {
		total: CARGO.plus(minting),
		items: [
			{ name: 'Cargo', price: CARGO },
			{ name: 'Minting', price: minting },
		],
	};
}

/** Throws ApiError parameter for a product that is unknown or stays in the vault. */
export function deliverableProduct(sku: string): Product {
	const product = findProduct(sku);
	if (product?.sku !== sku || !product.deliverable) {
		throw fieldError('sku', 'cannot be delivered', 'teslim edilemez');
	}
	return product;
}

/** Whole grams that a customer could have delivered. */
export function deliverableAmount(customer: Customer, product: Product): number {
	if (!product.deliverable) return 0;
	return customer.wallets.available(product.sku).floor().toNumber();
}

/** Orders the delivery of stored metal, paid with cash or by card. Throws ApiError. */
export function createDelivery(world: World, request: DeliveryRequest, channel: string): Order {
	refuseDuplicate(world, request.external_id);
	const customer = existingCustomer(world, request.customer.external_id);
	const product = deliverableProduct(request.sku);
	if (request.amount < 1) throw fieldError('amount', 'must be at least 1', 'en az 1 olmalıdır');
	const complaints = checkAddress(request.address);
	if (complaints.length > 0) throw new ApiError('parameter', complaints);
	const amount = new Decimal(request.amount);
	if (amount.gt(customer.wallets.available(product.sku))) throw new ApiError('insufficientMetal');
	const { total } = deliveryCost(request.amount);
	const card = readPayment(world, request, customer);
	const payer = card ? null : choosePayer(world, customer, CURRENCY, total);
	const payment = card && startPayment(world, card, total, CURRENCY, request.payment);

	const waits = payment?.state === 'new';
	const holds = [hold(customer.wallets, product.sku, amount, 'Shipped', waits)];
	if (payer) holds.push(hold(payer, CURRENCY, total, 'Payment Confirmed'));
	const [order] = world.orders.place([
		{
			externalId: request.external_id,
			type: 'Delivery',
			currency: CURRENCY,
			customer: { ...customer.details },
			payment,
			paymentCost: payment?.commission ?? new Decimal(0),
			lines: [{ product, spotPrice: new Decimal(0), price: new Decimal(0), amount, total }],
			total,
			channel,
			address: request.address,
			holds,
			credits: [],
		},
	]);
	if (!order) throw new RangeError('The order was not placed');
	return order;
}

/** What an address lacks: a courier needs the place, an invoice the payer (assumed rules). */
export function checkAddress({ billing, shipping }: DeliveryAddress): FieldError[] {
	const errors: FieldError[] = [];
	const demand = (part: string, address: Record<string, unknown>, fields: string[]): void => {
		for (const field of fields) {
			const value = address[field];
			if (typeof value === 'string' && value.trim() !== '') continue;
			errors.push({ field: `address.${part}.${field}`, en: 'is required', tr: 'zorunludur' });
		}
	};
	const place = ['city', 'county', 'address'];
	const payer =
		billing.invoice_type === 'Corporate'
			? ['company_name', 'tax_office', 'tax_number']
			: ['fullname'];
	demand('billing', billing, [...payer, ...place]);
	demand('shipping', shipping, ['fullname', ...place]);
	return errors;
}

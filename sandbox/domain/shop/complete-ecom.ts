import { ApiError, fieldError } from '../../errors';
import type { PaymentRequest } from '../trading';
import { choosePayer, existingCustomer, hold, readPayment, startPayment } from '../trading';
import type { World } from '../world';
import { SECTIONS, countBars } from './bars';
import type { BasketKey } from './baskets';
import { checkCompletion, snapshot } from './complete';
import { ecomFigures } from './fees';
import type { ShopOrder } from './orders';

export interface EcomCompleteRequest extends BasketKey {
	external_id?: string;
	payment_type?: string;
	payment?: PaymentRequest;
}

const { currency } = SECTIONS.ecom;

/** Makes an order of a basket, paid with cash or by card. Throws ApiError. */
export function completeEcom(world: World, request: EcomCompleteRequest): ShopOrder {
	const { shop } = world;
	const basket = checkCompletion(shop, 'ecom', request);
	const { content } = basket;
	const customer = existingCustomer(world, request.external_customer_id);
	if (!content.shipping) throw new ApiError('basketWithoutAddress');
	for (const [bar, count] of countBars(content.pieces)) {
		if (count > shop.stock(bar)) throw fieldError('sku', 'is out of stock', 'stokta yok');
	}
	const { paidTotal } = ecomFigures(content);
	const card = readPayment(world, request, customer);
	const payment = card && startPayment(world, card, paidTotal, currency, request.payment);
	const payer = card ? null : choosePayer(world, customer, currency, paidTotal);
	const order = shop.orders.place({
		...snapshot(shop, basket),
		externalId: request.external_id ?? null,
		payment,
		holds: payer ? [hold(payer, currency, paidTotal, 'Payment Confirmed')] : [],
		credits: [],
	});
	basket.orders.push(order);
	if (payment?.state === 'new') {
		world.payments.await(payment, (success) => {
			if (success) shop.orders.step(order);
			else shop.orders.enter(order, 'Cancelled');
		});
	}
	return order;
}
